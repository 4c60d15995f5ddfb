package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** {@code capture}: what of heads is copied into the log. */
@TestInstance(Lifecycle.PER_CLASS)
class CapturesIT {
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
            capture request header X-One len 5
            capture request header X-Two len 20
            capture response header X-Res len 12
            capture cookie SID len 12
            reqidel ^X-One:
            default_backend servers
        backend servers
            capture request header Host len 20
            server one 127.0.0.1:@origin
        """;

    private final Stage stage = new Stage("site", CONFIGURATION);

    CapturesIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        stage.close();
    }

    private HttpLine lineOf(String path, String... headers) throws Exception {
        try (Wire client = stage.client("site")) {
            client.get(path, headers).response();
        }
        return stage.line(path);
    }

    @Test
    void shouldCopyHeadersAndCookiesCutAtTheirLengths() throws Exception {
        stage.origin.answers("/all", Origin.ok("", "X-Res: a{b}c|d", "Set-Cookie: SID=resp-123456; path=/"));
        HttpLine line = lineOf("/all", "x-one: 1234567", "X-Two: \"#\u00e9 x", "Cookie: a=1; SID=abcdefghijk; b=2");
        assertThat(line.field("headers")).isEqualTo(" {12345|#22#23#E9 x} {a#7Bb#7Dc#7Cd}");
        assertThat(line.field("requestCookie")).isEqualTo("SID=abcdefgh");
        assertThat(line.field("responseCookie")).isEqualTo("SID=resp-123");
    }

    @Test
    void shouldLeavePlacesEmptyWhereThereIsNothing() throws Exception {
        HttpLine line = lineOf("/none");
        assertThat(line.field("headers")).isEqualTo(" {|} {}");
        assertThat(line.field("requestCookie")).isEqualTo("-");
        assertThat(line.field("responseCookie")).isEqualTo("-");
    }

    @Test
    void shouldCopyTheLastHeaderAndTheFirstCookieThatBeginsSo() throws Exception {
        HttpLine line = lineOf("/several", "X-Two: first", "X-Two: second", "Cookie: SIDX=1; SID=2");
        assertThat(line.field("headers")).isEqualTo(" {|second} {}");
        assertThat(line.field("requestCookie")).isEqualTo("SIDX=1");
    }

    @Test
    void shouldForgetTheRequestBefore() throws Exception {
        try (Wire client = stage.client("site")) {
            client.get("/first", "X-Two: here").response();
            client.get("/second").response();
        }
        assertThat(stage.line("/first").field("headers")).isEqualTo(" {|here} {}");
        assertThat(stage.line("/second").field("headers")).isEqualTo(" {|} {}");
    }
}
