package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.fairlead.balance.Proxies;
import io.fairlead.balance.Server;
import io.fairlead.splice.SpliceCounters.Fallback;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private final Fixture fixture = new Fixture();

    @Test
    void shouldShowProxiesInDeclarationOrderWithoutTheDisabledOnes() {
        assertThat(fixture.statistics.read().proxies())
                .extracting(Snapshot.Proxy::name)
                .containsExactly(Fixture.HOSTILE, "app", "public");
    }

    @Test
    void shouldShowFrontendThenServersThenBackend() {
        Snapshot.Proxy listen = fixture.statistics.read().proxies().getFirst();
        assertThat(listen.rows())
                .extracting(Row::role)
                .containsExactly(Row.Role.FRONTEND, Row.Role.SERVER, Row.Role.BACKEND);
    }

    @Test
    void shouldReadAFrontendsFigures() {
        var counters = fixture.publicFrontend.counters();
        counters.opened();
        counters.opened();
        counters.closed();
        counters.sessions.add(2);
        counters.requests.add(7);
        counters.bytesIn.add(100);
        counters.bytesOut.add(5L << 32);
        counters.requestErrors.add(3);
        Row row = fixture.row("public", "Frontend");
        assertThat(row.status()).isEqualTo(Status.OPEN);
        assertThat(row.figures())
                .containsOnly(
                        entry(Column.SESSIONS_CURRENT, 1L),
                        entry(Column.SESSIONS_HIGHEST, 2L),
                        entry(Column.SESSIONS_LIMIT, 8000L),
                        entry(Column.SESSIONS_TOTAL, 2L),
                        entry(Column.REQUESTS, 7L),
                        entry(Column.BYTES_IN, 100L),
                        entry(Column.BYTES_OUT, 5L << 32),
                        entry(Column.DENIED_REQUESTS, 0L),
                        entry(Column.DENIED_RESPONSES, 0L),
                        entry(Column.REQUEST_ERRORS, 3L));
    }

    @Test
    void shouldTellAFullFrontendAndAStoppedOne() {
        assertThat(fixture.row(Fixture.HOSTILE, "Frontend").status()).isEqualTo(Status.FULL);
        fixture.statistics.stopping();
        assertThat(fixture.row(Fixture.HOSTILE, "Frontend").status()).isEqualTo(Status.STOP);
    }

    @Test
    void shouldReadAServersFigures() {
        Server server = fixture.appBackend.servers().getFirst();
        server.counters().retries.add(5);
        server.counters().redispatches.add(2);
        fixture.appBackend.checked(server, Proxies.PASSED, 1);
        fixture.appBackend.checked(server, Proxies.FAILED, 2);
        Row row = fixture.row("app", "s1");
        assertThat(row.status().text()).isEqualTo("UP 2/3 ↓");
        assertThat(row.figures())
                .contains(
                        entry(Column.SESSIONS_LIMIT, 50L),
                        entry(Column.RETRIES, 5L),
                        entry(Column.REDISPATCHES, 2L),
                        entry(Column.WEIGHT, 3L),
                        entry(Column.ACTIVE, 1L),
                        entry(Column.BACKUP, 0L),
                        entry(Column.FAILED_CHECKS, 1L),
                        entry(Column.DOWNS, 0L))
                .doesNotContainKeys(Column.REQUESTS, Column.REQUEST_ERRORS);
    }

    @Test
    void shouldShowNoCheckFiguresForAServerWithoutChecks() {
        Row row = fixture.row("app", "s2");
        assertThat(row.status()).isEqualTo(Status.UNCHECKED);
        assertThat(row.figures()).doesNotContainKeys(Column.FAILED_CHECKS, Column.DOWNS);
    }

    @Test
    void shouldSumUpTheServersThatAreUpInTheBackendsRow() {
        assertThat(fixture.row("app", "Backend").figures())
                .contains(entry(Column.WEIGHT, 7L), entry(Column.ACTIVE, 2L), entry(Column.SESSIONS_LIMIT, 400L));
        fixture.appBackend.checked(fixture.appBackend.servers().getFirst(), Proxies.FAILED, 1);
        assertThat(fixture.row("app", "Backend").status()).isEqualTo(Status.UP);
        assertThat(fixture.row("app", "Backend").figures())
                .contains(entry(Column.WEIGHT, 4L), entry(Column.ACTIVE, 1L));
    }

    @Test
    void shouldShowABackendDownWhenItsLastServerIs() {
        fixture.tcpBackend.checked(fixture.tcpBackend.servers().getFirst(), Proxies.FAILED, 1);
        assertThat(fixture.row(Fixture.HOSTILE, "Backend").status()).isEqualTo(Status.DOWN);
        assertThat(fixture.row(Fixture.HOSTILE, Fixture.HOSTILE).figures()).contains(entry(Column.DOWNS, 1L));
    }

    @Test
    void shouldCountTheSecondsSinceTheStart() {
        fixture.nowNs += 90_500_000_000L;
        assertThat(fixture.statistics.read().uptimeSeconds()).isEqualTo(90);
    }

    @Test
    void shouldTotalHttpRequestsAndTcpSessions() {
        fixture.publicFrontend.counters().sessions.add(2);
        fixture.publicFrontend.counters().requests.add(7);
        fixture.publicFrontend.counters().bytesIn.add(10);
        fixture.tcpFrontend.counters().sessions.add(3);
        fixture.tcpFrontend.counters().bytesIn.add(1);
        fixture.tcpFrontend.counters().bytesOut.add(20);
        fixture.splice.bytesCopied.add(5);
        fixture.splice.bytesSpliced.add(6);
        fixture.splice.pipesInUse.set(3);
        fixture.splice.pipesFree.set(4);
        assertThat(fixture.statistics.totals()).isEqualTo(new Totals(10, 0, 11, 20, 5, 6, 7));
    }

    @Test
    void shouldReadTheSpliceCounters() {
        fixture.splice.bytesSpliced.add(6);
        fixture.splice.fellBack(Fallback.NO_PIPE);
        Snapshot.Splicing splicing = fixture.statistics.read().splicing();
        assertThat(splicing.bytesSpliced()).isEqualTo(6);
        assertThat(splicing.fallbacks()).contains(entry(Fallback.NO_PIPE, 1L), entry(Fallback.NOT_SUPPORTED, 0L));
    }
}
