package io.fairlead.log;

import io.fairlead.config.LogTarget;
import io.fairlead.linux.Memory;
import io.fairlead.loop.Clock;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HAProxy's log lines over UDP syslog. Each loop has its own, used on its thread only. A datagram is
 * {@code <PRI>Mon dd HH:MM:SS tag[pid]: message\n} (RFC 3164 without the host name), at most 1024 bytes. Nothing blocks
 * and no failure is reported: a log must not hold up what it describes. Sockets and time zone are at hand from the
 * start, so a later chroot takes nothing away.
 */
public final class SessionLog implements AutoCloseable {
    private static final int LINE_LIMIT = 1024; // MAX_SYSLOG_LEN
    private static final int PRIORITY_BYTES = 5; // "<191>"

    private final Clock clock;
    private final String identity;
    private final List<LogTarget> globalTargets;
    private final Syslog syslog = new Syslog();
    private final CivilTime time;

    /** Priority, then the header that stays for a second, then the message. */
    private final ByteBuffer bytes = Memory.allocate(LINE_LIMIT);

    private final long pointer = Memory.addressOf(bytes);
    private final Line line = new Line(bytes);
    private long headerSecond = Long.MIN_VALUE;
    private int headerEnd;

    /** @param tag the program's name as the log shows it */
    public SessionLog(Clock clock, String tag, int pid, List<LogTarget> globalTargets) {
        this(clock, tag, pid, globalTargets, ZoneId.systemDefault());
    }

    SessionLog(Clock clock, String tag, int pid, List<LogTarget> globalTargets, ZoneId zone) {
        this.clock = clock;
        this.identity = tag + "[" + pid + "]: ";
        this.globalTargets = List.copyOf(globalTargets);
        this.time = new CivilTime(zone);
    }

    /** {@code option httplog}: one request, at INFO. No targets: the global ones. */
    public void http(List<LogTarget> targets, Entry entry) {
        List<LogTarget> chosen = chosen(targets);
        if (wanted(chosen, LogTarget.Level.INFO)) {
            begin();
            putOrigin(entry);
            line.put(entry.requestMs).put('/');
            putTimes(entry, true);
            line.put(entry.status).put(' ');
            putBytes(entry);
            putCookie(entry.requestCookieText);
            putCookie(entry.responseCookieText);
            line.put(' ').put(entry.cause).put(entry.state);
            line.put(entry.requestCookie).put(entry.responseCookie);
            putLoad(entry);
            putHeaders(entry.requestHeaders);
            putHeaders(entry.responseHeaders);
            putRequest(entry);
            send(chosen, LogTarget.Level.INFO);
        }
    }

    /** {@code option tcplog}: one session, at INFO. No targets: the global ones. */
    public void tcp(List<LogTarget> targets, Entry entry) {
        List<LogTarget> chosen = chosen(targets);
        if (wanted(chosen, LogTarget.Level.INFO)) {
            begin();
            putOrigin(entry);
            putTimes(entry, false);
            putBytes(entry);
            line.put(' ').put(entry.cause).put(entry.state);
            putLoad(entry);
            send(chosen, LogTarget.Level.INFO);
        }
    }

    /** Something happened to the process, a proxy or a server. No targets: the global ones. */
    public void event(List<LogTarget> targets, LogTarget.Level level, CharSequence text) {
        List<LogTarget> chosen = chosen(targets);
        if (wanted(chosen, level)) {
            begin();
            line.put(text);
            send(chosen, level);
        }
    }

    private List<LogTarget> chosen(List<LogTarget> targets) {
        return targets.isEmpty() ? globalTargets : targets;
    }

    private static boolean wanted(List<LogTarget> targets, LogTarget.Level level) {
        for (int i = 0; i < targets.size(); i++) {
            if (accepts(targets.get(i), level)) {
                return true;
            }
        }
        return false;
    }

    private static boolean accepts(LogTarget target, LogTarget.Level level) {
        return level.compareTo(target.maxLevel()) <= 0;
    }

    /** Puts the line at the start of its message, behind a header of this second. */
    private void begin() {
        long second = Math.floorDiv(clock.wallTimeMs(), 1000L);
        if (second != headerSecond) {
            headerSecond = second;
            time.set(second);
            line.restartAt(PRIORITY_BYTES).put(time.month()).put(' ');
            line.putTwo(time.day(), ' ').put(' ');
            putTimeOfDay();
            headerEnd = line.put(' ').put(identity).end();
        }
        line.restartAt(headerEnd);
    }

    private void putTimeOfDay() {
        line.putTwo(time.hour()).put(':').putTwo(time.minute()).put(':').putTwo(time.second());
    }

    private void putOrigin(Entry entry) {
        time.set(Math.floorDiv(entry.acceptedMs, 1000L));
        line.put(entry.client).put(" [");
        line.putTwo(time.day())
                .put('/')
                .put(time.month())
                .put('/')
                .put(time.year())
                .put(':');
        putTimeOfDay();
        line.put('.').putThree((int) Math.floorMod(entry.acceptedMs, 1000L)).put("] ");
        line.put(entry.frontend)
                .put(' ')
                .put(entry.backend)
                .put('/')
                .put(entry.server)
                .put(' ');
    }

    private void putTimes(Entry entry, boolean response) {
        line.put(entry.queueMs).put('/').put(entry.connectMs).put('/');
        if (response) {
            line.put(entry.responseMs).put('/');
        }
        putSign(entry);
        line.put(entry.totalMs).put(' ');
    }

    /** What may still grow is marked. */
    private void putSign(Entry entry) {
        if (entry.early) {
            line.put('+');
        }
    }

    private void putBytes(Entry entry) {
        putSign(entry);
        line.put(entry.bytes);
    }

    private void putCookie(@Nullable Excerpt cookie) {
        line.put(' ');
        if (cookie == null || cookie.length() == 0) {
            line.put('-');
        } else {
            line.putEscaped(cookie.bytes(), cookie.length());
        }
    }

    /** {@code {one|two}}, or nothing where no header is captured. */
    private void putHeaders(List<Excerpt> headers) {
        for (int i = 0; i < headers.size(); i++) {
            line.put(i == 0 ? " {" : "|");
            line.putEscapedInBraces(headers.get(i).bytes(), headers.get(i).length());
        }
        if (!headers.isEmpty()) {
            line.put('}');
        }
    }

    private void putRequest(Entry entry) {
        line.put(" \"");
        if (entry.badRequest) {
            line.put("<BADREQ>");
        } else {
            line.putEscaped(entry.requestLine(), entry.requestLineBytes());
        }
        line.put('"');
    }

    private void putLoad(Entry entry) {
        line.put(' ').put(entry.processSessions).put('/').put(entry.frontendSessions);
        line.put('/').put(entry.backendSessions).put('/').put(entry.serverSessions);
        line.put(' ').put(entry.serverQueue).put('/').put(entry.backendQueue);
    }

    private void send(List<LogTarget> targets, LogTarget.Level level) {
        int end = line.finish();
        for (int i = 0; i < targets.size(); i++) {
            LogTarget target = targets.get(i);
            if (accepts(target, level)) {
                int start = putPriority(priority(target.facility(), level));
                syslog.send(target, pointer + start, end - start);
            }
        }
    }

    /** RFC 3164 section 4.1.1. */
    @SuppressWarnings("EnumOrdinal") // both enums are declared in the order of syslog's numbers
    private static int priority(LogTarget.Facility facility, LogTarget.Level level) {
        return facility.ordinal() * 8 + level.ordinal();
    }

    /** Writes {@code <n>} to end where the header begins. Returns where it starts. */
    private int putPriority(int priority) {
        int at = PRIORITY_BYTES;
        bytes.put(--at, (byte) '>');
        int rest = priority;
        do {
            bytes.put(--at, (byte) ('0' + rest % 10));
            rest /= 10;
        } while (rest != 0);
        bytes.put(--at, (byte) '<');
        return at;
    }

    @Override
    public void close() {
        syslog.close();
    }
}
