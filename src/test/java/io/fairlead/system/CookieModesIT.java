package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cookie} in all its modes: what the server sees, what the client is told, and the log's two letters. */
@TestInstance(Lifecycle.PER_CLASS)
class CookieModesIT {
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
        listen passive 127.0.0.1:@passive
            cookie S
            server one 127.0.0.1:@origin cookie s1
        listen indirect 127.0.0.1:@indirect
            cookie S indirect
            server one 127.0.0.1:@origin cookie s1
        listen rewrite 127.0.0.1:@rewrite
            cookie S rewrite
            server one 127.0.0.1:@origin cookie s1
        listen insert 127.0.0.1:@insert
            cookie S insert
            server one 127.0.0.1:@origin cookie s1
        listen hidden 127.0.0.1:@hidden
            cookie S insert indirect nocache
            server one 127.0.0.1:@origin cookie s1
        listen posted 127.0.0.1:@posted
            cookie S insert postonly
            server one 127.0.0.1:@origin cookie s1
        listen prefix 127.0.0.1:@prefix
            cookie S prefix
            server one 127.0.0.1:@origin cookie s1
        listen nameless 127.0.0.1:@nameless
            cookie S insert
            server one 127.0.0.1:@origin
        listen unprefixed 127.0.0.1:@unprefixed
            cookie S prefix
            server one 127.0.0.1:@origin
        listen down 127.0.0.1:@down
            cookie S insert
            server one 127.0.0.1:@origin cookie s1
            server gone 127.0.0.1:1 cookie s2 check inter 20 fall 1
        listen persist 127.0.0.1:@persist
            option persist
            retries 0
            cookie S insert
            server one 127.0.0.1:@origin cookie s1
            server gone 127.0.0.1:1 cookie s2 check inter 20 fall 1
        """;

    private final Stage stage = new Stage("persist", CONFIGURATION);
    private int requests;

    CookieModesIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        stage.close();
    }

    /** {@code -} stands for no header. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "passive    | GET  | -           | -         | -      | -                                   | --",
                "passive    | GET  | S=s1        | S=x; p=/  | S=s1   | S=x; p=/                            | --",
                "indirect   | GET  | -           | S=x       | -      | S=x                                 | NP",
                "indirect   | GET  | S=s1        | S=x       | S=s1   | -                                   | VD",
                "indirect   | GET  | S=s1        | -         | S=s1   | -                                   | VN",
                "rewrite    | GET  | -           | -         | -      | -                                   | NN",
                "rewrite    | GET  | -           | S=x; p=/  | -      | S=s1; p=/                           | NR",
                "rewrite    | GET  | S=s1        | S=x       | S=s1   | S=s1                                | VR",
                "insert     | GET  | -           | -         | -      | S=s1; path=/                        | NI",
                "insert     | GET  | -           | S=x       | -      | S=s1; path=/                        | NR",
                "insert     | GET  | S=s1        | -         | S=s1   | -                                   | VN",
                "insert     | GET  | S=s1        | S=x       | S=s1   | -                                   | VD",
                "insert     | GET  | S=s9        | -         | S=s9   | S=s1; path=/                        | II",
                "insert     | GET  | S=          | -         | S=     | S=s1; path=/                        | II",
                "hidden     | GET  | a=1; S=s1   | -         | a=1    | -                                   | VN",
                "hidden     | GET  | S=s1        | -         | -      | -                                   | VN",
                "hidden     | GET  | s=s1        | -         | s=s1   | S=s1; path=/                        | NI",
                "posted     | GET  | -           | -         | -      | -                                   | NN",
                "posted     | POST | -           | -         | -      | S=s1; path=/                        | NI",
                "prefix     | GET  | S=s1~abc    | -         | S=abc  | -                                   | VN",
                "prefix     | GET  | S=s9~abc    | -         | S=abc  | -                                   | IN",
                "prefix     | GET  | -           | S=new; q  | -      | S=s1~new; q                         | NR",
                "nameless   | GET  | -           | -         | -      | S=; Expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/ | NI",
                "unprefixed | GET  | S=abc       | S=x       | S=abc  | S=x                                 | IP",
            })
    void shouldHandleCookiesAsTheModeSays(
            String mode, String method, String sent, String set, String seen, String told, String letters)
            throws Exception {
        String path = "/" + mode + ++requests;
        String[] headers = set.equals("-") ? new String[0] : new String[] {"Set-Cookie: " + set};
        stage.origin.answers(path, Origin.ok("ok", headers));
        try (Wire client = stage.client(mode)) {
            String[] cookie = sent.equals("-") ? new String[0] : new String[] {"Cookie: " + sent};
            Message response = client.request(method, path, cookie).response();
            assertThat(response.header("Set-Cookie")).isEqualTo(told.equals("-") ? null : told);
            boolean inserted = mode.equals("hidden") && !told.equals("-");
            assertThat(response.header("Cache-control")).isEqualTo(inserted ? "private" : null);
        }
        assertThat(stage.origin.requests().getLast().header("Cookie")).isEqualTo(seen.equals("-") ? null : seen);
        assertThat(stage.line(path).field("flags")).isEqualTo("--" + letters);
    }

    @ParameterizedTest
    @CsvSource({"down, one, --DI, 200", "persist, gone, SCV-, 503"})
    void shouldUseAServerThatIsDownOnlyWhereAsked(String site, String server, String flags, int status)
            throws Exception {
        stage.log.line("Server " + site + "/gone is DOWN");
        String path = "/towards-" + site;
        try (Wire client = stage.client(site)) {
            assertThat(client.get(path, "Cookie: S=s2").response().status()).isEqualTo(status);
        }
        HttpLine line = stage.line(path);
        assertThat(line.field("server")).isEqualTo(server);
        assertThat(line.field("flags").replace("N", "-")).isEqualTo(flags);
    }
}
