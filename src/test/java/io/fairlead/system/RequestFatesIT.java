package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** {@code reqtarpit}, {@code option forwardfor}, {@code forceclose}, {@code checkcache} and {@code appsession}. */
@TestInstance(Lifecycle.PER_CLASS)
class RequestFatesIT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
            log 127.0.0.1:@log local0
        defaults
            mode http
            log global
            option httplog
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        frontend tarpit
            bind 127.0.0.1:@tarpit
            reqitarpit ^X-Evil:
            default_backend slow
        backend slow
            timeout tarpit 300ms
            reqitarpit ^X-Worse:
            server one 127.0.0.1:@origin
        listen named 127.0.0.1:@named
            option forwardfor
            server one 127.0.0.1:@origin
        listen excepted 127.0.0.1:@excepted
            option forwardfor except 127.0.0.0/8
            server one 127.0.0.1:@origin
        listen considerate 127.0.0.1:@considerate
            option forwardfor header X-Client if-none
            server one 127.0.0.1:@origin
        frontend front
            bind 127.0.0.1:@front
            option forwardfor
            default_backend back
        backend back
            server one 127.0.0.1:@origin
        listen forced 127.0.0.1:@forced
            option forceclose
            server one 127.0.0.1:@origin
        listen checked 127.0.0.1:@checked
            option checkcache
            server one 127.0.0.1:@origin
        listen sessions 127.0.0.1:@sessions
            appsession JSESSIONID len 8 timeout 1s
            server one 127.0.0.1:@origin
            server two 127.0.0.1:@origin
            server three 127.0.0.1:@origin
        """;

    private final Stage stage = new Stage("sessions", CONFIGURATION);

    RequestFatesIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        stage.close();
    }

    private String seen(String name, String path, String... headers) throws IOException {
        try (Wire client = stage.client(name)) {
            client.get(path, headers).response();
        }
        return stage.origin.requests().getLast().head();
    }

    // ---- reqtarpit

    @Test
    void shouldHoldATarpittedClientAndThenRefuseIt() throws Exception {
        for (String header : new String[] {"X-Evil: 1", "X-Worse: 1"}) {
            String path = "/tarpit-" + header.charAt(2);
            String answer = stage.answer("tarpit", "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.0 500 Server Error\r\n");
            HttpLine line = stage.line(path);
            assertThat(line.field("flags")).isEqualTo("PT--");
            assertThat(line.field("status")).isEqualTo("500");
            assertThat(line.number("tw")).isBetween(290, 20_000);
            assertThat(line.field("tc")).isEqualTo("-1");
            assertThat(line.field("server")).isEqualTo("<NOSRV>");
            assertThat(stage.origin.requests(path)).isZero();
        }
    }

    @Test
    void shouldFlagAClientThatLeavesTheTarpit() throws Exception {
        try (Wire client = stage.client("tarpit")) {
            client.get("/left-tarpit", "X-Evil: 1");
        }
        HttpLine line = stage.line("/left-tarpit");
        assertThat(line.field("flags")).isEqualTo("CT--");
        assertThat(line.field("status")).isEqualTo("-1");
    }

    // ---- forwardfor

    @Test
    void shouldTellTheServerWhoTheClientIs() throws IOException {
        assertThat(seen("named", "/", "X-Forwarded-For: 10.0.0.1"))
                .endsWith("X-Forwarded-For: 10.0.0.1\nX-Forwarded-For: 127.0.0.1\n");
        assertThat(seen("front", "/")).as("asked for by a frontend").endsWith("\nX-Forwarded-For: 127.0.0.1\n");
    }

    @Test
    void shouldTellNothingOfExceptedClients() throws IOException {
        assertThat(seen("excepted", "/")).doesNotContain("X-Forwarded-For");
    }

    @Test
    void shouldRespectAHeaderThatIsThereWhereAsked() throws IOException {
        assertThat(seen("considerate", "/")).endsWith("\nX-Client: 127.0.0.1\n");
        assertThat(seen("considerate", "/", "x-client: me")).doesNotContain("127.0.0.1");
    }

    // ---- forceclose

    @Test
    void shouldEndTheServersConnectionAsSoonAsItAnswers() throws IOException {
        stage.origin.on("/forced", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\n\r\nbefore");
            wire.send(wire.ended() ? " and after the end" : " and no end");
            wire.close();
        });
        try (Wire client = stage.client("forced")) {
            assertThat(client.get("/forced").response().body()).isEqualTo("before and after the end");
        }
        assertThat(stage.origin.requests().getLast().header("Connection")).isEqualTo("close");
    }

    // ---- checkcache

    @Test
    void shouldBlockCookiesThatCachesWouldKeep() throws Exception {
        stage.origin.answers("/cacheable", Origin.ok("secret", "Set-Cookie: a=1"));
        stage.origin.answers("/private", Origin.ok("fine", "Set-Cookie: a=1", "Cache-Control: private"));
        assertThat(stage.answer("checked", "GET /cacheable HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.0 502 Bad Gateway\r\n")
                .doesNotContain("secret");
        assertThat(stage.line("/cacheable").field("flags")).isEqualTo("PH--");
        assertThat(stage.log.line("Blocking cacheable cookie"))
                .startsWith("<129>") // local0.alert
                .contains("from instance checked, server one.");
        try (Wire client = stage.client("checked")) {
            assertThat(client.get("/private").response().body()).isEqualTo("fine");
        }
    }

    // ---- appsession

    private String serverOf(String path, String... headers) throws Exception {
        try (Wire client = stage.client("sessions")) {
            client.get(path, headers).response();
        }
        return HttpLine.of(stage.log, path + " HTTP/1.1").field("server");
    }

    @Test
    void shouldLeadASessionToTheServerThatBeganIt() throws Exception {
        stage.origin.answers("/login", Origin.ok("", "Set-Cookie: JSESSIONID=0123456789; path=/"));
        String home = serverOf("/login");
        for (int i = 0; i < 4; i++) {
            assertThat(serverOf("/by-cookie" + i, "Cookie: JSESSIONID=0123456789"))
                    .isEqualTo(home);
            assertThat(serverOf("/by-url" + i + ";jsessionid=01234567")).isEqualTo(home);
        }
    }

    @Test
    void shouldNotTakeOtherNamesOrOtherSessionsForIt() throws Exception {
        stage.origin.answers("/other-login", Origin.ok("", "Set-Cookie: JSESSIONID=abcdefgh"));
        String home = serverOf("/other-login");
        boolean elsewhere = false;
        for (int i = 0; i < 3; i++) {
            elsewhere |= !serverOf("/prefix" + i, "Cookie: JSESS=abcdefgh").equals(home);
        }
        assertThat(elsewhere).isTrue();
        elsewhere = false;
        for (int i = 0; i < 3; i++) {
            elsewhere |= !serverOf("/short" + i, "Cookie: JSESSIONID=abcdefg").equals(home);
        }
        assertThat(elsewhere).isTrue();
    }
}
