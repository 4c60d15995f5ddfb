package io.fairlead.splice;

import static io.fairlead.splice.PacketRig.CLIENT;
import static io.fairlead.splice.PacketRig.DROP;
import static io.fairlead.splice.PacketRig.NEXT;
import static io.fairlead.splice.PacketRig.PASS;
import static io.fairlead.splice.PacketRig.REDIRECT;
import static io.fairlead.splice.PacketRig.SERVER;
import static io.fairlead.splice.PacketRig.SPLICED;
import static io.fairlead.splice.PacketRig.WATCHED;
import static io.fairlead.splice.Segment.ACK;
import static io.fairlead.splice.Segment.FIN;
import static io.fairlead.splice.Segment.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A body from the server that the kernel carries, packet by packet, and the connections after it. */
class PacketBodyTranslationTest {
    private static final int TO_FINISH = 1;
    private static final int TO_END = 2;
    private static final int FOR_STACK = 0x46610001;
    private static final int FOR_PEER = 0x46610002;
    private static final byte[] PART = new byte[24];
    private static final byte[] NOTHING = new byte[0];

    /** On the server's wire; the client's numbers are {@code SHIFT} higher. */
    private static final long START = 10_000;

    private static final long SHIFT = 7_000;
    private static final long END = START + 2L * PART.length;
    private static final long REQUESTED = 300;

    private PacketRig rig;

    @BeforeEach
    void begin() throws Exception {
        rig = PacketRig.v4();
        rig.set(SERVER, "armed", 1).set(SERVER, "has_boundary", 1).set(SERVER, "boundary", START);
        rig.set(SERVER, "handed_over", 1).set(SERVER, "shift", SHIFT).set(SERVER, "counted_ack", START + SHIFT);
        rig.set(SERVER, "bounded", TO_END).set(SERVER, "end", END);
        rig.set(SERVER, "stack_end", START).set(SERVER, "acked", START).set(SERVER, "promised", END + 1_000);
        rig.set(CLIENT, "sent_end", START + SHIFT).set(CLIENT, "shown_ack", START + SHIFT);
        rig.set(CLIENT, "told_seq", START + SHIFT).set(SERVER, "sent_end", REQUESTED);
        rig.set(SERVER, "shown_ack", REQUESTED).set(SERVER, "told_seq", REQUESTED);
        rig.state(SPLICED);
    }

    @AfterEach
    void end() {
        rig.close();
    }

    private PacketRig.Outcome serverSends(long seq, int flags, byte[] payload) throws Exception {
        return rig.arrives(
                new Segment(rig.server, rig.proxyToServer, seq, REQUESTED, 500, flags | ACK, NOTHING, payload));
    }

    private PacketRig.Outcome clientAcknowledges(long ack, int window) throws Exception {
        return rig.arrives(new Segment(rig.client, rig.proxyToClient, 900, ack, window, ACK, NOTHING, NOTHING));
    }

    @Test
    void shouldCarryABodyToItsEndAndHideItFromBothStacks() throws Exception {
        assertThat(serverSends(START, 0, PART).answer()).isEqualTo(REDIRECT);
        PacketRig.Outcome last = serverSends(START + PART.length, FIN, PART);
        assertThat(last.answer()).isEqualTo(REDIRECT);
        assertThat(last.segment().seq()).isEqualTo(START + PART.length + SHIFT);
        assertThat(last.segment().flags() & FIN)
                .as("the client's connection goes on")
                .isZero();

        PacketRig.Outcome acknowledged = clientAcknowledges(END + SHIFT, 500);

        assertThat(acknowledged.answer()).isEqualTo(REDIRECT);
        assertThat(acknowledged.segment().ack()).isEqualTo(END);
        assertThat(rig.get(SERVER, "completed")).isEqualTo(1);
        assertThat(rig.get(SERVER, "armed")).isZero();
        assertThat(rig.getLong(SERVER, "bytes")).isEqualTo(END - START);

        assertThat(serverSends(END, FIN, NOTHING).answer())
                .as("the process has not seen that the body is over")
                .isEqualTo(DROP);
        rig.set(SERVER, "noticed", 1);
        // the FIN comes again, and the stack, which knows of no body, takes it
        PacketRig.Outcome finish = serverSends(END, FIN, NOTHING);
        assertThat(finish.answer()).isEqualTo(PASS);
        assertThat(finish.segment().seq()).isEqualTo(START);
        PacketRig.Outcome answer = rig.leaves(
                new Segment(rig.proxyToServer, rig.server, REQUESTED, START + 1, 500, ACK, NOTHING, NOTHING));
        assertThat(answer.segment().ack()).isEqualTo(END + 1);
        PacketRig.Outcome next =
                rig.leaves(new Segment(rig.proxyToClient, rig.client, START + SHIFT, 900, 500, ACK, NOTHING, PART));
        assertThat(next.segment().seq()).isEqualTo(END + SHIFT);
    }

    @Test
    void shouldKeepTheFinishFromTheStackUntilAllIsDelivered() throws Exception {
        assertThat(serverSends(END, FIN, NOTHING).answer()).isEqualTo(DROP);
        assertThat(rig.get(SERVER, "completed")).isZero();
    }

    @Test
    void shouldHandBackWhatTheServerNeverAnnounced() throws Exception {
        serverSends(START, 0, PART);
        clientAcknowledges(START + PART.length + SHIFT, 500);

        PacketRig.Outcome across = serverSends(START + PART.length, 0, new byte[PART.length + 6]);

        assertThat(across.answer()).isEqualTo(DROP);
        assertThat(rig.get(SERVER, "completed")).isEqualTo(1);
        assertThat(rig.get(SERVER, "hidden_in")).isEqualTo(PART.length);
        rig.set(SERVER, "noticed", 1);
        // its repetition is the stack's
        PacketRig.Outcome again = serverSends(START + PART.length, 0, new byte[PART.length + 6]);
        assertThat(again.answer()).isEqualTo(PASS);
        assertThat(again.segment().seq()).isEqualTo(START);
    }

    @Test
    void shouldNotCutBeforeTheProcessHasSentItsPart() throws Exception {
        rig.set(SERVER, "handed_over", 0)
                .set(CLIENT, "sent_end", START + SHIFT - 4)
                .set(CLIENT, "shown_ack", START + SHIFT - 4);
        serverSends(START, 0, PART);

        assertThat(serverSends(START + PART.length, 0, new byte[PART.length + 6])
                        .answer())
                .isEqualTo(DROP);
        processSends(-4, new byte[4]);
        clientAcknowledges(START + SHIFT, 500);
        rig.arrivesMarked(
                new Segment(rig.client, rig.proxyToClient, 900, START + SHIFT, 500, ACK, NOTHING, NOTHING), FOR_STACK);
        assertThat(clientAcknowledges(START + PART.length + SHIFT, 500)
                        .segment()
                        .ack())
                .isEqualTo(START + PART.length);
        assertThat(rig.get(SERVER, "completed")).isZero();

        serverSends(START + PART.length, 0, new byte[PART.length + 6]);
        assertThat(rig.get(SERVER, "completed")).isEqualTo(1);
        assertThat(rig.get(SERVER, "hidden_in"))
                .as("the server believes that these have arrived")
                .isEqualTo(PART.length);
    }

    /** The client has had bytes from the kernel that the stack, whose device has refused a packet, has yet to send. */
    @Test
    void shouldBelieveNoAcknowledgementOfMoreThanTheStackHasSent() throws Exception {
        serverSends(START, 0, PART);
        serverSends(START + PART.length, 0, new byte[PART.length + 6]);
        assertThat(rig.get(SERVER, "completed"))
                .as("cut before what is under way")
                .isEqualTo(1);
        assertThat(processSends(0, PART).seq()).isEqualTo(START + SHIFT);
        assertThat(clientAcknowledgesToStack(START + PART.length + SHIFT)).isEqualTo(START + SHIFT + PART.length);

        assertThat(processSends(4, NOTHING).seq()).isEqualTo(START + SHIFT + 4); // it has sent that many

        assertThat(clientAcknowledgesToStack(START + PART.length + SHIFT)).isEqualTo(START + SHIFT + 4);
        processSends(3, NOTHING); // it asks whether the client is there
        assertThat(clientAcknowledgesToStack(START + PART.length + SHIFT)).isEqualTo(START + SHIFT + 4);
    }

    @Test
    void shouldTellTheStackOfBytesThatItWasGivenBesides() throws Exception {
        processSends(0, PART); // they passed the program before they were followed
        serverSends(START + PART.length, 0, PART);
        long copies = rig.getLong(CLIENT, "copies");

        clientAcknowledges(START + PART.length + SHIFT, 500);
        assertThat(rig.get(CLIENT, "shown_ack")).isEqualTo(START + PART.length + SHIFT);

        clientAcknowledges(END + SHIFT, 500);
        assertThat(rig.get(SERVER, "completed")).isEqualTo(1);
        assertThat(rig.getLong(CLIENT, "copies")).isGreaterThan(copies);
        assertThat(rig.getLong(SERVER, "bytes")).isEqualTo(PART.length);
        assertThat(processSends(PART.length, PART).seq())
                .as("what both stacks have had is not hidden from them")
                .isEqualTo(END + SHIFT);
    }

    /** The server repeats what the process is still reading, and the client has all before the process writes. */
    @Test
    void shouldNotEndBeforeTheProcessHasSentWhatItsStackWasGivenBesides() throws Exception {
        serverSends(START, 0, PART);
        serverSends(START + PART.length, 0, PART);
        rig.leaves(
                new Segment(rig.proxyToServer, rig.server, REQUESTED, START + PART.length, 500, ACK, NOTHING, NOTHING));
        clientAcknowledges(END + SHIFT, 500);
        assertThat(rig.get(SERVER, "completed")).isZero();

        assertThat(processSends(0, PART).seq()).isEqualTo(START + SHIFT);
        Segment again = new Segment(rig.client, rig.proxyToClient, 900, END + SHIFT, 500, ACK, NOTHING, NOTHING);
        rig.arrives(again);
        rig.arrivesMarked(again, FOR_STACK);

        assertThat(rig.get(SERVER, "completed")).isEqualTo(1);
        assertThat(rig.getLong(SERVER, "bytes")).isEqualTo(PART.length);
        assertThat(processSends(PART.length, PART).seq()).isEqualTo(END + SHIFT);
        serverSends(END, 0, PART);
        rig.set(SERVER, "noticed", 1);
        assertThat(serverSends(END, 0, PART).segment().seq())
                .as("the next byte that the stack awaits")
                .isEqualTo(START + PART.length);
    }

    private Segment processSends(int from, byte[] payload) throws Exception {
        return rig.leaves(new Segment(
                        rig.proxyToClient, rig.client, START + SHIFT + from, 900, 500, ACK, NOTHING, payload))
                .segment();
    }

    private long clientAcknowledgesToStack(long ack) throws Exception {
        return clientAcknowledges(ack, 500).segment().ack();
    }

    @Test
    void shouldEndWithOneAcknowledgementOfWhatBothCarried() throws Exception {
        rig.set(SERVER, "handed_over", 0).set(CLIENT, "shown_ack", START + SHIFT - 10);
        serverSends(START, 0, PART);
        serverSends(START + PART.length, 0, PART);
        Segment last = new Segment(rig.client, rig.proxyToClient, 900, END + SHIFT, 500, ACK, NOTHING, NOTHING);
        assertThat(rig.arrives(last).answer()).isEqualTo(REDIRECT);
        assertThat(rig.get(SERVER, "completed"))
                .as("the stack has not heard of it")
                .isZero();

        PacketRig.Outcome copy = rig.arrivesMarked(last, FOR_STACK);

        assertThat(copy.answer()).isEqualTo(PASS);
        assertThat(copy.segment().ack()).isEqualTo(START + SHIFT);
        assertThat(rig.get(SERVER, "completed")).isEqualTo(1);
    }

    @Test
    void shouldEndWithAFinishThatIsRepeatedAfterTheLastAcknowledgement() throws Exception {
        rig.set(CLIENT, "shown_ack", START + SHIFT - 10).set(SERVER, "counted_ack", END + SHIFT);
        assertThat(serverSends(END, FIN, NOTHING).answer()).isEqualTo(DROP);
        assertThat(rig.get(SERVER, "completed")).isZero();
        rig.set(CLIENT, "shown_ack", START + SHIFT);

        assertThat(serverSends(END, FIN, NOTHING).answer()).isEqualTo(DROP);

        assertThat(rig.get(SERVER, "completed")).isEqualTo(1);
    }

    @Test
    void shouldNeverShowTheStackWhatTheKernelCarries() throws Exception {
        rig.set(SERVER, "handed_over", 0);
        assertThat(serverSends(START - 10, 0, PART).answer()).isEqualTo(DROP);
        assertThat(serverSends(START - PART.length, 0, PART).answer()).isEqualTo(PASS);
    }

    @Test
    void shouldPromiseLittleBehindTheEnd() throws Exception {
        PacketRig.Outcome outcome = clientAcknowledges(START + SHIFT, 65_535);
        assertThat(outcome.segment().ack() + outcome.segment().window()).isEqualTo(END + 32_768);
    }

    @Test
    void shouldPromiseASegmentBehindTheEndHoweverLong() throws Exception {
        rig.set(SERVER, "segment", 40_000).setByte(SERVER, "local_scale", 10).setByte(CLIENT, "peer_scale", 10);
        PacketRig.Outcome outcome = clientAcknowledges(START + SHIFT, 1_000);
        assertThat(outcome.segment().window() << 10)
                .isBetween((int) (END - START) + 40_000, (int) (END - START) + 41_024);
    }

    @Test
    void shouldPromiseNoMoreThanTheReceiverTakesUntilTheProcessHasAll() throws Exception {
        rig.set(SERVER, "has_boundary", 0).set(SERVER, "handed_over", 0).set(CLIENT, "right_edge", START + SHIFT + 100);
        rig.set(SERVER, "promised", START);
        assertThat(processAcknowledges(START)).isEqualTo(100);
        assertThat(rig.get(SERVER, "promised")).isEqualTo(START + 100);

        assertThat(processAcknowledges(END)).isEqualTo(500);

        assertThat(rig.get(SERVER, "promised")).isEqualTo(END + 500);
    }

    private int processAcknowledges(long ack) throws Exception {
        return rig.leaves(new Segment(rig.proxyToServer, rig.server, REQUESTED, ack, 500, ACK, NOTHING, NOTHING))
                .segment()
                .window();
    }

    @Test
    void shouldEndABodyOfUnknownLengthWithTheServersFinish() throws Exception {
        rig.set(SERVER, "bounded", TO_FINISH).set(SERVER, "end", 0);
        PacketRig.Outcome only = serverSends(START, FIN, PART);
        assertThat(only.answer()).isEqualTo(REDIRECT);
        assertThat(only.segment().flags() & FIN).isZero();
        assertThat(rig.get(SERVER, "completed")).isZero();

        clientAcknowledges(START + PART.length + SHIFT, 500);

        assertThat(rig.get(SERVER, "completed")).isEqualTo(1);
        assertThat(rig.get(SERVER, "finished")).isEqualTo(1);
    }

    @Test
    void shouldEndWhereTheFinishComesAfterTheLastAcknowledgement() throws Exception {
        rig.set(SERVER, "bounded", TO_FINISH).set(SERVER, "end", 0);
        serverSends(START, 0, PART);
        clientAcknowledges(START + PART.length + SHIFT, 500);
        assertThat(rig.get(SERVER, "completed")).isZero();

        serverSends(START + PART.length, FIN, NOTHING);

        assertThat(rig.get(SERVER, "completed")).isEqualTo(1);
        assertThat(rig.get(SERVER, "hidden_in")).isEqualTo(PART.length);
    }

    @Test
    void shouldKnowTheEndOfAFarBodyOnceItComesNear() throws Exception {
        long far = 5_000_000_000L;
        rig.set(SERVER, "bounded", TO_FINISH).set(SERVER, "end", START + far).setLong(SERVER, "far", far);
        serverSends(START, 0, PART);
        clientAcknowledges(START + PART.length + SHIFT, 500);
        assertThat(rig.get(SERVER, "bounded")).isEqualTo(TO_FINISH);

        rig.setLong(SERVER, "bytes", far - 1_000_000);
        long near = START + far - 1_000_000;
        rig.set(SERVER, "counted_ack", near + SHIFT).set(CLIENT, "told_seq", near + PART.length + SHIFT);
        clientAcknowledges(near + PART.length + SHIFT & 0xffffffffL, 500);

        assertThat(rig.get(SERVER, "bounded")).isEqualTo(TO_END);
    }

    @Test
    void shouldForgetWhatWasHiddenWhenTheTupleIsTakenAnew() throws Exception {
        rig.state(WATCHED).set(SERVER, "armed", 0).set(CLIENT, "gone", 1);
        rig.set(CLIENT, "hidden_in", 5).set(CLIENT, "hidden_out", 48);
        rig.set(CLIENT, "expects", 1).set(CLIENT, "hold", 700).set(CLIENT, "completed", 2);
        rig.set(SERVER, "completed", 1).set(CLIENT, "twice", 1);
        Segment first = new Segment(rig.client, rig.proxyToClient, 77, 0, 500, SYN, NOTHING, NOTHING);

        assertThat(rig.arrives(first)).isEqualTo(new PacketRig.Outcome(NEXT, first));
        assertThat(rig.get(CLIENT, "hidden_in")).as("anybody may send one").isEqualTo(5);
        rig.leaves(new Segment(rig.proxyToClient, rig.client, 99, 78, 500, SYN | ACK, NOTHING, NOTHING));

        assertThat(rig.get(CLIENT, "hidden_in")).isZero();
        assertThat(rig.get(CLIENT, "hidden_out")).isZero();
        assertThat(rig.get(CLIENT, "expects") + rig.get(CLIENT, "hold")).isZero();
        assertThat(rig.get(CLIENT, "noticed")).isEqualTo(2);
        Segment second =
                new Segment(rig.client, rig.proxyToClient, 78, START + SHIFT + 1_000_000, 500, ACK, NOTHING, NOTHING);
        assertThat(rig.arrives(second)).isEqualTo(new PacketRig.Outcome(NEXT, second));
    }

    /** The body is over, and the process's stack has room for much more than it promised. */
    private void beginBetweenBodies() {
        rig.state(WATCHED)
                .set(SERVER, "armed", 0)
                .set(SERVER, "has_boundary", 0)
                .set(SERVER, "bounded", 0);
        rig.set(SERVER, "expects", 1).set(SERVER, "hold", START).set(SERVER, "promised", START + 32_768);
        rig.set(SERVER, "told_edge", START + 32_768);
    }

    private int processSays(long ack, byte[] payload) throws Exception {
        Segment said = new Segment(rig.proxyToServer, rig.server, REQUESTED, ack, 60_000, ACK, NOTHING, payload);
        return rig.leaves(said).segment().window();
    }

    @Test
    void shouldPromiseLittleWhereABodyIsExpected() throws Exception {
        beginBetweenBodies();
        assertThat(processSays(START, PART)).isEqualTo(32_768);
        assertThat(processSays(START + 30_000, NOTHING)).isEqualTo(2_768);
        assertThat(processSays(START + 32_768, NOTHING)).isZero();
        assertThat(processSays(START + 1_000, PART)).as("the next request").isEqualTo(32_768);
    }

    @Test
    void shouldTellOfAllRoomOnceTheProcessHasSeenThatItCarriesTheResponse() throws Exception {
        beginBetweenBodies();
        processSays(START + 32_768, NOTHING);
        Segment client = new Segment(rig.client, rig.proxyToClient, 900, START + SHIFT, 500, ACK, NOTHING, NOTHING);
        assertThat(rig.arrivesMarked(client, FOR_PEER).segment().window())
                .as("the stack's")
                .isEqualTo(60_000);

        beginBetweenBodies();
        processSays(START + 32_768, NOTHING);
        long before = rig.getLong(CLIENT, "copies");
        rig.arrives(client);
        assertThat(rig.getLong(CLIENT, "copies")).as("still expected").isEqualTo(before);
        rig.set(SERVER, "expects", 0);
        rig.arrives(client);
        assertThat(rig.getLong(CLIENT, "copies")).isEqualTo(before + 1);
        assertThat(processSays(START + 32_768, NOTHING)).isEqualTo(60_000);
        rig.arrives(client);
        assertThat(rig.getLong(CLIENT, "copies")).as("it has been told").isEqualTo(before + 1);
    }
}
