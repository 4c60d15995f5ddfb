package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordsTest {
    private static final List<String> CASES = readCases();

    static Stream<String> names() {
        return tables().flatMap(table -> table.names().stream());
    }

    static Stream<Keyword<?, ?>> keywords() {
        return tables().flatMap(table -> table.chapters().stream()).flatMap(chapter -> chapter.keywords().stream());
    }

    private static Stream<KeywordTable<?>> tables() {
        return Stream.of(Keywords.GLOBAL, Keywords.PROXY, Keywords.SERVER, Keywords.BIND, Keywords.SOCKET);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldAllStandInACase(String name) {
        assertThat(CASES)
                .anyMatch(line ->
                        line.matches("(no |(server|bind|stats socket) .* )?" + name.replace(".", "\\.") + "( .*)?"));
    }

    @ParameterizedTest
    @MethodSource("keywords")
    void shouldAllHaveOneLineOfDocumentation(Keyword<?, ?> keyword) {
        assertThat(keyword.doc()).isNotBlank().doesNotContain("\n").matches("[^A-Z].*|[A-Z]{3}.*|Fairlead .*|TCP .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "daemon debug quiet stats noepoll nopoll uid gid nbproc maxconn ulimit-n chroot pidfile log",
                "nbthread nosplice maxpipes tune.bufsize tune.maxrewrite tune.pipesize user group hard-stop-after",
                "noreuseport",
                "tune.splice.debug_level tune.splice.timeout_established tune.splice.timeout_close"
            })
    void shouldKnowEveryGlobalKeyword(String names) {
        assertThat(Keywords.GLOBAL.names()).contains(names.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bind mode disabled enabled grace maxconn fullconn monitor-net monitor-uri clitimeout contimeout",
                "srvtimeout retries balance server dispatch transparent redispatch redisp default_backend source",
                "cookie appsession log reqadd reqrep cliexp reqirep reqdel reqidel reqdeny reqideny reqallow",
                "reqiallow reqpass reqipass reqtarpit reqitarpit reqsetbe reqisetbe rspadd rsprep srvexp rspirep",
                "rspdel rspidel rspdeny rspideny errorloc errorloc302 errorloc303 errorfile default-server"
            })
    void shouldKnowEveryProxyKeyword(String names) {
        assertThat(Keywords.PROXY.names()).contains(names.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({
        "option,httplog tcplog logasap dontlognull clitcpka srvtcpka tcpka httpclose forceclose forwardfor",
        "option,abortonclose checkcache redispatch persist allbackups transparent tcpsplice httpchk keepalive",
        "option,ssl-hello-chk smtpchk splice-request splice-response splice-auto",
        "timeout,connect client server check http-request http-keep-alive queue tarpit",
        "stats,enable uri realm auth scope refresh hide-version",
        "capture,cookie",
        "capture request,header",
        "capture response,header"
    })
    void shouldKnowEveryFamily(String family, String members) {
        for (String member : members.split(" ", -1)) {
            assertThat(Keywords.PROXY.names()).contains(family + " " + member);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = "cookie check inter rise fall port backup weight maxconn minconn source usesrc maxqueue disabled")
    void shouldKnowEveryServerOption(String names) {
        assertThat(Keywords.SERVER.names()).containsExactlyInAnyOrder(names.split(" ", -1));
    }

    @Test
    void shouldKnowEveryOptionOfBindAndOfStatsSocket() {
        assertThat(Keywords.BIND.names())
                .containsExactly("gid", "group", "mode", "transparent", "uid", "user", "v4v6", "v6only");
        assertThat(Keywords.SOCKET.names())
                .containsExactly("expose-fd listeners", "gid", "group", "level", "mode", "uid", "user");
    }

    private static List<String> readCases() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/config/ok"))) {
            return files.filter(file -> file.toString().endsWith(".cfg"))
                    .flatMap(KeywordsTest::lines)
                    .map(String::strip)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
