package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** {@code errorloc*} and {@code errorfile}: what stands in the place of Fairlead's own pages, and who decides. */
@TestInstance(Lifecycle.PER_CLASS)
class ErrorAnswersIT {
    private static final String CONFIGURATION = """
        global
            nbthread 1
            log 127.0.0.1:@log local0
        defaults
            mode http
            log global
            option httplog
            balance roundrobin
            retries 0
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        frontend site
            bind 127.0.0.1:@site
            errorloc 400 http://frontend/400
            errorloc 403 http://frontend/403
            errorloc 503 http://frontend/503
            errorfile 502 %s
            reqdeny /denied
            reqsetbe /dead dead
            reqsetbe /silent silent
            default_backend servers
        backend servers
            errorloc303 403 http://backend/403
            reqdeny /refused-behind
            server one 127.0.0.1:@origin
        frontend hasty
            bind 127.0.0.1:@hasty
            timeout client 300ms
            errorfile 408 /dev/null
        backend silent
            errorfile 503 /dev/null
            server gone 127.0.0.1:1
        backend dead
            errorloc302 503 http://backend/503
            server gone 127.0.0.1:1
        """;

    private static final String FILE = "HTTP/1.0 502 Sorry\r\nContent-Type: text/plain\r\n\r\nback soon\n";

    private final Stage stage;

    ErrorAnswersIT(@TempDir Path directory) throws IOException {
        Path page = Files.writeString(directory.resolve("502.http"), FILE);
        stage = new Stage("site", CONFIGURATION.formatted(page));
    }

    @AfterAll
    void end() throws IOException {
        stage.close();
    }

    private String answer(String path) throws IOException {
        return stage.answer("site", "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private static String redirect(String status, String url) {
        return "HTTP/1.0 " + status + "\r\nCache-Control: no-cache\r\nConnection: close\r\nLocation: " + url
                + "\r\n\r\n";
    }

    @Test
    void shouldRedirectAsTheFrontendSaysWhereNoBackendIsChosen() throws Exception {
        assertThat(answer("/denied")).isEqualTo(redirect("302 Found", "http://frontend/403"));
        assertThat(stage.line("/denied").field("status")).as("the original").isEqualTo("403");
        assertThat(stage.answer("site", "nonsense\r\n\r\n")).isEqualTo(redirect("302 Found", "http://frontend/400"));
    }

    @Test
    void shouldPreferWhatTheBackendSays() throws Exception {
        assertThat(answer("/refused-behind")).isEqualTo(redirect("303 See Other", "http://backend/403"));
        assertThat(answer("/dead")).isEqualTo(redirect("302 Found", "http://backend/503"));
        assertThat(stage.line("/dead").field("status")).isEqualTo("503");
        assertThat(stage.line("/dead").field("flags")).isEqualTo("SC--");
    }

    @Test
    void shouldAnswerWithAFileByteForByte() throws Exception {
        stage.origin.on("/broken", (_, wire) -> wire.close());
        assertThat(answer("/broken")).isEqualTo(FILE);
        HttpLine line = stage.line("/broken");
        assertThat(line.field("status")).isEqualTo("502");
        assertThat(line.field("bytes")).isEqualTo(Integer.toString(FILE.length()));
    }

    @Test
    void shouldCloseWithoutAnAnswerWhereTheFileIsEmpty() throws Exception {
        assertThat(answer("/silent")).isEmpty();
        assertThat(stage.line("/silent").field("status")).isEqualTo("503");
        assertThat(stage.answer("hasty", "")).as("a browser's preconnect").isEmpty();
        assertThat(stage.answer("hasty", "GET /ha")).isEmpty();
        assertThat(stage.log.line(" hasty hasty/")).contains(" 408 0 ");
    }

    @Test
    void shouldSendHeadNoBodyOfAFile() throws IOException {
        stage.origin.on("/broken-head", (_, wire) -> wire.close());
        assertThat(stage.answer("site", "HEAD /broken-head HTTP/1.1\r\nHost: a\r\n\r\n"))
                .isEqualTo(FILE.substring(0, FILE.indexOf("back")));
    }
}
