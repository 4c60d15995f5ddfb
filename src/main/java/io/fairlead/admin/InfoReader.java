package io.fairlead.admin;

import io.fairlead.splice.SpliceCounters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** Reads what {@code show info} tells. The machine's name is read at construction, before a chroot hides it. */
final class InfoReader {
    private final Statistics statistics;
    private final String node = readNode();

    InfoReader(Statistics statistics) {
        this.statistics = statistics;
    }

    private static String readNode() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return "localhost"; // uname(2) without a name
        }
    }

    /** Every field; in the order of the enumeration. */
    Map<Info, String> read() {
        Map<Info, String> values = new EnumMap<>(Info.class);
        for (Info info : Info.values()) {
            values.put(info, "0");
        }
        putProcess(values);
        putConnections(values);
        putSplicing(values);
        return values;
    }

    private void putProcess(Map<Info, String> values) {
        Facts facts = statistics.facts();
        long seconds = statistics.uptimeSeconds();
        values.put(Info.NAME, "Fairlead");
        values.put(Info.VERSION, facts.version());
        values.put(Info.BUILD_INFO, facts.version());
        values.put(Info.RELEASE_DATE, "-");
        values.put(Info.NBTHREAD, text(facts.threads()));
        values.put(Info.NBPROC, text(facts.processes()));
        values.put(Info.PROCESS_NUM, text(facts.number()));
        values.put(Info.PID, text(facts.pid()));
        values.put(Info.UPTIME, uptime(seconds));
        values.put(Info.UPTIME_SEC, text(seconds));
        values.put(Info.START_TIME_SEC, text(statistics.startedMs() / 1000));
        values.put(Info.ULIMIT_N, text(facts.descriptorLimit()));
        values.put(Info.MAXSOCK, text(facts.descriptorLimit()));
        values.put(Info.NODE, node);
        values.put(Info.IDLE_PCT, text(statistics.idlePercent()));
        values.put(Info.STOPPING, statistics.isStopping() ? "1" : "0");
    }

    private static String uptime(long seconds) {
        return "%dd %dh%02dm%02ds".formatted(seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    }

    private void putConnections(Map<Info, String> values) {
        Totals totals = statistics.totals();
        Meter sessions = statistics.meters().sessions();
        long listeners = statistics.frontends().stream()
                .mapToLong(frontend -> frontend.config().binds().size())
                .sum();
        values.put(Info.MAXCONN, text(statistics.process().limit()));
        values.put(Info.HARD_MAXCONN, text(statistics.facts().maxConnections()));
        values.put(Info.CURR_CONNS, text(totals.sessions()));
        values.put(Info.TASKS, text(totals.sessions()));
        values.put(Info.JOBS, text(totals.sessions() + listeners));
        values.put(Info.LISTENERS, text(listeners));
        values.put(
                Info.CUM_CONNS,
                text(statistics.frontends().stream()
                        .mapToLong(frontend -> frontend.counters().sessions.sum())
                        .sum()));
        values.put(Info.CUM_REQ, text(totals.requests()));
        values.put(Info.CONN_RATE, text(sessions.perSecond()));
        values.put(Info.SESS_RATE, text(sessions.perSecond()));
        values.put(Info.MAX_CONN_RATE, text(sessions.highest()));
        values.put(Info.MAX_SESS_RATE, text(sessions.highest()));
        values.put(Info.TOTAL_BYTES_OUT, text(totals.bytesOut()));
        values.put(Info.BYTES_OUT_RATE, text(statistics.meters().bytesOut().perSecond()));
    }

    private void putSplicing(Map<Info, String> values) {
        SpliceCounters splice = statistics.splice();
        values.put(Info.MAXPIPES, text(statistics.facts().maxPipes()));
        values.put(Info.PIPES_USED, text(splice.pipesInUse.get()));
        values.put(Info.PIPES_FREE, text(splice.pipesFree.get()));
        values.put(Info.TOTAL_SPLICDED_BYTES_OUT, text(splice.bytesSpliced.sum()));
    }

    private static String text(long number) {
        return Long.toString(number);
    }
}
