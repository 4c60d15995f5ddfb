package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.Message.Severity;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    private static final String PROXY = "listen a 127.0.0.1:1\n    balance\n    timeout client 1s\n";

    @TempDir
    Path directory;

    @Test
    void shouldReadTheExamples() {
        ConfigReader.Result result = ConfigReader.read(List.of(Path.of("examples/tcp-splicing.cfg")), Overrides.NONE);

        assertThat(result.messages()).isEmpty();
        assertThat(config(result).proxies()).extracting(ProxyConfig::name).contains("public", "static", "stats");
    }

    @Test
    void shouldLetTheCommandLineOverrideLimits() throws IOException {
        Path file = write(
                "a.cfg", "global\n    maxconn 10\n" + PROXY + "listen b 127.0.0.1:2\n    maxconn 7\n    balance\n");

        Config config = config(
                ConfigReader.read(List.of(file), new Overrides(500, 60, false, false, false, false, false, null)));

        assertThat(config.global().maxConnections()).isEqualTo(500);
        assertThat(config.proxies())
                .extracting(ConfigReaderTest::maxConnections)
                .containsExactly(60, 7);
    }

    @Test
    void shouldReadSeveralFilesAsOne() throws IOException {
        Path first = write("first.cfg", "global\n    maxconn 10\ndefaults\n    retries 9\n");
        Path second = write("second.cfg", PROXY);

        Config config = config(ConfigReader.read(List.of(first, second), Overrides.NONE));

        assertThat(config.global().maxConnections()).isEqualTo(10);
        assertThat(config.proxies().getFirst().backend())
                .extracting(BackendConfig::retries)
                .isEqualTo(9);
        assertThat(config.proxies().getFirst().origin().file()).isEqualTo(second.toString());
    }

    @Test
    void shouldNotLetASectionReachOverTheEndOfAFile() throws IOException {
        Path first = write("first.cfg", PROXY);
        Path second = write("second.cfg", "retries 9\n");

        assertThat(alerts(first, second))
                .containsExactly(
                        "unknown keyword 'retries' out of section, column 1;" + " expected the name of a section");
    }

    @Test
    void shouldNameTheOtherFileWhereALineIsRepeated() throws IOException {
        Path first = write("first.cfg", "global\n    maxconn 10\n" + PROXY);
        Path second = write("second.cfg", "global\n    maxconn 20\n");

        List<Message> messages =
                ConfigReader.read(List.of(first, second), Overrides.NONE).messages();

        assertThat(messages)
                .extracting(Message::text)
                .containsExactly("'maxconn' is already specified in " + first + ":2, this line is ignored, column 5");
    }

    @Test
    void shouldReadTheConfigurationFilesOfADirectoryInByteOrder() throws IOException {
        write("b.cfg", PROXY.replace("listen a", "listen second").replace(":1", ":2"));
        write("B.cfg", PROXY.replace("listen a", "listen first"));
        write("é.cfg", PROXY.replace("listen a", "listen third").replace(":1", ":3"));
        write(".hidden.cfg", "no configuration");
        write("notes.txt", "no configuration");
        Files.createDirectory(directory.resolve("directory.cfg"));

        Config config = config(ConfigReader.read(List.of(directory), Overrides.NONE));

        assertThat(config.proxies()).extracting(ProxyConfig::name).containsExactly("first", "second", "third");
    }

    @Test
    void shouldRefuseADirectoryWithoutConfigurationFiles() {
        assertThat(alerts(directory)).first().isEqualTo("directory '" + shown(directory) + "' has no file '*.cfg'");
    }

    @Test
    void shouldRefuseAMissingFile() {
        Path missing = Path.of("no/such.cfg");

        assertThat(alerts(missing))
                .containsExactly("cannot open configuration file 'no/such.cfg' : no such file or directory");
    }

    @Test
    void shouldRefuseAFileThatIsTooLarge() {
        assertThat(alerts(Path.of("/dev/zero")))
                .containsExactly("cannot open configuration file '/dev/zero' : larger than 8388608 bytes");
    }

    @Test
    void shouldRefuseToReadNothing() {
        assertThat(alerts()).containsExactly("no 'listen' or 'frontend' section that is not disabled: nothing to do");
    }

    @Test
    void shouldStopAfterAThousandErrors() throws IOException {
        Path file = write("a.cfg", "wrong\n".repeat(5_000));

        List<Message> messages =
                ConfigReader.read(List.of(file), Overrides.NONE).messages();

        assertThat(messages).hasSize(Limits.MAX_ALERTS);
        assertThat(messages.getLast().text()).isEqualTo("too many messages of this kind, no more are shown");
    }

    @Test
    void shouldBearAThousandWarnings() throws IOException {
        Path file = write("a.cfg", PROXY + "    retries 1\n".repeat(5_000));

        ConfigReader.Result result = ConfigReader.read(List.of(file), Overrides.NONE);

        assertThat(result.config()).isNotNull();
        assertThat(result.messages()).hasSize(Limits.MAX_WARNINGS);
    }

    @Test
    void shouldReadAFileOfTheGreatestSizeInLinearTime() throws IOException {
        StringBuilder text = new StringBuilder(PROXY);
        while (text.length() < Limits.MAX_FILE_BYTES - 100) {
            text.append("    log 127.0.0.1 local0 # a comment of ordinary length\n");
        }
        Path file = write("large.cfg", text.toString());

        assertThat(alerts(file))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("'log' for listen 'a': too many syslog servers, column 5");
    }

    @Test
    void shouldLimitWhatProxiesInherit() throws IOException {
        Path file = write("a.cfg", "defaults\n" + "    option tcplog\n".repeat(1_001) + PROXY);

        assertThat(alerts(file)).containsExactly("more than 1000 lines in a 'defaults' section, column 5");
    }

    @Test
    void shouldLimitTheNumberOfProxies() throws IOException {
        StringBuilder text = new StringBuilder("defaults\n    balance\n    timeout client 1s\n");
        for (int i = 0; i <= Limits.MAX_PROXIES; i++) {
            text.append("listen a").append(i).append(" :").append(i + 1).append('\n');
        }
        Path file = write("a.cfg", text.toString());

        assertThat(alerts(file)).containsExactly("more than 10000 proxies, column 1");
    }

    @Test
    void shouldRefuseWhatTheMatcherCannotUse() throws IOException {
        Path file = write("a.cfg", PROXY + "    mode http\n    reqsetbe \\d a\n");

        assertThat(alerts(file)).singleElement().asString().contains("bad regular expression '\\d'", "column 14");
    }

    @Test
    void shouldResolveNamesThroughTheSystem() throws IOException {
        Path file =
                write("a.cfg", PROXY + "    timeout connect 1s\n    timeout server 1s\n    server s localhost:80\n");

        BackendConfig backend = config(ConfigReader.read(List.of(file), Overrides.NONE))
                .proxies()
                .getFirst()
                .backend();

        assertThat(Objects.requireNonNull(backend).servers().getFirst().endpoint())
                .isEqualTo(new Address(InetAddress.ofLiteral("127.0.0.1"), 80));
    }

    @Test
    void shouldFindTheMachinesUsersAndGroups() throws IOException {
        Path file = write("a.cfg", "global\n    user root\n    group root\n    stats socket /s user root\n" + PROXY);

        GlobalConfig global =
                config(ConfigReader.read(List.of(file), Overrides.NONE)).global();

        assertThat(global.uid()).isZero();
        assertThat(global.gid()).isZero();
        assertThat(global.sockets().getFirst().access()).isEqualTo(new Access(-1, 0, -1));
    }

    @Test
    void shouldRefuseUsersThatTheMachineDoesNotKnow() throws IOException {
        Path file = write("a.cfg", "global\n    user no-such-user\n    group no-such-group\n" + PROXY);

        assertThat(alerts(file))
                .containsExactly(
                        "no user is called 'no-such-user', column 10; expected a name from /etc/passwd",
                        "no group is called 'no-such-group', column 11; expected a name from /etc/group");
    }

    @Test
    void shouldReadErrorFilesByteForByte() throws IOException {
        String content = "HTTP/1.0 503 \u00fc\r\n\r\n\u0000\u0080\u00ff";
        Path answer = directory.resolve("503.http");
        Files.write(answer, content.getBytes(StandardCharsets.ISO_8859_1));
        Path file = write("a.cfg", PROXY + "    mode http\n    errorfile 503 " + answer + "\n");

        ProxyConfig proxy = config(ConfigReader.read(List.of(file), Overrides.NONE))
                .proxies()
                .getFirst();

        assertThat(proxy.errors()).containsEntry(503, new ErrorAnswer.File(503, answer.toString(), content));
    }

    @Test
    void shouldNotReadErrorFilesWithoutEnd() throws IOException {
        Path file = write("a.cfg", PROXY + "    mode http\n    errorfile 503 /dev/zero\n");

        assertThat(alerts(file)).containsExactly("error file '/dev/zero' is larger than 65536 bytes, column 19");
    }

    private static int maxConnections(ProxyConfig proxy) {
        return Objects.requireNonNull(proxy.frontend()).maxConnections();
    }

    private static Config config(ConfigReader.Result result) {
        return Objects.requireNonNull(result.config(), () -> "refused: " + result.messages());
    }

    private static List<String> alerts(Path... paths) {
        ConfigReader.Result result = ConfigReader.read(List.of(paths), Overrides.NONE);
        assertThat(result.config()).isNull();
        return result.messages().stream()
                .filter(message -> message.severity() == Severity.ALERT)
                .map(Message::text)
                .toList();
    }

    private static String shown(Path path) {
        String quoted = Word.quote(path.toString());
        return quoted.substring(1, quoted.length() - 1);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
