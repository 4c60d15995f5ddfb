package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** {@code req*} and {@code rsp*}: what they do to heads, to requests and to answers, in a frontend and in a backend. */
@TestInstance(Lifecycle.PER_CLASS)
class RulesIT {
    private static final String CONFIGURATION = """
        global
            nbthread 1
            log 127.0.0.1:@log local0
        defaults
            mode http
            log global
            option httplog
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        frontend site
            bind 127.0.0.1:@site
            reqirep ^X-Twice:\\ (.*) X-Twice:\\ \\1\\ \\1
            reqirep ^X-Twice:\\ b\\ b X-Seen:\\ by\\ the\\ next\\ rule
            reqidel ^X-Secret:
            reqallow ^GET\\ /denied-but-allowed
            reqdeny /denied
            reqsetbe ^GET\\ /switched other
            reqadd X-Frontend:\\ yes
            rspirep ^X-Twice:\\ (.*) X-Twice:\\ \\1\\ by\\ the\\ frontend
            rspidel ^X-Front:
            rspadd X-Added:\\ by\\ the\\ frontend
            default_backend servers
        backend servers
            reqrep ^GET\\ /old(.*) GET\\ /new\\1
            reqideny ^X-Evil:
            reqadd X-Backend:\\ yes
            rspideny ^X-Leak:
            rspirep ^X-Twice:\\ (.*) X-Twice:\\ \\1\\ by\\ the\\ backend
            rspidel ^Server:
            rspadd X-Added:\\ by\\ the\\ backend
            server one 127.0.0.1:@origin
        backend other
            reqadd X-Other:\\ yes
            server one 127.0.0.1:@origin
        """;

    private final Stage stage = new Stage("site", CONFIGURATION);

    RulesIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        stage.close();
    }

    private String requestFor(String path, String... headers) throws IOException {
        try (Wire client = stage.client("site")) {
            client.get(path, headers).response();
        }
        return stage.origin.requests().getLast().head();
    }

    @Test
    void shouldApplyTheFrontendsRulesThenTheBackends() throws IOException {
        assertThat(requestFor("/old/path", "X-Twice: a", "X-Secret: s", "X-Secrets: kept"))
                .isEqualTo("""
                        GET /new/path HTTP/1.1
                        Host: fairlead.test
                        X-Twice: a a
                        X-Secrets: kept
                        X-Frontend: yes
                        X-Backend: yes
                        """);
    }

    @Test
    void shouldShowALineAsARuleLeftItToTheRulesThatFollow() throws IOException {
        assertThat(requestFor("/", "X-Twice: b")).contains("\nX-Seen: by the next rule\n");
    }

    @Test
    void shouldLogTheRequestAsItWasReceived() throws Exception {
        requestFor("/old/logged");
        assertThat(stage.line("/old/logged").field("request")).isEqualTo("GET /old/logged HTTP/1.1");
    }

    @Test
    void shouldSwitchToTheBackendThatARuleNames() throws Exception {
        assertThat(requestFor("/switched")).contains("\nX-Other: yes\n").doesNotContain("X-Backend");
        assertThat(stage.line("/switched").field("backend")).isEqualTo("other");
    }

    @Test
    void shouldDenyInTheFrontend() throws Exception {
        int before = stage.origin.requests().size();
        assertThat(stage.answer("site", "GET /denied HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.0 403 Forbidden\r\n");
        assertThat(stage.origin.requests()).hasSize(before);
        HttpLine line = stage.line("/denied");
        assertThat(line.field("flags")).isEqualTo("PR--");
        assertThat(line.field("status")).isEqualTo("403");
        assertThat(line.field("backend") + "/" + line.field("server")).isEqualTo("site/<NOSRV>");
        assertThat(line.field("tw")).isEqualTo("-1");
    }

    @Test
    void shouldDenyInTheBackend() throws Exception {
        assertThat(stage.answer("site", "GET /evil HTTP/1.1\r\nHost: a\r\nX-Evil: 1\r\n\r\n"))
                .startsWith("HTTP/1.0 403 Forbidden\r\n");
        assertThat(stage.line("/evil").field("backend")).isEqualTo("servers");
    }

    @Test
    void shouldNotDenyWhatAnEarlierRuleAllows() throws IOException {
        assertThat(requestFor("/denied-but-allowed")).startsWith("GET /denied-but-allowed HTTP/1.1\n");
    }

    @Test
    void shouldApplyTheBackendsResponseRulesThenTheFrontends() throws IOException {
        stage.origin.answers("/answer", Origin.ok("ok", "X-Twice: a", "X-Front: x", "Server: nginx", "X-Kept: k"));
        try (Wire client = stage.client("site")) {
            assertThat(client.get("/answer").response().head()).isEqualTo("""
                    HTTP/1.1 200 OK
                    Content-Length: 2
                    X-Twice: a by the backend by the frontend
                    X-Kept: k
                    X-Added: by the backend
                    X-Added: by the frontend
                    """);
        }
    }

    @Test
    void shouldDenyAResponse() throws Exception {
        stage.origin.answers("/leak", Origin.ok("secret", "X-Leak: 1"));
        assertThat(stage.answer("site", "GET /leak HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.0 502 Bad Gateway\r\n")
                .doesNotContain("secret");
        HttpLine line = stage.line("/leak");
        assertThat(line.field("flags")).isEqualTo("PH--");
        assertThat(line.field("status")).isEqualTo("502");
        assertThat(line.field("server")).isEqualTo("one");
    }

    @Test
    void shouldApplyRulesToEachRequestOfAConnection() throws IOException {
        try (Wire client = stage.client("site")) {
            for (int i = 0; i < 3; i++) {
                client.get("/old" + i, "X-Secret: s").response();
                assertThat(stage.origin.requests().getLast().head())
                        .startsWith("GET /new" + i + " HTTP/1.1\n")
                        .doesNotContain("X-Secret");
            }
        }
    }

    @Test
    void shouldPassTheBodyOfARequestThatRulesMadeLonger() throws IOException {
        stage.origin.on("/body", (request, wire) -> wire.send(Origin.ok(request.body())));
        try (Wire client = stage.client("site")) {
            client.request("POST", "/body", "Content-Length: 5", "X-Twice: " + "x".repeat(400))
                    .send("hello");
            assertThat(client.response().body()).isEqualTo("hello");
        }
    }
}
