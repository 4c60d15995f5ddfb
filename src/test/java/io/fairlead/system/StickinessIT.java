package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cookie DYNSRV insert indirect nocache}: a client comes back to its server and never knows why. */
class StickinessIT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
            log 127.0.0.1:%4$d local0
        listen site 127.0.0.1:%1$d
            mode http
            log global
            option httplog
            balance roundrobin
            clitimeout 20s
            srvtimeout 20s
            contimeout 100ms
            retries 2
            redispatch
            cookie DYNSRV insert indirect nocache
            server one 127.0.0.1:%2$d cookie s1 %5$s
            server two 127.0.0.1:%3$d cookie s2 %5$s
        """;

    private final LogServer log = new LogServer();
    private Origin one = new Origin("one");
    private final Origin two = new Origin("two");
    private final int port = Launcher.freePort();
    private Launcher fairlead = start("");

    StickinessIT() throws IOException {}

    private Launcher start(String check) throws IOException {
        return Serving.at(port, CONFIGURATION.formatted(port, one.port(), two.port(), log.port(), check));
    }

    @AfterEach
    void end() throws IOException {
        fairlead.close();
        one.close();
        two.close();
        log.close();
    }

    private Message get(String path, String... headers) throws IOException {
        try (Wire client = Wire.to(port)) {
            return client.get(path, headers).response();
        }
    }

    @Test
    void shouldTellANewClientItsServer() throws IOException {
        Set<String> cookies = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            Message response = get("/");
            String expected = response.body().equals("one") ? "s1" : "s2";
            assertThat(response.headers("Set-Cookie")).containsExactly("DYNSRV=" + expected + "; path=/");
            assertThat(response.headers("Cache-Control")).containsExactly("private");
            cookies.add(expected);
        }
        assertThat(cookies).containsExactlyInAnyOrder("s1", "s2");
    }

    @Test
    void shouldBringAClientBackToItsServer() throws Exception {
        for (int i = 0; i < 10; i++) {
            Message response = get("/again", "Cookie: DYNSRV=s2");
            assertThat(response.body()).isEqualTo("two");
            assertThat(response.headers("Set-Cookie")).isEmpty();
            assertThat(response.headers("Cache-Control")).isEmpty();
        }
        assertThat(one.requests()).isEmpty();
        assertThat(log.line("/again")).contains(" --VN ");
    }

    @Test
    void shouldFollowTheCookieOfEachRequestOfAConnection() throws IOException {
        try (Wire client = Wire.to(port)) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("/", "Cookie: DYNSRV=s1").response().body())
                        .isEqualTo("one");
                assertThat(client.get("/", "Cookie: DYNSRV=s2").response().body())
                        .isEqualTo("two");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1; DYNSRV=s1; b=2", "DYNSRV=s1; a=1; b=2", "a=1; b=2; DYNSRV=s1"})
    void shouldHideTheCookieFromTheServerAndKeepTheOthers(String cookies) throws IOException {
        get("/", "Cookie: " + cookies);
        assertThat(one.last("/").header("Cookie"))
                .isNotNull()
                .doesNotContain("DYNSRV")
                .contains("a=1", "b=2");
    }

    @Test
    void shouldHideAHeaderThatHeldNothingElse() throws IOException {
        get("/", "Cookie: DYNSRV=s1");
        assertThat(one.last("/").headers("Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "", "s1x"})
    void shouldGiveAnUnknownCookieANewServer(String value) throws Exception {
        Message response = get("/unknown", "Cookie: DYNSRV=" + value);
        assertThat(response.headers("Set-Cookie")).singleElement().asString().matches("DYNSRV=s[12]; path=/");
        assertThat(log.line("/unknown")).contains(" --II ");
    }

    @Test
    void shouldReplaceWhatTheServerSetsUnderItsName() throws IOException {
        one.answers("/set", Origin.ok("", "Set-Cookie: DYNSRV=mine", "Set-Cookie: other=1"));
        two.answers("/set", Origin.ok("", "Set-Cookie: DYNSRV=mine", "Set-Cookie: other=1"));
        assertThat(get("/set").headers("Set-Cookie"))
                .hasSize(2)
                .contains("other=1")
                .anyMatch(line -> line.matches("DYNSRV=s[12]; path=/"));
        assertThat(get("/set", "Cookie: DYNSRV=s1").headers("Set-Cookie")).containsExactly("other=1");
    }

    @Test
    void shouldMoveAClientWhoseServerRefusesConnections() throws Exception {
        one.close();
        Message response = get("/moved", "Cookie: DYNSRV=s1");
        assertThat(response.body()).isEqualTo("two");
        assertThat(response.headers("Set-Cookie")).containsExactly("DYNSRV=s2; path=/");
        assertThat(log.line("/moved")).contains(" site/two ", " --VI ");
    }

    @Test
    void shouldMoveAClientWhoseServerIsDownAndLetOthersReturn() throws Exception {
        fairlead.close();
        fairlead = start("check inter 300 rise 1 fall 1");
        one.close();
        log.line("Server site/one is DOWN");
        Message moved = get("/moved", "Cookie: DYNSRV=s1");
        assertThat(moved.body()).isEqualTo("two");
        assertThat(moved.headers("Set-Cookie")).containsExactly("DYNSRV=s2; path=/");
        assertThat(log.line("/moved")).contains(" --DI ");
        one = new Origin("one", one.port());
        log.line("Server site/one is UP");
        assertThat(get("/", "Cookie: DYNSRV=s1").body()).isEqualTo("one");
    }
}
