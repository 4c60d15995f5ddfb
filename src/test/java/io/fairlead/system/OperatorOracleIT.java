package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same commands to Fairlead and to HAProxy: servers must get into the same states, and the logs say the same. */
class OperatorOracleIT {
    private static final String CONFIGURATION = """
        global
            stats socket "%s" mode 600 level admin
            log 127.0.0.1:%d local0
        defaults
            mode http
            log global
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        listen site
            bind 127.0.0.1:%d
            server one 127.0.0.1:%4$d weight 10
            server two 127.0.0.1:%4$d weight 20
            server three 127.0.0.1:%4$d weight 40 backup
            server four 127.0.0.1:%4$d weight 50 backup
            server five 127.0.0.1:%4$d weight 60 disabled check inter 60s rise 1 fall 1
        backend checked
            server six 127.0.0.1:%4$d check inter 60s rise 1 fall 1
        """;

    private static final List<String> COMMANDS = List.of(
            "set server site/two weight 0",
            "set server site/two weight 100",
            "set server site/two weight 50%",
            "set server site/two state drain",
            "set server site/two state maint",
            "set server site/two state ready",
            "set server site/two weight 0",
            "set server site/two state drain",
            "set server site/two state ready",
            "set server site/two weight 100%",
            "set server site/two state maint",
            "set server site/two state maint",
            "set server site/two state drain",
            "set server site/two state ready",
            "disable server site/one",
            "disable server site/two",
            "enable server site/two",
            "enable server site/one",
            "set server site/one state drain",
            "set server site/two state drain",
            "enable server site/two",
            "set server site/two state ready",
            "set server site/one state ready",
            "set server site/three state drain",
            "set server site/three state ready",
            "set server site/one weight 0",
            "set server site/two weight 0",
            "set server site/one weight 10",
            "set server site/two weight 20",
            "disable health checked/six",
            "enable health checked/six",
            "set server checked/six health down",
            "set server checked/six state maint",
            "set server checked/six state ready",
            "set server checked/six health up");

    private final LogServer fairleadLog = new LogServer();
    private final LogServer haproxyLog = new LogServer();
    private final Origin origin = new Origin();

    @Test
    void shouldBringServersIntoTheStatesThatHaproxyBringsThemInto(@TempDir Path directory) throws Exception {
        int port = Launcher.freePort();
        int haproxyPort = Launcher.freePort();
        Path haproxySocket = directory.resolve("haproxy.sock");
        String ours = CONFIGURATION.formatted("${DIR}/admin", fairleadLog.port(), port, origin.port());
        String theirs = CONFIGURATION.formatted(haproxySocket, haproxyLog.port(), haproxyPort, origin.port());
        try (Launcher fairlead = Serving.at(port, ours);
                Peer _ = Peer.haproxy(directory, theirs, haproxyPort)) {
            Path socket = fairlead.directory().resolve("admin");
            Serving.await("sockets", () -> Files.exists(socket) && Files.exists(haproxySocket));
            Serving.await("first checks", () -> ask(socket).equals(ask(haproxySocket)));
            for (String command : COMMANDS) {
                assertThat(Operator.ask(socket, command)).as(command).isEqualTo(Operator.ask(haproxySocket, command));
                Serving.await(
                        command + "\nours   " + ask(socket) + "\ntheirs " + ask(haproxySocket),
                        () -> ask(socket).equals(ask(haproxySocket)));
            }
            Operator.ask(socket, "disable server site/four");
            Operator.ask(haproxySocket, "disable server site/four");
            fairleadLog.line("site/four");
            haproxyLog.line("site/four");
            assertThat(messages(fairleadLog)).isEqualTo(messages(haproxyLog));
        } finally {
            fairleadLog.close();
            haproxyLog.close();
            origin.close();
        }
    }

    private static List<String> ask(Path socket) throws IOException {
        List<String> states =
                Operator.ask(socket, "show servers state").lines().skip(2).toList();
        List<String> rows = Operator.ask(socket, "show stat").lines().skip(1).toList();
        return Stream.concat(
                        states.stream().map(OperatorOracleIT::state),
                        rows.stream().map(OperatorOracleIT::row))
                .toList();
    }

    /** Without the number of the proxy, the time, how the check went and whether one goes on; nor the health of what is not checked. */
    private static String state(String line) {
        String[] words = line.split(" ");
        if (words.length < 14) {
            return line;
        }
        words[0] = "";
        words[9] = "";
        words[10] = "";
        words[11] = "";
        words[13] = Integer.toString(Integer.parseInt(words[13]) & ~1);
        words[12] = words[13].equals("0") ? "" : words[12];
        return String.join(" ", words);
    }

    /** Names, status, weight, and how many are active and backup. */
    private static String row(String line) {
        String[] fields = line.split(",");
        boolean ofServers = fields.length > 20 && !fields[1].equals("FRONTEND");
        return ofServers ? fields[1] + " " + String.join(" ", Arrays.copyOfRange(fields, 17, 21)) : "";
    }

    /** Level and text of what was said of states of servers. */
    private static List<String> messages(LogServer log) {
        return log.lines().stream()
                .map(line -> line.substring(0, line.indexOf('>'))
                        + line.substring(line.indexOf("]: ")).strip())
                .filter(text -> text.contains("Server "))
                .filter(text ->
                        !text.contains("reason: ") && !text.matches(".* (has (weight|maxconn)|is (not )?checked) .*"))
                .filter(text -> !text.contains("remains in forced drain mode"))
                .toList();
    }
}
