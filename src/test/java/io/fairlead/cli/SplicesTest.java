package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplicesTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) throws UsageException {
        return Splices.parse(List.of(words)).run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private Path configuration(String global) throws IOException {
        String text = "global\n" + global + "\nlisten a :1\n    balance\n    timeout client 1s\n";
        return Files.writeString(directory.resolve("a.cfg"), text);
    }

    /** A runtime socket that answers once; completes with what it was asked. */
    private CompletableFuture<String> answering(Path socket, String answer) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        return CompletableFuture.supplyAsync(() -> {
            ByteBuffer asked = ByteBuffer.allocate(1_000);
            try (listener;
                    SocketChannel client = listener.accept()) {
                client.read(asked);
                client.write(UTF_8.encode(answer));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return UTF_8.decode(asked.flip()).toString();
        });
    }

    @ParameterizedTest
    @CsvSource({"'', show splices", "hex, show splices hex", "counters, show splices counters"})
    void shouldPrintWhatTheSocketOfAConfigurationAnswers(String form, String command) throws Exception {
        Path socket = directory.resolve("s");
        String file =
                configuration("stats socket abns@x\nstats socket " + socket).toString();
        CompletableFuture<String> asked = answering(socket, "From To\na b\n\n");

        int status = form.isEmpty() ? run("-f", file) : run("-f", file, form);

        assertThat(status).isZero();
        assertThat(asked.join()).isEqualTo(command + "\n");
        assertThat(out.toString(UTF_8)).isEqualTo("From To\na b\n");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void shouldAskTheSocketThatItIsTold() throws Exception {
        Path socket = directory.resolve("s");
        CompletableFuture<String> asked = answering(socket, "x".repeat(100_000) + "\n\n");

        assertThat(run("hex", "-S", socket.toString())).isZero();

        assertThat(asked.join()).isEqualTo("show splices hex\n");
        assertThat(out.toString(UTF_8)).isEqualTo("x".repeat(100_000) + "\n");
    }

    @Test
    void shouldSayThatNobodyAnswers() throws Exception {
        Path socket = directory.resolve("nobody");

        assertThat(run("-S", socket.toString())).isEqualTo(1);

        assertThat(err.toString(UTF_8))
                .isEqualTo("fairlead: nobody answers at " + socket + ": No such file or directory\n");
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "    stats socket abns@x"})
    void shouldSayThatAConfigurationHasNoSocketToAsk(String global) throws Exception {
        assertThat(run("-f", configuration(global).toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("has no 'stats socket' with a path or an address");
    }

    @Test
    void shouldSayWhatIsWrongWithAConfiguration() throws Exception {
        assertThat(run("-f", configuration("    maxcon 1").toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("unknown keyword 'maxcon'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hex", "-f", "-S", "-f a -S b", "-f a hex counters", "-f a all", "-S b --help"})
    void shouldRefuseWhatItDoesNotUnderstand(String words) {
        List<String> arguments = words.isEmpty() ? List.of() : List.of(words.split(" ", -1));
        assertThatThrownBy(() -> Splices.parse(arguments)).isInstanceOf(UsageException.class);
    }
}
