package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
    private Origin origin;

    @BeforeEach
    void start() throws IOException {
        origin = new Origin("one");
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    void shouldTellWhoAnswers() throws Exception {
        assertThat(new String(body("GET", "/login.php?a=1"), UTF_8)).isEqualTo("This is one with /login.php?a=1\n");
    }

    @ParameterizedTest
    @CsvSource({"/0, 0", "/img/7, 7", "/img/64k, 65536", "/3m, 3145728"})
    void shouldSendAnObjectOfTheSizeThatItsPathSays(String path, int bytes) throws Exception {
        byte[] body = body("GET", path);
        assertThat(body).hasSize(bytes);
        String checksum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        assertThat(new String(body("GET", path + ".sha256"), UTF_8).strip()).isEqualTo(checksum);
    }

    @Test
    void shouldAnswerHeadWithTheLengthAlone() throws Exception {
        HttpURLConnection connection = open("HEAD", "/img/1g");
        assertThat(connection.getContentLengthLong()).isEqualTo(1L << 30);
        assertThat(connection.getInputStream().readAllBytes()).isEmpty();
    }

    @Test
    void shouldHaveNoObjectBeyondItsLargest() throws Exception {
        assertThat(open("GET", "/img/17g").getResponseCode()).isEqualTo(404);
    }

    private byte[] body(String method, String path) throws Exception {
        try (InputStream body = open(method, path).getInputStream()) {
            return body.readAllBytes();
        }
    }

    private HttpURLConnection open(String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + origin.port() + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(method);
        return connection;
    }
}
