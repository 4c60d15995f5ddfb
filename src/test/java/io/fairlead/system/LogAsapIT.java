package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** {@code option logasap}: lines that do not wait for the end. */
@TestInstance(Lifecycle.PER_CLASS)
class LogAsapIT {
    private static final String CONFIGURATION = """
        global
            nbthread 1
            log 127.0.0.1:@log local0
        defaults
            log global
            option logasap
            balance roundrobin
            retries 0
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        listen site 127.0.0.1:@site
            mode http
            option httplog
            server one 127.0.0.1:@origin
        listen relay 127.0.0.1:@relay
            mode tcp
            option tcplog
            server one 127.0.0.1:@origin
        """;

    private final Stage stage = new Stage("relay", CONFIGURATION);

    LogAsapIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        stage.close();
    }

    @Test
    void shouldLogARequestWhenItsAnswerBegins() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
        stage.origin.on("/begun", (_, wire) -> wire.send(head + "abc").rest());
        try (Wire client = stage.client("site")) {
            client.get("/begun").responseHead();
            HttpLine line = stage.line("/begun"); // while the answer is under way
            assertThat(line.field("tt")).startsWith("+");
            assertThat(line.field("bytes")).isEqualTo("+" + head.length());
            assertThat(line.field("flags")).isEqualTo("----");
            assertThat(line.field("load")).as("it still counts").isEqualTo("1/1/1/1");
        }
    }

    @Test
    void shouldWriteOneLineForARequest() throws Exception {
        try (Wire client = stage.client("site")) {
            client.get("/once").response();
            client.get("/next").response();
        }
        stage.line("/next");
        assertThat(stage.log.lines()).filteredOn(line -> line.contains("/once")).hasSize(1);
    }

    @Test
    void shouldLogASessionWhenItsServerIsReached() throws Exception {
        try (Wire client = stage.client("relay")) {
            String line = stage.log.line("127.0.0.1:" + client.localPort() + " ["); // before the client says a word
            assertThat(line).matches("(?s).* relay relay/one \\d+/\\d+/\\+\\d+ \\+0 -- 1/1/1/1 0/0\n");
        }
    }
}
