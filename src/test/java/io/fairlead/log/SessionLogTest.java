package io.fairlead.log;

import static io.fairlead.config.LogTarget.Facility.LOCAL0;
import static io.fairlead.config.LogTarget.Level.ALERT;
import static io.fairlead.config.LogTarget.Level.DEBUG;
import static io.fairlead.config.LogTarget.Level.INFO;
import static io.fairlead.config.LogTarget.Level.NOTICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.Address;
import io.fairlead.config.Captures;
import io.fairlead.config.Captures.Capture;
import io.fairlead.config.LogTarget;
import io.fairlead.loop.Clock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionLogTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private final Receiver receiver = new Receiver("127.0.0.1");
    private final LogTarget target = receiver.target(LOCAL0, DEBUG);
    private final SetClock clock = new SetClock("2007-10-14T15:09:05.078Z");
    private final SessionLog log = new SessionLog(clock, "fairlead", 4711, List.of(target), PARIS);
    private final Entry entry = new Entry();

    /** A wall clock that stands where it is set. */
    private static final class SetClock implements Clock {
        private long nowMs;

        SetClock(String instant) {
            set(instant);
        }

        void set(String instant) {
            nowMs = Instant.parse(instant).toEpochMilli();
        }

        @Override
        public long nanoTime() {
            return nowMs * 1_000_000;
        }

        @Override
        public long wallTimeMs() {
            return nowMs;
        }
    }

    @AfterEach
    void close() {
        log.close();
        receiver.close();
    }

    private void describeARequest() {
        entry.client = "192.168.1.3:44228";
        entry.frontend = "public";
        entry.backend = "static";
        entry.server = "statsrv1";
        entry.acceptedMs = Instant.parse("2007-10-14T15:09:04.007Z").toEpochMilli();
        entry.requestMs = 10;
        entry.queueMs = 0;
        entry.connectMs = 30;
        entry.responseMs = 69;
        entry.totalMs = 109;
        entry.status = 200;
        entry.bytes = 5_000_000_000L;
        entry.requestCookie = 'N';
        entry.responseCookie = 'I';
        entry.processSessions = 4;
        entry.frontendSessions = 3;
        entry.backendSessions = 2;
        entry.serverSessions = 1;
        entry.serverQueue = 5;
        entry.backendQueue = 6;
    }

    private void request(String line) {
        byte[] raw = ("xx" + line + "yy").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer head = ByteBuffer.allocateDirect(raw.length).put(raw);
        entry.requestLine(head, 2, raw.length - 2);
    }

    @Test
    void shouldWriteTheHttpLineFieldByField() {
        describeARequest();
        request("GET /index.html HTTP/1.1");
        log.http(List.of(), entry);
        assertThat(receiver.next())
                .isEqualTo("<134>Oct 14 17:09:05 fairlead[4711]: 192.168.1.3:44228 [14/Oct/2007:17:09:04.007] "
                        + "public static/statsrv1 10/0/30/69/109 200 5000000000 - - --NI 4/3/2/1 5/6 "
                        + "\"GET /index.html HTTP/1.1\"\n");
    }

    @Test
    void shouldWriteTheTcpLineFieldByField() {
        describeARequest();
        entry.cause = 's';
        entry.state = 'D';
        log.tcp(List.of(), entry);
        assertThat(receiver.next())
                .isEqualTo("<134>Oct 14 17:09:05 fairlead[4711]: 192.168.1.3:44228 [14/Oct/2007:17:09:04.007] "
                        + "public static/statsrv1 0/30/109 5000000000 sD 4/3/2/1 5/6\n");
    }

    @Test
    void shouldWriteMinusOneForPhasesThatWereNotReached() {
        entry.client = "10.0.0.1:1";
        entry.frontend = "public";
        entry.clear();
        entry.cause = 'C';
        entry.state = 'R';
        entry.totalMs = 7;
        log.http(List.of(), entry);
        assertThat(receiver.next())
                .endsWith(": 10.0.0.1:1 [01/Jan/1970:01:00:00.000] public public/<NOSRV> -1/-1/-1/-1/7 -1 0 - - CR-- "
                        + "0/0/0/0 0/0 \"\"\n");
    }

    @Test
    void shouldMarkALineThatIsWrittenBeforeTheEnd() {
        describeARequest();
        request("GET / HTTP/1.1");
        entry.early = true;
        log.http(List.of(), entry);
        log.tcp(List.of(), entry);
        assertThat(receiver.next()).contains(" 10/0/30/69/+109 200 +5000000000 - - --NI ");
        assertThat(receiver.next()).contains(" 0/30/+109 +5000000000 -- ");
    }

    @Test
    void shouldSayThatNoRequestCame() {
        describeARequest();
        entry.badRequest = true;
        log.http(List.of(), entry);
        assertThat(receiver.next()).endsWith(" \"<BADREQ>\"\n");
    }

    private static void take(Excerpt excerpt, String text) {
        byte[] raw = text.getBytes(StandardCharsets.ISO_8859_1);
        excerpt.take(ByteBuffer.wrap(raw), 0, raw.length);
    }

    @Test
    void shouldWriteWhatWasCapturedAndCutItAtItsLength() {
        Entry capturing = new Entry(new Captures(
                new Capture("SID", 8),
                List.of(new Capture("a", 3), new Capture("b", 20)),
                List.of(new Capture("c", 9))));
        take(Objects.requireNonNull(capturing.requestCookieText), "SID=abcdefgh");
        take(capturing.requestHeaders.get(0), "12345");
        take(capturing.responseHeaders.get(0), "{|}\"#\u00e9 x");
        log.http(List.of(), capturing);
        assertThat(receiver.next()).contains(" SID=abcd - ").endsWith(" {123|} {#7B#7C#7D#22#23#E9 x} \"\"\n");
        capturing.clear();
        log.http(List.of(), capturing);
        assertThat(receiver.next()).contains(" -1 0 - - ---- ").endsWith(" {|} {} \"\"\n");
    }

    @Test
    void shouldWriteIpv6ClientsWithoutBrackets() {
        describeARequest();
        entry.client = "2001:db8::1:44228";
        log.tcp(List.of(), entry);
        assertThat(receiver.next()).contains("]: 2001:db8::1:44228 [14/Oct/2007:");
    }

    @Test
    void shouldPadTheDayWithASpaceInTheHeaderAndWithAZeroInTheAcceptDate() {
        clock.set("2026-01-02T03:04:05Z");
        entry.acceptedMs = clock.wallTimeMs();
        log.tcp(List.of(), entry);
        assertThat(receiver.next())
                .startsWith("<134>Jan  2 04:04:05 fairlead[4711]: ")
                .contains("[02/Jan/2026:04:04:05.000]");
    }

    @Test
    void shouldRenewTheHeaderAsTheSecondChanges() {
        log.event(List.of(), NOTICE, "one");
        clock.set("2007-10-14T15:09:05.999Z");
        log.event(List.of(), NOTICE, "two");
        clock.set("2007-10-14T15:09:06Z");
        log.event(List.of(), NOTICE, "three");
        assertThat(receiver.next()).isEqualTo("<133>Oct 14 17:09:05 fairlead[4711]: one\n");
        assertThat(receiver.next()).isEqualTo("<133>Oct 14 17:09:05 fairlead[4711]: two\n");
        assertThat(receiver.next()).isEqualTo("<133>Oct 14 17:09:06 fairlead[4711]: three\n");
    }

    @Test
    void shouldEscapeWhatCouldForgeALine() {
        describeARequest();
        request("GET /\"#\t\n\u007f\u00e9{}| HTTP/1.1");
        log.http(List.of(), entry);
        assertThat(receiver.next()).endsWith(" \"GET /#22#23#09#0A#7F#E9{}| HTTP/1.1\"\n");
    }

    @Test
    void shouldKeepAtMost1023BytesOfARequestLineAndCutTheDatagramAt1024() {
        describeARequest();
        request("GET /" + "a".repeat(4000));
        log.http(List.of(), entry);
        assertThat(receiver.next())
                .hasSize(1024)
                .startsWith("<134>Oct 14 17:09:05 fairlead[4711]: 192.168.1.3:44228 ")
                .endsWith("aaaa\n");
        assertThat(entry.requestLineBytes()).isEqualTo(1023);
    }

    @Test
    void shouldEndWithALineFeedWhereverTheCutFalls() {
        describeARequest();
        for (int length = 780; length < 880; length++) {
            request("GET /\n" + "a".repeat(length) + "\n\n\n");
            log.http(List.of(), entry);
            assertThat(receiver.next()).hasSizeBetween(900, 1024).endsWith("\n").containsOnlyOnce("\n");
        }
    }

    @Test
    void shouldForgetALongRequestLineWhenAShortOneFollows() {
        describeARequest();
        request("GET /" + "a".repeat(900));
        request("PUT /b");
        log.http(List.of(), entry);
        assertThat(receiver.next()).endsWith(" \"PUT /b\"\n");
        entry.clear();
        log.http(List.of(), entry);
        assertThat(receiver.next()).endsWith(" \"\"\n");
    }

    @Test
    void shouldKeepClientAndFrontendWhenCleared() {
        describeARequest();
        entry.clear();
        log.tcp(List.of(), entry);
        assertThat(receiver.next())
                .contains("]: 192.168.1.3:44228 [")
                .endsWith(" public public/<NOSRV> -1/-1/-1 0 -- 0/0/0/0 0/0\n");
    }

    @Test
    void shouldPreferTheProxysTargetsToTheGlobalOnes() {
        try (Receiver own = new Receiver("127.0.0.1")) {
            log.event(List.of(own.target(LogTarget.Facility.KERN, DEBUG)), ALERT, "own");
            log.event(List.of(), ALERT, "global");
            assertThat(own.next()).startsWith("<1>Oct").endsWith(": own\n");
            assertThat(receiver.next()).startsWith("<129>Oct").endsWith(": global\n");
        }
    }

    @Test
    void shouldSendToBothTargetsWithEachOnesFacility() {
        LogTarget second = receiver.target(LogTarget.Facility.DAEMON, DEBUG);
        log.event(List.of(target, second), NOTICE, "Proxy public started.");
        assertThat(receiver.next()).isEqualTo("<133>Oct 14 17:09:05 fairlead[4711]: Proxy public started.\n");
        assertThat(receiver.next()).isEqualTo("<29>Oct 14 17:09:05 fairlead[4711]: Proxy public started.\n");
    }

    @Test
    void shouldSendNothingLessSevereThanTheTargetsLevel() {
        LogTarget quiet = receiver.target(LOCAL0, NOTICE);
        log.event(List.of(quiet), INFO, "dropped");
        log.http(List.of(quiet), entry);
        log.tcp(List.of(quiet), entry);
        log.event(List.of(quiet), NOTICE, "sent");
        assertThat(receiver.next()).endsWith(": sent\n");
    }

    @Test
    void shouldKeepAnEventOnOneLine() {
        log.event(List.of(), ALERT, "Server é/s1\nis DOWN");
        assertThat(receiver.next()).endsWith(": Server ?/s1?is DOWN\n");
    }

    @Test
    void shouldLogOverTheIpv6Socket() throws Exception {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1}; // reaches the IPv4 receiver
        Address v6 = new Address(
                Inet6Address.getByAddress(null, mapped, -1), target.address().port());
        log.event(List.of(new LogTarget(v6, LOCAL0, DEBUG)), NOTICE, "six");
        assertThat(v6.ip()).isInstanceOf(Inet6Address.class);
        assertThat(receiver.next()).endsWith(": six\n");
    }

    @Test
    void shouldGoOnWhenATargetCannotBeReached() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        LogTarget nobody = new LogTarget(new Address(loopback, 1), LOCAL0, DEBUG);
        LogTarget refused = new LogTarget(new Address(loopback, 0), LOCAL0, DEBUG); // EINVAL
        for (int i = 0; i < 10; i++) {
            log.event(List.of(nobody, refused, target), NOTICE, "still here");
            assertThat(receiver.next()).endsWith(": still here\n");
        }
    }

    @Test
    void shouldDoWithoutAnyTarget() {
        try (SessionLog silent = new SessionLog(clock, "fairlead", 1, List.of(), PARIS)) {
            silent.event(List.of(), ALERT, "unheard");
            silent.event(List.of(target), ALERT, "heard");
        }
        assertThat(receiver.next()).endsWith("fairlead[1]: heard\n");
    }
}
