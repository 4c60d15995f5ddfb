package io.fairlead.splice;

import static io.fairlead.splice.PacketRig.CLIENT;
import static io.fairlead.splice.PacketRig.CLOSED;
import static io.fairlead.splice.PacketRig.DROP;
import static io.fairlead.splice.PacketRig.NEXT;
import static io.fairlead.splice.PacketRig.PASS;
import static io.fairlead.splice.PacketRig.REDIRECT;
import static io.fairlead.splice.PacketRig.SERVER;
import static io.fairlead.splice.PacketRig.SPLICED;
import static io.fairlead.splice.Segment.ACK;
import static io.fairlead.splice.Segment.FIN;
import static io.fairlead.splice.Segment.PSH;
import static io.fairlead.splice.Segment.RST;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resets that pass a pair, that must not, and that the process repeats. */
class PacketResetTest {
    private static final byte[] NOTHING = new byte[0];

    /** What the client was told to have sent, and how much more it may send. */
    private static final long EXPECTED = 5_000;

    private static final long ROOM = 400 << 7;

    /** What the peers were sent. */
    private static final long SENT_TO_CLIENT = 4_000;

    private static final long SENT_TO_SERVER = 6_000;

    private PacketRig rig;

    @BeforeEach
    void begin() throws Exception {
        rig = PacketRig.handedOver("IPv4");
        rig.set(CLIENT, "told_ack", EXPECTED).set(CLIENT, "told_window", 400);
        rig.set(CLIENT, "told_seq", SENT_TO_CLIENT).set(CLIENT, "acked", 77).set(CLIENT, "sent_end", 88);
        rig.set(SERVER, "told_ack", SENT_TO_CLIENT + 2_000).set(SERVER, "told_seq", SENT_TO_SERVER);
        rig.set(SERVER, "counted_ack", SENT_TO_CLIENT).set(CLIENT, "promised", EXPECTED + ROOM);
    }

    @AfterEach
    void end() {
        rig.close();
    }

    private PacketRig.Outcome clientSends(long seq, long ack, int flags) throws Exception {
        return rig.arrives(new Segment(rig.client, rig.proxyToClient, seq, ack, 0, flags, NOTHING, NOTHING));
    }

    private PacketRig.Outcome proxySendsToServer(int flags) throws Exception {
        return rig.leaves(new Segment(rig.proxyToServer, rig.server, 11, 22, 500, flags, NOTHING, NOTHING));
    }

    /** The process was killed with the pair's lock: nobody else will ever tell its peers. */
    @Test
    void shouldLetTheProcessResetThoughThePairIsLocked() throws Exception {
        rig.locked();
        assertThat(proxySendsToServer(ACK).answer()).isEqualTo(DROP);

        PacketRig.Outcome outcome = proxySendsToServer(RST | ACK);

        assertThat(outcome.answer()).isEqualTo(NEXT);
        assertThat(outcome.segment().seq()).isEqualTo(SENT_TO_SERVER);
    }

    /** It may have overtaken what was carried before it, and then its number is not the one that the peer awaits. */
    @Test
    void shouldLeaveWhatTheStackHasResetToTheStack() throws Exception {
        assertThat(proxySendsToServer(RST | ACK).segment().seq()).isEqualTo(SENT_TO_SERVER);

        Segment challenge = new Segment(
                rig.server, rig.proxyToServer, SENT_TO_CLIENT + 2_000, SENT_TO_SERVER - 700, 0, ACK, NOTHING, NOTHING);
        assertThat(rig.arrives(challenge).answer()).isEqualTo(NEXT);
        Segment answer = new Segment(rig.proxyToServer, rig.server, SENT_TO_SERVER - 700, 0, 0, RST, NOTHING, NOTHING);
        assertThat(rig.leaves(answer).segment()).isEqualTo(answer);
    }

    /** What stands in the field means nothing (RFC 9293, 3.1), and is 0 or anything. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000_000, 3_000_000_000L})
    void shouldNotTakeAResetsNumberForAnAcknowledgement(long garbage) throws Exception {
        PacketRig.Outcome outcome = clientSends(EXPECTED, garbage, RST);

        assertThat(outcome.answer()).isEqualTo(REDIRECT);
        assertThat(outcome.segment().seq()).isEqualTo(SENT_TO_SERVER);
        assertThat(outcome.segment().flags()).isEqualTo(RST);
        assertThat(rig.state()).isEqualTo(CLOSED);
        assertThat(rig.getLong(SERVER, "bytes")).isZero();
        assertThat(rig.get(SERVER, "told_ack")).isEqualTo(SENT_TO_CLIENT + 2_000);
    }

    @Test
    void shouldBelieveAResetWithTheNumberThatIsExpected() throws Exception {
        PacketRig.Outcome outcome = clientSends(EXPECTED, SENT_TO_CLIENT, RST | ACK);

        assertThat(outcome.answer()).isEqualTo(REDIRECT);
        assertThat(outcome.segment().seq()).isEqualTo(SENT_TO_SERVER);
        assertThat(rig.state()).isEqualTo(CLOSED);
        assertThat(rig.get(CLIENT, "reset")).isEqualTo(1);
    }

    /** What it sent last is on its way to the far end, or lost there. */
    @Test
    void shouldBelieveAResetBehindWhatItsSenderHasSent() throws Exception {
        rig.set(SERVER, "told_seq", SENT_TO_SERVER + 700);
        clientSends(EXPECTED + 700, SENT_TO_CLIENT, RST | ACK);

        assertThat(rig.state()).isEqualTo(CLOSED);
    }

    /** RFC 5961, 3.2: the far end asks for the exact number, and only who has really reset knows it. */
    @ParameterizedTest
    @ValueSource(longs = {1, ROOM})
    void shouldPassOnAnyOtherResetInTheWindowAndNotBelieveIt(long beyond) throws Exception {
        PacketRig.Outcome outcome = clientSends(EXPECTED + beyond, SENT_TO_CLIENT, RST | ACK);

        assertThat(outcome.answer()).isEqualTo(REDIRECT);
        assertThat(outcome.segment().seq()).isEqualTo(SENT_TO_SERVER + beyond);
        assertThat(rig.state()).isEqualTo(SPLICED);
        assertThat(rig.get(CLIENT, "reset")).isZero();
    }

    /** RFC 5961, 5: what was never sent is acknowledged by nobody honest. */
    @ParameterizedTest
    @ValueSource(longs = {1, 100_000, 2_000_000_000})
    void shouldIgnoreWhatAcknowledgesMoreThanWasSent(long more) throws Exception {
        assertThat(clientSends(EXPECTED, SENT_TO_CLIENT + more, ACK).answer()).isEqualTo(DROP);
        assertThat(clientSends(EXPECTED, SENT_TO_CLIENT + more, RST | ACK).answer())
                .isEqualTo(DROP);
        assertThat(rig.getLong(SERVER, "bytes")).isZero();
        assertThat(rig.state()).isEqualTo(SPLICED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -1_000_000, ROOM + 20_000, 1_000_000_000})
    void shouldNotBelieveAnEndOutsideTheWindow(long beyond) throws Exception {
        clientSends(EXPECTED + beyond, SENT_TO_CLIENT, FIN | ACK);

        assertThat(rig.get(CLIENT, "finished")).isZero();
        assertThat(rig.get(SERVER, "told_seq")).isEqualTo(SENT_TO_SERVER);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -1_000_000, ROOM + 20_000, 1_000_000_000})
    void shouldIgnoreAResetOutsideTheWindow(long beyond) throws Exception {
        PacketRig.Outcome outcome = clientSends(EXPECTED + beyond, SENT_TO_CLIENT, RST | ACK);

        assertThat(outcome.answer()).isEqualTo(DROP);
        assertThat(rig.state()).isEqualTo(SPLICED);
        assertThat(rig.get(CLIENT, "reset")).isZero();
        assertThat(rig.get(SERVER, "told_seq")).isEqualTo(SENT_TO_SERVER);
    }

    /** RFC 9293, 3.10.7.4: without ACK it is dropped. */
    @ParameterizedTest
    @ValueSource(ints = {0, PSH})
    void shouldIgnoreWhatAcknowledgesNothing(int flags) throws Exception {
        assertThat(clientSends(EXPECTED, 0, flags).answer()).isEqualTo(DROP);
        assertThat(rig.getLong(SERVER, "bytes")).isZero();
    }

    /** The one that passed may be lost, or lie behind lost bytes: whoever has not taken it is told once more. */
    @ParameterizedTest
    @CsvSource({"CLIENT", "SERVER"})
    void shouldRepeatAResetByTheProcess(String by) throws Exception {
        rig.set(by.equals("CLIENT") ? CLIENT : SERVER, "reset", 1).state(CLOSED);

        PacketRig.Outcome outcome = proxySendsToServer(RST | ACK);

        assertThat(outcome.answer()).isEqualTo(NEXT);
        assertThat(outcome.segment().seq()).isEqualTo(SENT_TO_SERVER);
        assertThat(outcome.segment().ack()).isEqualTo(SENT_TO_CLIENT + 2_000);
    }

    @Test
    void shouldKeepToItselfWhatElseTheProcessSaysAfterAReset() throws Exception {
        rig.set(CLIENT, "reset", 1).state(CLOSED);

        assertThat(proxySendsToServer(ACK).answer()).isEqualTo(DROP);
    }

    @Test
    void shouldKeepTheProcesssResetsToItselfWhereBothEndsHaveFinished() throws Exception {
        rig.state(CLOSED);

        assertThat(proxySendsToServer(RST | ACK).answer()).isEqualTo(DROP);
    }

    /** Before the kernel carries what comes from its sender a reset is the local stack's, with the number it has. */
    @Test
    void shouldLeaveAResetToTheStackThatCarriesStill() throws Exception {
        rig.set(CLIENT, "has_boundary", 0).set(CLIENT, "handed_over", 0).set(CLIENT, "stack_end", EXPECTED);

        assertThat(clientSends(EXPECTED, 0, RST).answer()).isEqualTo(PASS);
        assertThat(rig.state()).isEqualTo(SPLICED);
    }
}
