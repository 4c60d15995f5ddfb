package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and servers that others wrote: curl and wrk before, nginx behind. */
@TestInstance(Lifecycle.PER_CLASS)
class PeersIT {
    private static final int FILE_BYTES = 5_000_000;

    private static final String CONFIGURATION = """
        global
            nbthread 2
        defaults
            mode http
            balance roundrobin
            option splice-auto
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        listen site 127.0.0.1:%d
            server nginx 127.0.0.1:%d
        listen uploads 127.0.0.1:%d
            server origin 127.0.0.1:%d
        """;

    private final Path files;
    private final Origin origin = new Origin();
    private final int port = Launcher.freePort();
    private final int uploadPort = Launcher.freePort();
    private final int nginxPort = Launcher.freePort();
    private final Peer nginx;
    private final Launcher fairlead;

    PeersIT(@TempDir Path files) throws Exception {
        this.files = files;
        nginx = Peer.nginx(files, nginxPort);
        fairlead = Serving.at(port, CONFIGURATION.formatted(port, nginxPort, uploadPort, origin.port()));
    }

    @BeforeAll
    void writeFiles() throws Exception {
        Files.writeString(files.resolve("hello.txt"), "hello\n");
        Files.createDirectory(files.resolve("zipped"));
        Files.writeString(files.resolve("zipped/text.txt"), "many words and many more\n".repeat(10_000));
        try (OutputStream out = Files.newOutputStream(files.resolve("big"))) {
            Bulk.write(out, FILE_BYTES);
        }
    }

    @AfterAll
    void end() throws Exception {
        fairlead.close();
        nginx.close();
        origin.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private static String curl(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--max-time", "30"));
        command.addAll(List.of(words));
        return Tool.run(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http1.0"})
    void shouldServeCurl(String version, @TempDir Path directory) throws Exception {
        Path copy = directory.resolve("copy");
        assertThat(curl(version, "-o", copy.toString(), "-w", "%{http_code}", url("/big")))
                .isEqualTo("200");
        assertThat(Files.mismatch(copy, files.resolve("big"))).isEqualTo(-1);
    }

    @Test
    void shouldServeSeveralUrlsToCurlOnOneConnection() throws Exception {
        String url = url("/hello.txt");
        assertThat(curl("-w", "%{num_connects} ", url, url, url)).isEqualTo("hello\n1 hello\n0 hello\n0 ");
    }

    @Test
    void shouldPassRangesConditionsAndHeadsOn() throws Exception {
        assertThat(curl("-r", "1-3", "-w", " %{http_code}", url("/hello.txt"))).isEqualTo("ell 206");
        assertThat(curl("-I", url("/big"))).contains("200 OK", "Content-Length: " + FILE_BYTES);
        assertThat(curl("-H", "If-None-Match: *", "-w", "%{http_code}", url("/hello.txt")))
                .isEqualTo("304");
        assertThat(curl("-o", "/dev/null", "-w", "%{http_code}", url("/nothing")))
                .isEqualTo("404");
    }

    @Test
    void shouldPassACompressedChunkedResponseOn() throws Exception {
        String url = url("/zipped/text.txt");
        assertThat(curl("-i", "--compressed", url))
                .contains("Transfer-Encoding: chunked", "Content-Encoding: gzip")
                .endsWith("many words and many more\n".repeat(10_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Expect: 100-continue", "Expect:", "Transfer-Encoding: chunked"})
    void shouldPassCurlsUploads(String header) throws Exception {
        origin.onHead("/upload", (head, wire) -> {
            if (head.header("Expect") != null) {
                wire.send("HTTP/1.1 100 Continue\r\n\r\n");
            }
            Bulk.Comparison comparison = new Bulk.Comparison();
            if (head.header("Content-Length") == null) {
                wire.chunks(comparison);
            } else {
                Bulk.read(wire.input(), FILE_BYTES);
            }
            wire.send(Origin.ok("every byte"));
        });
        String file = files.resolve("big").toString();
        String url = "http://127.0.0.1:" + uploadPort + "/upload";
        assertThat(curl("-T", file, "-H", header, url)).isEqualTo("every byte");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hello.txt", "/big"})
    void shouldServeWrkWithoutAnError(String path) throws Exception {
        String report = Tool.run("wrk", "-t", "1", "-c", "32", "-d", "3s", url(path));
        assertThat(report).containsPattern("[1-9]\\d* requests in ").doesNotContain("Socket errors", "Non-2xx");
    }
}
