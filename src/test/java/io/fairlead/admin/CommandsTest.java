package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.GlobalConfig.StatsSocket.Level;
import io.fairlead.loop.Loop;
import io.fairlead.session.Frontend;
import io.fairlead.splice.SpliceCounters.Fallback;
import io.fairlead.splice.SplicedPair;
import io.fairlead.splice.SplicedPair.Phase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every command answers; the connection it comes over has a test of its own. */
class CommandsTest implements Doors, Console {
    private final Fixture fixture = new Fixture();
    private final List<String> noted = new ArrayList<>();
    private final Loop loop = new Loop(fixture);
    private final CommandTable table = Administration.table(
            fixture,
            fixture.statistics,
            this,
            (proxy, level, text) -> noted.add((proxy == null ? "global" : proxy.name()) + " " + level + " " + text),
            loop,
            List.of());
    private final List<String> done = new ArrayList<>();
    private Level level = Level.ADMIN;

    @AfterEach
    void close() {
        loop.close();
    }

    private String ask(String line) {
        StringBuilder text = new StringBuilder();
        boolean[] more = {true};
        Pieces answer = table.run(line, this);
        Consumer<@Nullable String> taker = piece -> {
            more[0] = piece != null;
            text.append(piece == null ? "" : piece);
        };
        while (more[0]) {
            answer.next(taker);
        }
        return text.toString();
    }

    @Override
    public Level level() {
        return level;
    }

    @Override
    public void lower(Level to) {
        done.add("lower to " + to);
    }

    @Override
    public void togglePrompt() {
        done.add("prompt");
    }

    @Override
    public void timeoutMs(long timeoutMs) {
        done.add("timeout " + timeoutMs);
    }

    @Override
    public void quit() {
        done.add("quit");
    }

    @Override
    public void pause(Frontend frontend) {
        done.add("pause " + frontend.name());
        frontend.state(Frontend.State.PAUSED);
    }

    @Override
    public void resume(Frontend frontend) {
        done.add("resume " + frontend.name());
        frontend.state(Frontend.State.OPEN);
    }

    @Override
    public void shutDown(Frontend frontend) {
        done.add("shut down " + frontend.name());
        frontend.state(Frontend.State.STOPPED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        set server                      | Require 'backend/server'.
        set server app                  | Require 'backend/server'.
        set server zz/s1 state ready    | No such backend.
        set server app/s9 state ready   | No such server.
        set server app/s1 state up      | 'set server <srv> state' expects 'ready', 'drain' and 'maint'.
        set server app/s1 health x      | 'set server <srv> health' expects 'up' or 'down'.
        set server app/s1 weight 257    | Absolute weight can only be between 0 and 256 inclusive.
        set server app/s1 weight -1     | Absolute weight can only be between 0 and 256 inclusive.
        set weight app/s1 x             | Empty weight string empty or preceded by garbage
        set weight app/s1               | Require <weight> or <weight%>.
        get weight app                  | Require 'backend/server'.
        set maxconn server app/s1       | Require <maxconn>.
        set maxconn server app/s1 x     | maxconn string empty or preceded by garbage
        set maxconn frontend            | A frontend name is expected.
        set maxconn frontend zz 1       | No such frontend.
        set maxconn frontend public     | Expects an integer value.
        set maxconn frontend public -1  | Value out of range.
        set maxconn global              | Expects an integer value.
        set maxconn global 10001        | Value out of range.
        disable frontend                | A frontend name is expected.
        disable frontend app            | No such frontend.
        enable frontend public          | Frontend is already enabled.
        disable server zz               | Require 'backend/server'.
        shutdown session                | Session pointer expected (use 'show sess').
        set timeout                     | 'set timeout' only supports 'cli'.
        set timeout cli                 | Expects an integer value.
        set timeout cli 3x              | Invalid timeout value.
        show stat zz -1 -1              | No such proxy.
        show servers state zz           | Can't find backend.
        show errors zz                  | No such proxy.
        """)
    void shouldSayWhatIsWrong(String command, String message) {
        assertThat(ask(command)).isEqualTo(message + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "USER, show sess",
        "USER, show errors",
        "USER, clear counters",
        "OPERATOR, clear counters all",
        "OPERATOR, set weight app/s1 1",
        "OPERATOR, set server app/s1 state maint",
        "OPERATOR, disable server app/s1",
        "OPERATOR, set maxconn global 1",
        "OPERATOR, disable frontend public",
        "OPERATOR, shutdown session 0x1",
        "USER, operator",
        "OPERATOR, shutdown sessions server app/s1",
        "OPERATOR, disable health app/s1"
    })
    void shouldDenyWhatIsAboveTheLevel(Level allowed, String command) {
        level = allowed;
        assertThat(ask(command)).isEqualTo("Permission denied\n");
        assertThat(done).isEmpty();
    }

    @Test
    void shouldTellAndSetWeights() {
        assertThat(ask("get weight app/s1")).isEqualTo("3 (initial 3)\n");
        assertThat(ask("set weight app/s1 200")).isEmpty();
        assertThat(ask("get weight app/s1")).isEqualTo("200 (initial 3)\n");
        assertThat(ask("set server app/s1 weight 50%")).isEmpty();
        assertThat(ask("get weight app/s1")).isEqualTo("2 (initial 3)\n");
    }

    @Test
    void shouldSetTheStateOfAServer() {
        assertThat(ask("disable server app/s1") + status()).isEqualTo("MAINT");
        assertThat(ask("enable server app/s1") + status()).isEqualTo("UP 1/3");
        assertThat(ask("set server app/s1 state drain") + status()).isEqualTo("DRAIN 1/3");
        assertThat(ask("set server app/s1 state ready") + status()).isEqualTo("UP 1/3");
        assertThat(ask("set server app/s1 health down") + status()).isEqualTo("DOWN");
        assertThat(ask("set server app/s1 health up") + status()).isEqualTo("UP");
    }

    private String status() {
        return fixture.row("app", "s1").text(Column.STATUS);
    }

    @Test
    void shouldSuspendChecks() {
        assertThat(ask("disable health app/s1")).isEmpty();
        assertThat(fixture.server("s1").checks()).isFalse();
        assertThat(ask("show servers state app")).contains("\n2 app 1 s1 127.0.0.1 2 0 3 3 5 1 0 2 2 0 ");
        assertThat(ask("enable health app/s1")).isEmpty();
        assertThat(fixture.server("s1").checks()).isTrue();
    }

    @Test
    void shouldSetLimits() {
        assertThat(ask("set maxconn server app/s1 7")).isEmpty();
        assertThat(fixture.server("s1").maxConnections()).isEqualTo(7);
        assertThat(ask("set maxconn frontend public 20")).isEmpty();
        assertThat(fixture.publicFrontend.maxConnections()).isEqualTo(20);
        assertThat(ask("set maxconn global 30")).isEmpty();
        assertThat(ask("show info")).contains("\nMaxconn: 30\nHard_maxconn: 10000\n");
        assertThat(ask("set maxconn global 0")).isEmpty();
        assertThat(ask("show info")).contains("\nMaxconn: 10000\n");
    }

    @Test
    void shouldOpenAndCloseFrontends() {
        assertThat(ask("disable frontend public")).isEmpty();
        assertThat(ask("disable frontend public")).isEqualTo("Frontend is already disabled.\n");
        assertThat(ask("enable frontend public")).isEmpty();
        assertThat(ask("shutdown frontend public")).isEmpty();
        assertThat(ask("shutdown frontend public")).isEqualTo("Frontend was already shut down.\n");
        assertThat(ask("enable frontend public")).isEqualTo("Frontend was previously shut down, cannot enable.\n");
        assertThat(ask("disable frontend public")).isEqualTo("Frontend was previously shut down, cannot disable.\n");
        assertThat(done).containsExactly("pause public", "resume public", "shut down public");
    }

    @Test
    void shouldClearTheHighestOrEverything() {
        fixture.publicFrontend.counters().opened();
        fixture.publicFrontend.counters().closed();
        fixture.publicFrontend.counters().sessions.add(4);
        fixture.passes(1_000);
        fixture.passes(1_000);
        fixture.appBackend.checked(fixture.server("s1"), Fixture.FAILED, 1);
        assertThat(ask("clear counters")).isEmpty();
        assertThat(highest()).isEqualTo("0 0 4 1");
        assertThat(ask("clear counters all")).isEmpty();
        assertThat(highest()).isEqualTo("0 0 0 0");
    }

    private String highest() {
        Row frontend = fixture.row("public", "FRONTEND");
        return frontend.text(Column.SMAX) + " " + frontend.text(Column.RATE_MAX) + " " + frontend.text(Column.STOT)
                + " " + fixture.row("app", "s1").text(Column.CHKDOWN);
    }

    @Test
    void shouldTellAllFiguresAsCsv() {
        assertThat(ask("show stat").lines())
                .hasSize(1 + 3 + 3 + 1)
                .allSatisfy(line -> assertThat(line).endsWith("-,"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("app,s1,0,0,0,0,50,").contains(",127.0.0.1:80,"));
        fixture.appBackend.checked(fixture.server("s1"), Fixture.FAILED, 1);
        assertThat(ask("show stat")).contains(",\"Oh, \"\"no\"\"\",");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        show stat 2 -1 -1        | app,s1 app,s2 app,BACKEND
        show stat app 4 -1       | app,s1 app,s2
        show stat app 4 2        | app,s2
        show stat -1 1 -1        | <b>"x'&,FRONTEND public,FRONTEND
        show stat public 3 0     | public,FRONTEND
        show stat app 2 -1       | app,BACKEND
        """)
    void shouldTellThoseThatAreMeant(String command, String expected) {
        assertThat(ask(command)
                        .lines()
                        .skip(1)
                        .map(line -> line.replace("\"\"", "\"").replaceFirst("^\"(.*?)\",", "$1,"))
                        .map(line -> line.split(",", -1)[0] + "," + line.split(",", -1)[1]))
                .containsExactly(expected.split(" ", -1));
    }

    @Test
    void shouldLeaveOutWhatIsDownOrInMaintenance() {
        ask("set server app/s1 health down");
        ask("disable server app/s2");
        assertThat(ask("show stat up").lines().filter(line -> line.startsWith("app,s")))
                .isEmpty();
        assertThat(ask("show stat no-maint").lines().filter(line -> line.startsWith("app,s")))
                .hasSize(1);
    }

    @Test
    void shouldTellFiguresWithTheirTypes() {
        assertThat(ask("show stat typed"))
                .contains("\nS.2.1.18.weight.1:MaP:u32:3\n", "\nF.3.0.17.status.1:SGP:str:OPEN\n");
        assertThat(ask("show info typed"))
                .startsWith("0.Name.1:POS:str:Fairlead\n")
                .contains("\n6.Pid.1:SGP:u32:4711\n");
        assertThat(ask("show info desc")).contains("\nPid: 4711:\"Its process id\"\n");
    }

    @Test
    void shouldTellFiguresAsJson() {
        assertThat(ask("show stat json"))
                .startsWith(
                        "[[{\"objType\":\"Frontend\",\"proxyId\":1,\"id\":0,\"field\":{\"pos\":0,\"name\":\"pxname\"},"
                                + "\"processNum\":1,\"tags\":{\"origin\":\"Key\",\"nature\":\"Name\",\"scope\":\"Service\"},"
                                + "\"value\":{\"type\":\"str\",\"value\":\"<b>\\\"x'&\"}},")
                .endsWith("}]]\n");
        assertThat(ask("show info json"))
                .startsWith("[{\"field\":{\"pos\":0,\"name\":\"Name\"}")
                .endsWith("}]\n");
    }

    @Test
    void shouldTellAboutTheProcess() {
        fixture.nowNs += 90_061_000_000_000L;
        assertThat(ask("show info"))
                .startsWith("Name: Fairlead\nVersion: 1.2.3\n")
                .contains("\nUptime: 1d 1h01m01s\nUptime_sec: 90061\n", "\nPipesUsed: 0\n", "\nUlimit-n: 20031\n");
        assertThat(ask("show version")).isEqualTo("1.2.3\n");
        assertThat(ask("show backend")).isEqualTo("# name\napp\n" + Fixture.HOSTILE + "\nswitched-off\n");
    }

    @Test
    void shouldTellTheStateOfServers() {
        fixture.appBackend.checked(fixture.server("s1"), Fixture.FAILED, 1_000);
        ask("set server app/s2 state drain");
        assertThat(ask("show servers state app").lines().toList().subList(2, 4))
                .containsExactly(
                        "2 app 1 s1 127.0.0.1 0 0 3 3 4 17 2 0 6 0 0 0 - 80 - 0 0 - - 0",
                        "2 app 2 s2 127.0.0.1 2 8 4 4 0 1 0 2 0 0 0 0 - 80 - 0 0 - - 0");
    }

    @Test
    void shouldChangeItsOwnConnection() {
        ask("prompt");
        ask("set timeout cli 60");
        ask("set timeout cli 500ms");
        ask("operator");
        ask("user");
        ask("quit");
        assertThat(done)
                .containsExactly(
                        "prompt", "timeout 60000", "timeout 500", "lower to OPERATOR", "lower to USER", "quit");
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellItsLevelAndListNoMoreThanThatAllows(Level allowed) {
        level = allowed;
        assertThat(ask("show cli level")).isEqualTo(allowed.name().toLowerCase(Locale.ROOT) + "\n");
        String help = ask("help");
        assertThat(help).startsWith("The following commands are valid at this level:\n");
        for (Command command : table.commands()) {
            boolean may = command.level().compareTo(allowed) <= 0;
            assertThat(help.contains("\n  " + command.usage()))
                    .as(command.words())
                    .isEqualTo(may);
        }
    }

    @Test
    void shouldListThoseThatBeginSo() {
        assertThat(ask("help show servers").lines()).hasSize(2);
        assertThat(ask("show serv"))
                .startsWith("Unknown command, but maybe one of the following ones is a better match:\n")
                .contains("\n  show stat ")
                .doesNotContain("set weight");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "foo", "SHOW INFO"})
    void shouldListAllWhereNothingIsLike(String command) {
        assertThat(ask(command))
                .startsWith("Unknown command. Please enter one of the following commands only:\n")
                .contains("\n  show info ");
    }

    @Test
    void shouldBeDocumentedEach() throws Exception {
        String manual = java.nio.file.Files.readString(java.nio.file.Path.of("docs/statistics.md"));
        for (Command command : table.commands()) {
            assertThat(manual)
                    .contains("| `" + command.usage().replace("|", "\\|") + "` | "
                            + command.level().name().toLowerCase(Locale.ROOT) + " | " + command.sentence() + " |");
        }
    }

    @Test
    void shouldNoteWhatOperatorsChange() {
        ask("set server app/s1 state drain");
        ask("set server app/s1 state maint");
        ask("set server app/s2 state maint");
        ask("set server app/s2 state ready");
        ask("set server app/s1 state drain");
        ask("set server app/s1 state ready");
        ask("set server app/s1 health down");
        ask("set weight app/s1 7");
        ask("set weight app/s1 7");
        ask("set maxconn server app/s1 9");
        ask("disable frontend public");
        assertThat(noted)
                .containsExactly(
                        "app NOTICE Server app/s1 enters drain state. 1 active and 0 backup servers online."
                                + " 0 sessions requeued, 0 total in queue.",
                        "app NOTICE Server app/s1 is going DOWN for maintenance. 1 active and 0 backup servers left."
                                + " 0 sessions active, 0 requeued, 0 remaining in queue.",
                        "app ALERT Server app/s2 is going DOWN for maintenance. 0 active and 0 backup servers left."
                                + " 0 sessions active, 0 requeued, 0 remaining in queue.",
                        "app EMERG Proxy app has no server available !",
                        "app NOTICE Server app/s2 is UP/READY (leaving forced maintenance).",
                        "app NOTICE Server app/s1 is UP/DRAIN (leaving forced maintenance).",
                        "app NOTICE Server app/s1 is UP (leaving forced drain).",
                        "app ALERT Server app/s1 is DOWN, changed from CLI. 1 active and 0 backup servers left."
                                + " 0 sessions active, 0 requeued, 0 remaining in queue.",
                        "app NOTICE Server app/s1 has weight 7 now, changed from 3.",
                        "app NOTICE Server app/s1 has maxconn 9 now, changed from 50.",
                        "public WARNING Paused frontend public.");
    }

    private static InetSocketAddress end(String ip, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
    }

    @Test
    void shouldListWhatTheKernelJoins() {
        SplicedPair pair = new SplicedPair(
                end("192.0.2.7", 40_000),
                end("192.0.2.1", 80),
                end("10.0.0.1", 51_234),
                end("10.0.0.9", 8080),
                Phase.ESTABLISHED,
                899_500,
                61_000,
                120,
                1_000_000);
        fixture.pairs = List.of(pair);
        assertThat(ask("show splices hex").lines())
                .containsExactly(
                        "FromIP   FPrt ToIP     TPrt LocalIP  LPrt DestIP   DPrt State       Expires",
                        "C0000207 9C40 C0000201 0050 0A000001 C822 0A000009 1F90 ESTABLISHED 899");
        assertThat(ask("show splices").lines().skip(1).findFirst().orElseThrow().split(" +", -1))
                .containsExactly(
                        "192.0.2.7:40000",
                        "192.0.2.1:80",
                        "10.0.0.1:51234",
                        "10.0.0.9:8080",
                        "ESTABLISHED",
                        "899",
                        "61",
                        "120",
                        "1000000");
    }

    @Test
    void shouldTellAndChangeTheTimesOfSplicedPairs() {
        assertThat(ask("show tune.splice").lines().limit(2))
                .containsExactly("tune.splice.timeout_established: 900", "tune.splice.timeout_synsent: 120");

        assertThat(ask("set tune.splice.timeout_close 2")).isEmpty();
        assertThat(ask("set tune.splice.timeout_close 2s")).isEmpty();
        assertThat(ask("set tune.splice.timeout_synsent 2000ms")).isEmpty();
        assertThat(ask("set tune.splice.timeout_listen 2147483s")).isEmpty();
        assertThat(ask("set tune.splice.timeout_listen 120000000us")).isEmpty();
        assertThat(ask("set tune.splice.debug_level 1")).isEmpty();

        assertThat(ask("show tune.splice"))
                .contains("timeout_close: 2\n", "timeout_synsent: 2\n", "debug_level: 1\n")
                .hasLineCount(11);
        assertThat(noted)
                .containsExactly(
                        "global NOTICE tune.splice.timeout_close is 2 now, changed from 10.",
                        "global NOTICE tune.splice.timeout_synsent is 2 now, changed from 120.",
                        "global NOTICE tune.splice.timeout_listen is 2147483 now, changed from 120.",
                        "global NOTICE tune.splice.timeout_listen is 120 now, changed from 2147483.",
                        "global NOTICE tune.splice.debug_level is 1 now, changed from 0.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0s", "-1", "x", "1x", "500ms", "1500ms", "1us", "25d", "2147484", "99999999999"})
    void shouldRefuseTimesThatAreNone(String value) {
        assertThat(ask("set tune.splice.timeout_close " + value))
                .isEqualTo(
                        "Expects a time in whole seconds from 1s to 2147483s (24 days), such as 10 (seconds), 30s, 5m,"
                                + " 1h or 1d.\n");
        assertThat(fixture.tunables.get("timeout_close")).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "3", "1s"})
    void shouldRefuseLevelsThatAreNone(String value) {
        assertThat(ask("set tune.splice.debug_level " + value)).isEqualTo("Expects a level from 0 to 2.\n");
    }

    @Test
    void shouldChangeTimesForAdministratorsOnly() {
        level = Level.OPERATOR;
        assertThat(ask("set tune.splice.timeout_close 2")).isEqualTo("Permission denied\n");
        assertThat(ask("show tune.splice")).contains("timeout_close: 10");
    }

    @Test
    void shouldHaveNoTimesWhereTheKernelJoinsNothing() {
        CommandTable without = Administration.table(
                fixture, fixture.statistics(null), this, (_, _, text) -> noted.add(text), loop, List.of());
        for (String command : List.of("show tune.splice", "set tune.splice.timeout_close 2")) {
            without.run(command, this)
                    .next(answer ->
                            assertThat(answer).isEqualTo("No proxy has connections spliced packet by packet.\n"));
        }
        assertThat(noted).isEmpty();
    }

    @Test
    void shouldCountWhatStoodInForSplicing() {
        fixture.splice.fellBack(Fallback.OPTIONS_DIFFER);
        fixture.splice.bytesSpliced.add(5);
        assertThat(ask("show splices counters").lines())
                .contains("bytes spliced: 5", Fallback.OPTIONS_DIFFER.reason() + ": 1", "pairs: 0");
    }
}
