package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The statistics page in Chromium: what its script makes of it, and that nothing in it is refused. */
@TestInstance(Lifecycle.PER_CLASS)
class StatsPageIT {
    private static final String CONFIGURATION = """
        global
            maxconn 200
        defaults
            mode http
            timeout client 20s
            timeout server 20s
            timeout connect 5s
            retries 0
        frontend site
            bind 127.0.0.1:%d
            default_backend servers
        backend servers
            balance roundrobin
            server idle 127.0.0.1:%d backup
            server busy 127.0.0.1:%d
            server dead 127.0.0.1:%d disabled
        listen figures
            bind 127.0.0.1:%d
            balance roundrobin
            stats uri /stats
            stats refresh 2s
        """;

    private final Origin origin = new Origin();
    private final int port = Launcher.freePort();
    private final int figuresPort = Launcher.freePort();
    private final Launcher fairlead = Serving.at(
            port, CONFIGURATION.formatted(port, origin.port(), origin.port(), Launcher.freePort(), figuresPort));

    @TempDir
    private Path profile;

    StatsPageIT() throws IOException {
        origin.answers("/", Origin.ok("x".repeat(10_000)));
    }

    @BeforeAll
    void fetch() throws IOException {
        try (Wire client = Wire.to(port)) {
            client.get("/").response();
        }
    }

    @AfterAll
    void close() throws IOException {
        fairlead.close();
        origin.close();
    }

    /** The document as Chromium has it after a while, with what it wrote on its console before it. */
    private String show(String suffix) throws Exception {
        return Tool.run(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--enable-logging=stderr",
                "--user-data-dir=" + profile,
                "--virtual-time-budget=5000",
                "--dump-dom",
                "http://127.0.0.1:" + figuresPort + "/stats" + suffix);
    }

    /** The names of what is shown, in the order in which it is shown. */
    private static String shown(String document) {
        String proxies = document.replaceAll("(?s)<section class=\"proxy\"[^>]* hidden=.*?</section>", "");
        return Pattern.compile("<tr class=\"[^\"]*\" data-key=\"([^\"]*)\" data-state=\"[^\"]*\">")
                .matcher(proxies)
                .results()
                .map(row -> row.group(1))
                .reduce("", (all, name) -> all + " " + name)
                .strip();
    }

    @Test
    void shouldShowEverythingAndReplaceItInPlace() throws Exception {
        String document = show("");
        assertThat(document).doesNotContain("CONSOLE");
        assertThat(shown(document)).isEqualTo("FRONTEND idle busy dead BACKEND FRONTEND BACKEND");
        assertThat(document).contains("<span id=\"said\" role=\"status\" class=\"\">updated ");
    }

    @Test
    void shouldSortServersAndProxies() throws Exception {
        String document = show(";norefresh#sort=bout");
        assertThat(document).doesNotContain("CONSOLE").contains("aria-sort=\"descending\"");
        assertThat(shown(document)).endsWith("busy idle dead BACKEND").startsWith("FRONTEND BACKEND");
        assertThat(shown(show(";norefresh#sort=name&order=up")))
                .isEqualTo("FRONTEND BACKEND busy dead idle BACKEND FRONTEND");
    }

    @Test
    void shouldFindWhatIsLookedFor() throws Exception {
        assertThat(shown(show(";norefresh#find=BUS"))).isEqualTo("busy");
        assertThat(shown(show(";norefresh#trouble=1"))).isEqualTo("dead");
    }

    @Test
    void shouldBeCompleteWithoutTheScript() throws Exception {
        String document = Tool.run("curl", "-s", "http://127.0.0.1:" + figuresPort + "/stats");
        assertThat(document)
                .contains("<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>")
                .contains("<div id=\"tools\" hidden></div>");
        assertThat(shown(document)).isEqualTo("FRONTEND idle busy dead BACKEND FRONTEND BACKEND");
    }
}
