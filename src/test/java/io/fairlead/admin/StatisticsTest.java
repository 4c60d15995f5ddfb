package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.fairlead.balance.AdminState;
import io.fairlead.balance.Server;
import io.fairlead.session.Frontend;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private final Fixture fixture = new Fixture();

    @Test
    void shouldShowProxiesInDeclarationOrderWithoutTheDisabledOnes() {
        assertThat(fixture.statistics.read(_ -> true).proxies())
                .extracting(Snapshot.Proxy::name)
                .containsExactly(Fixture.HOSTILE, "app", "public");
    }

    @Test
    void shouldShowFrontendThenServersThenBackend() {
        Snapshot.Proxy listen = fixture.statistics.read(_ -> true).proxies().getFirst();
        assertThat(listen.rows())
                .extracting(Row::role)
                .containsExactly(Row.Role.FRONTEND, Row.Role.SERVER, Row.Role.BACKEND);
    }

    @Test
    void shouldShowOnlyWhatIsAskedFor() {
        assertThat(fixture.statistics.read("app"::equals).proxies())
                .extracting(Snapshot.Proxy::name)
                .containsExactly("app");
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
        Row row = fixture.row("public", "FRONTEND");
        assertThat(told(row))
                .isEqualTo(
                        "pxname=public svname=FRONTEND scur=1 smax=2 slim=8000 stot=2 bin=100 bout=21474836480 dreq=0"
                                + " dresp=0 ereq=3 status=OPEN pid=1 iid=3 sid=0 type=0 rate=0 rate_max=0 hrsp_1xx=0"
                                + " hrsp_2xx=0 hrsp_3xx=0 hrsp_4xx=0 hrsp_5xx=0 hrsp_other=0 req_rate=0 req_rate_max=0"
                                + " req_tot=7 mode=http conn_rate=0 conn_rate_max=0 conn_tot=2 intercepted=0 wrew=0"
                                + " eint=0");
    }

    @Test
    void shouldFillTheColumnsOfEachKindOfRow() {
        assertThat(columns(fixture.row("public", "FRONTEND")))
                .isEqualTo("pxname svname scur smax slim stot bin bout dreq dresp ereq status pid iid sid type rate"
                        + " rate_max hrsp_1xx hrsp_2xx hrsp_3xx hrsp_4xx hrsp_5xx hrsp_other req_rate req_rate_max"
                        + " req_tot mode conn_rate conn_rate_max conn_tot intercepted wrew eint");
        assertThat(columns(fixture.row("app", "s2")))
                .isEqualTo("pxname svname qcur qmax scur smax slim stot bin bout dresp econ eresp wretr wredis status"
                        + " weight act bck lastchg downtime pid iid sid lbtot type rate rate_max hrsp_1xx hrsp_2xx"
                        + " hrsp_3xx hrsp_4xx hrsp_5xx hrsp_other req_tot cli_abrt srv_abrt lastsess qtime ctime rtime"
                        + " ttime addr mode wrew connect reuse srv_icur qtime_max ctime_max rtime_max ttime_max eint"
                        + " safe_conn_cur used_conn_cur uweight");
        assertThat(columns(fixture.row("app", "BACKEND")))
                .isEqualTo("pxname svname qcur qmax scur smax slim stot bin bout dreq dresp econ eresp wretr wredis"
                        + " status weight act bck chkdown lastchg downtime pid iid sid lbtot type rate rate_max"
                        + " hrsp_1xx hrsp_2xx hrsp_3xx hrsp_4xx hrsp_5xx hrsp_other req_tot cli_abrt srv_abrt lastsess"
                        + " qtime ctime rtime ttime mode algo wrew connect reuse qtime_max ctime_max rtime_max"
                        + " ttime_max eint uweight");
    }

    private static String columns(Row row) {
        return Stream.of(Column.values()).filter(row::has).map(Column::key).collect(Collectors.joining(" "));
    }

    @Test
    void shouldCountResponsesByTheFirstDigitOfTheirStatus() {
        var counters = fixture.publicFrontend.counters();
        for (int status : new int[] {101, 200, 299, 304, 404, 503, 599, 600, -1}) {
            counters.responded(status);
        }
        Row row = fixture.row("public", "FRONTEND");
        assertThat(Stream.of(Column.values())
                        .filter(column -> column.key().startsWith("hrsp_"))
                        .map(row::text))
                .containsExactly("1", "2", "1", "1", "2", "2");
        counters.clear(true);
        assertThat(fixture.row("public", "FRONTEND").text(Column.HRSP_2XX)).isEqualTo("0");
    }

    @Test
    void shouldTellHowLongTheLastOnesTookOnAverage() {
        var durations = fixture.server("s1").counters().durations;
        durations.add(1, 2, 30, 400);
        durations.add(3, 2, 50, 600);
        fixture.passes(1_000);
        assertThat(times()).isEqualTo("2/3 2/2 40/50 500/600");
        for (int i = 0; i < 2_000; i++) {
            durations.add(0, 0, 10, 20);
        }
        fixture.passes(1_000);
        fixture.passes(1_000);
        assertThat(times()).isEqualTo("0/3 0/2 10/50 20/600");
        fixture.server("s1").counters().clear(false);
        assertThat(times()).isEqualTo("0/0 0/0 10/0 20/0");
        fixture.server("s1").counters().clear(true);
        durations.add(7, 7, 7, 7);
        fixture.passes(1_000);
        assertThat(times()).isEqualTo("7/7 7/7 7/7 7/7");
    }

    private String times() {
        Row row = fixture.row("app", "s1");
        return row.text(Column.QTIME) + "/" + row.text(Column.QTIME_MAX)
                + " " + row.text(Column.CTIME) + "/" + row.text(Column.CTIME_MAX)
                + " " + row.text(Column.RTIME) + "/" + row.text(Column.RTIME_MAX)
                + " " + row.text(Column.TTIME) + "/" + row.text(Column.TTIME_MAX);
    }

    private static String told(Row row) {
        return Stream.of(Column.values())
                .filter(row::has)
                .map(column -> column.key() + "=" + row.text(column))
                .collect(Collectors.joining(" "));
    }

    @Test
    void shouldTellWhatBecameOfAFrontend() {
        assertThat(fixture.row("public", "FRONTEND").text(Column.STATUS)).isEqualTo("OPEN");
        assertThat(fixture.row(Fixture.HOSTILE, "FRONTEND").text(Column.STATUS)).isEqualTo("FULL");
        fixture.publicFrontend.state(Frontend.State.PAUSED);
        assertThat(fixture.row("public", "FRONTEND").text(Column.STATUS)).isEqualTo("PAUSED");
        fixture.publicFrontend.state(Frontend.State.STOPPED);
        assertThat(fixture.row("public", "FRONTEND").text(Column.STATUS)).isEqualTo("STOP");
        fixture.statistics.stopping();
        assertThat(fixture.row(Fixture.HOSTILE, "FRONTEND").text(Column.STATUS)).isEqualTo("STOP");
    }

    @Test
    void shouldReadAServersFigures() {
        Server server = fixture.server("s1");
        server.counters().retries.add(5);
        server.counters().redispatches.add(2);
        fixture.appBackend.checked(server, Fixture.PASSED, 1);
        fixture.appBackend.checked(server, Fixture.FAILED, 2);
        assertThat(told(fixture.row("app", "s1")))
                .isEqualTo("pxname=app svname=s1 qcur=0 qmax=0 scur=0 smax=0 slim=50 stot=0 bin=0 bout=0 dresp=0 econ=0"
                        + " eresp=0 wretr=5 wredis=2 status=UP 2/3 weight=3 act=1 bck=0 chkfail=1 chkdown=0 lastchg=5"
                        + " downtime=0 pid=1 iid=2 sid=1 lbtot=0 type=2 rate=0 rate_max=0 check_status=L7STS"
                        + " check_code=500 check_duration=12 hrsp_1xx=0 hrsp_2xx=0 hrsp_3xx=0 hrsp_4xx=0 hrsp_5xx=0"
                        + " hrsp_other=0 req_tot=0 cli_abrt=0 srv_abrt=0 lastsess=-1 last_chk=Oh, \"no\" qtime=0"
                        + " ctime=0 rtime=0 ttime=0 check_desc=Layer7 wrong status check_rise=2 check_fall=3"
                        + " check_health=3 addr=127.0.0.1:80 mode=http wrew=0 connect=0 reuse=0 srv_icur=0 qtime_max=0 ctime_max=0"
                        + " rtime_max=0 ttime_max=0 eint=0 safe_conn_cur=0 used_conn_cur=0 uweight=3");
    }

    @Test
    void shouldShowNoCheckFiguresForAServerWithoutChecks() {
        Row row = fixture.row("app", "s2");
        assertThat(row.text(Column.STATUS)).isEqualTo("no check");
        assertThat(row.has(Column.CHKFAIL) || row.has(Column.CHKDOWN) || row.has(Column.CHECK_STATUS))
                .isFalse();
    }

    @Test
    void shouldSumUpTheServersThatTakeClientsInTheBackendsRow() {
        assertThat(backendFigures()).isEqualTo("UP 7 2 400");
        fixture.appBackend.checked(fixture.server("s1"), Fixture.FAILED, 1);
        assertThat(backendFigures()).isEqualTo("UP 4 1 400");
        fixture.appBackend.setState(fixture.server("s2"), AdminState.DRAIN, 1);
        assertThat(backendFigures()).isEqualTo("DOWN 0 0 400");
    }

    private String backendFigures() {
        Row row = fixture.row("app", "BACKEND");
        return Stream.of(Column.STATUS, Column.WEIGHT, Column.ACT, Column.SLIM)
                .map(row::text)
                .collect(Collectors.joining(" "));
    }

    @Test
    void shouldTellForHowLongAServerIsDown() {
        fixture.appBackend.checked(fixture.server("s1"), Fixture.FAILED, fixture.wallTimeMs() - 3_000);
        Row row = fixture.row("app", "s1");
        assertThat(row.text(Column.LASTCHG)).isEqualTo("3");
        assertThat(row.text(Column.DOWNTIME)).isEqualTo("3");
        assertThat(row.text(Column.CHKDOWN)).isEqualTo("1");
    }

    @Test
    void shouldTellTheRateOfTheLastSecondAndTheHighest() {
        fixture.publicFrontend.counters().sessions.add(30);
        fixture.passes(1_000);
        fixture.publicFrontend.counters().sessions.add(5);
        fixture.passes(500);
        Row row = fixture.row("public", "FRONTEND");
        assertThat(row.text(Column.RATE)).isEqualTo("10");
        assertThat(row.text(Column.RATE_MAX)).isEqualTo("30");
        fixture.passes(1_000);
        assertThat(fixture.row("public", "FRONTEND").text(Column.RATE)).isEqualTo("0");
    }

    @Test
    void shouldTellWhenAServerWasLastUsed() {
        fixture.server("s1").counters().sessions.add(1);
        fixture.passes(1_000);
        fixture.passes(7_000);
        assertThat(fixture.row("app", "s1").text(Column.LASTSESS)).isEqualTo("7");
        assertThat(fixture.row("app", "s2").text(Column.LASTSESS)).isEqualTo("-1");
    }

    @Test
    void shouldCountTheSecondsSinceTheStart() {
        fixture.nowNs += 90_500_000_000L;
        assertThat(fixture.statistics.read(_ -> true).uptimeSeconds()).isEqualTo(90);
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
        Snapshot.Splicing splicing = fixture.statistics.read(_ -> true).splicing();
        assertThat(splicing.bytesSpliced()).isEqualTo(6);
        assertThat(splicing.fallbacks()).contains(entry(Fallback.NO_PIPE, 1L), entry(Fallback.NOT_SUPPORTED, 0L));
    }
}
