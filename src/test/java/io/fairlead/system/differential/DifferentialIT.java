package io.fairlead.system.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.system.Launcher;
import io.fairlead.system.Peer;
import io.fairlead.system.Serving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same configuration, servers and client bytes with Fairlead and with HAProxy. Clients and servers must see the
 * same, and the logs say the same, but for the differences that accepted.md explains; and those must be there.
 */
@TestInstance(Lifecycle.PER_CLASS)
class DifferentialIT {
    private static final Path DIRECTORY = Path.of("src/test/resources/differential");
    private static final Path REPORTS = Path.of("target");
    private static final int FAIRLEAD_NETWORK = 16;
    private static final int HAPROXY_NETWORK = 48;

    private final List<Exchange> exchanges = ExchangeFile.readAll(DIRECTORY);
    private final Accepted accepted = new Accepted(DIRECTORY.resolve("accepted.md"));
    private final int port = Launcher.freePort();
    private final int fairleadReady = Launcher.freePort();
    private final int haproxyReady = Launcher.freePort();
    private final Path files = DIRECTORY.resolve("files").toAbsolutePath();
    private final Proxy fairlead = new Proxy(exchanges, FAIRLEAD_NETWORK, port, fairleadReady, files);
    private final Proxy haproxy = new Proxy(exchanges, HAPROXY_NETWORK, port, haproxyReady, files);
    private final Comparison comparison = new Comparison(exchanges, fairlead, haproxy, accepted);

    DifferentialIT() throws IOException {}

    @BeforeAll
    void compare(@TempDir Path directory) throws Exception {
        Files.createDirectories(REPORTS);
        Files.writeString(REPORTS.resolve("differential-fairlead.cfg"), fairlead.configuration());
        Files.writeString(REPORTS.resolve("differential-haproxy.cfg"), haproxy.configuration());
        try (Launcher _ = Serving.at(fairleadReady, fairlead.configuration());
                Peer _ = Peer.haproxy(directory, haproxy.configuration(), haproxyReady)) {
            comparison.run();
        }
        comparison.report(REPORTS.resolve("differential.txt"));
    }

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        haproxy.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldDifferOnlyWhereThatIsExplained() {
        return exchanges.stream()
                .map(exchange -> DynamicTest.dynamicTest(exchange.fullName(), () -> {
                    assertThat(comparison.differences(exchange))
                            .as(comparison.describe(exchange))
                            .containsExactlyElementsOf(accepted.of(exchange.fullName()));
                }));
    }

    @Test
    void shouldExplainOnlyExchangesThatThereAre() {
        assertThat(exchanges)
                .extracting(Exchange::fullName)
                .doesNotHaveDuplicates()
                .containsAll(accepted.names());
    }
}
