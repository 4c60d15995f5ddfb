package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same configuration and the same bytes to Fairlead and to HAProxy: clients and servers must see the same. */
@TestInstance(Lifecycle.PER_CLASS)
class OracleIT {
    private static final String CONFIGURATION = """
        global
            maxconn 100
        defaults
            mode http
            balance roundrobin
            retries 0
            timeout client 20s
            timeout server 500ms
            timeout connect 500ms
        frontend site
            bind 127.0.0.1:%d
            default_backend servers
        backend servers
            cookie SRV insert indirect
            server one 127.0.0.1:%d cookie s1
        """;

    private final Origin origin = new Origin();
    private final int port = Launcher.freePort();
    private final int haproxyPort = Launcher.freePort();
    private final Launcher fairlead = Serving.at(port, CONFIGURATION.formatted(port, origin.port()));
    private final Peer haproxy;

    OracleIT(@TempDir Path directory) throws Exception {
        haproxy = Peer.haproxy(directory, CONFIGURATION.formatted(haproxyPort, origin.port()), haproxyPort);
        origin.on("/echo", (request, wire) -> wire.send(Origin.ok(request.body())));
        origin.answers(
                "/chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n");
        origin.answers("/304", "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n");
        origin.answers("/204", "HTTP/1.1 204 No Content\r\n\r\n");
        origin.answers("/404", "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nX-A: 1\r\nX-A: 2\r\n\r\ngone");
        origin.answers("/hints", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Origin.ok("hinted"));
        origin.answers("/cookie", Origin.ok("", "Set-Cookie: SRV=theirs", "Set-Cookie: other=1"));
        origin.answers("/garbage", "garbage\r\n\r\n");
        origin.answers("/two-lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
        origin.on("/mute", (_, wire) -> wire.rest());
        origin.on(
                "/until-close",
                (_, wire) -> wire.send("HTTP/1.1 200 OK\r\n\r\nall there is").close());
    }

    @AfterAll
    void end() throws IOException {
        haproxy.close();
        fairlead.close();
        origin.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /echo HTTP/1.1\r\nHost: a\r\nX-Odd:  spaces \r\n\r\n",
                "GET /echo HTTP/1.1\r\nHost: a\r\nCookie: a=1; SRV=s1; b=2\r\n\r\n",
                "GET /echo HTTP/1.1\r\nHost: a\r\nCookie: SRV=s9\r\n\r\n",
                "GET /echo HTTP/1.0\r\n\r\n",
                "GET /chunked HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /204 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /304 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /404 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /hints HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /cookie HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /cookie HTTP/1.1\r\nHost: a\r\nCookie: SRV=s1\r\n\r\n",
                "GET /until-close HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /echo HTTP/1.1\r\nHost: a\r\n\r\nGET /404 HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET /404 HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                "POST /echo HTTP/1.1\r\n"
                        + "Host: a\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "5;x=y\r\n"
                        + "hello\r\n"
                        + "0\r\n"
                        + "X-T: 1\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\nhello",
                "GET /echo HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET /echo HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
                "GET /echo\r\n\r\n",
                "GET /garbage HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /two-lengths HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /mute HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void shouldTellClientsAndServersWhatHaproxyTellsThem(String bytes) throws IOException {
        List<String> expected = exchange(haproxyPort, bytes);
        assertThat(expected).isNotEmpty();
        assertThat(exchange(port, bytes)).isEqualTo(expected);
    }

    /** What the server and then the client saw. */
    private List<String> exchange(int proxyPort, String bytes) throws IOException {
        int before = origin.requests().size();
        List<String> seen = new ArrayList<>();
        try (Wire client = Wire.to(proxyPort)) {
            client.send(bytes);
            int awaited = bytes.split(" /", -1).length - 1;
            while (awaited > 0 && !client.ended()) {
                Message response = client.response();
                seen.add(describe(response));
                awaited -= response.status() < 200 ? 0 : 1; // interim ones come before it
            }
        }
        origin.requests().stream().skip(before).map(OracleIT::describe).forEach(seen::add);
        return seen;
    }

    /** Without what the two may say in their own words: versions and persistence, and the pages' sentences. */
    private static String describe(Message message) {
        String start = message.startLine().replaceFirst("^HTTP/1\\.[01] (\\d+).*", "$1");
        if (message.body().startsWith("<html><body><h1>")) {
            return start + "\n" + message.body().lines().findFirst().orElse("");
        }
        String headers = lines(message.head().substring(message.head().indexOf('\n') + 1));
        return start + "\n" + headers + "\n" + message.body() + "\n" + lines(message.trailers());
    }

    /** Names of header lines in lower case, values without blanks around them, in the order of names. */
    private static String lines(String headers) {
        return headers.lines()
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT) + ": "
                        + line.substring(line.indexOf(':') + 1).strip())
                .filter(line -> !line.startsWith("connection: "))
                .sorted()
                .collect(Collectors.joining("\n"));
    }
}
