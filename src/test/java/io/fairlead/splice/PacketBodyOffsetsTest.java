package io.fairlead.splice;

import static io.fairlead.splice.PacketRig.CLIENT;
import static io.fairlead.splice.PacketRig.PASS;
import static io.fairlead.splice.PacketRig.REDIRECT;
import static io.fairlead.splice.PacketRig.SERVER;
import static io.fairlead.splice.PacketRig.SPLICED;
import static io.fairlead.splice.Segment.ACK;
import static io.fairlead.splice.Segment.FIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A body whose hand-over and whose end lie at each byte of the server's segments, packet by packet: a server that
 * repeats what nobody acknowledges, the local stack and a process that passes on what it is given, and a client. Each
 * byte of the body must reach the client, each one behind it the stack, and none the other.
 */
class PacketBodyOffsetsTest {
    private static final int TO_END = 2;
    private static final int FOR_STACK = 0x46610001;
    private static final int FOR_PEER = 0x46610002;
    private static final int SEGMENT_BYTES = 12;
    private static final int SEGMENTS = 10;
    private static final int STREAM_BYTES = SEGMENTS * SEGMENT_BYTES;
    private static final int ROUNDS = 12;
    private static final byte[] NOTHING = new byte[0];

    /** On the server's wire, of the stream's first byte; the client's numbers are higher. */
    private static final long START = (1L << 32) - 50;

    private static final long SHIFT = 7_000;
    private static final long REQUESTED = 300;
    private static final long CLIENT_SEQ = 900;

    private PacketRig rig;
    private BitSet atClient = new BitSet();
    private BitSet atStack = new BitSet();
    private int end;
    private int stackHas;
    private int processGave;
    private int acknowledged;

    /** The client acknowledges once a round only. */
    private boolean late;

    @BeforeEach
    void begin() throws Exception {
        rig = PacketRig.v4();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static long wire(long number) {
        return number & 0xffffffffL;
    }

    /** @param given what the process has taken and delivered when the body is armed */
    private void arm(int given, int bodyEnd) {
        end = bodyEnd;
        stackHas = given;
        processGave = given;
        acknowledged = given;
        atClient = new BitSet();
        atClient.set(0, given);
        atStack = new BitSet();
        long there = START + given + SHIFT;
        for (String field : new String[] {
            "has_boundary", "handed_over", "hidden_in", "hidden_out", "finished", "completed", "noticed"
        }) {
            rig.set(SERVER, field, 0).set(CLIENT, field, 0);
        }
        rig.set(SERVER, "shift", SHIFT).set(SERVER, "floor", START + given).set(SERVER, "end", START + end);
        rig.set(SERVER, "stack_end", START + given).set(SERVER, "acked", START + given);
        rig.set(SERVER, "told_ack", START + given).set(SERVER, "promised", START + given + 5_000);
        rig.set(SERVER, "told_edge", START + given + 5_000)
                .set(SERVER, "bounded", TO_END)
                .set(SERVER, "armed", 1);
        rig.set(SERVER, "sent_end", REQUESTED)
                .set(SERVER, "shown_ack", REQUESTED)
                .set(SERVER, "told_seq", REQUESTED);
        rig.set(CLIENT, "sent_end", there).set(CLIENT, "shown_ack", there).set(CLIENT, "told_seq", there);
        rig.set(CLIENT, "right_edge", there + 60_000).set(CLIENT, "stack_end", CLIENT_SEQ);
        rig.set(CLIENT, "acked", CLIENT_SEQ).set(CLIENT, "told_ack", CLIENT_SEQ).state(SPLICED);
    }

    private static byte[] bytes(int from, int to) {
        byte[] bytes = new byte[to - from];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (31 * (from + i) + 7);
        }
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"once, 0", "twice, 0", "once, 5", "twice, 1", "once, 11", "late, 0", "late, 5"})
    void shouldPartTheStreamAtEveryByte(String how, int overlap) throws Exception {
        late = how.equals("late");
        for (int given = 0; given <= 2 * SEGMENT_BYTES; given++) {
            for (int bodyEnd = given + 1; bodyEnd <= STREAM_BYTES; bodyEnd++) {
                arm(given, bodyEnd);
                for (int round = 0; round < ROUNDS && acknowledged < STREAM_BYTES; round++) {
                    for (int i = 0; i < SEGMENTS; i++) {
                        serverSends(i, late ? 0 : overlap);
                        if (!how.equals("once")) {
                            serverSends(i, late ? overlap : 0);
                        }
                    }
                    clientAcknowledges();
                    rig.set(SERVER, "noticed", rig.get(SERVER, "completed")); // the process is woken
                }
                String as = "hand-over from %d on, end %d".formatted(given, bodyEnd);
                assertThat(acknowledged).as(as).isGreaterThanOrEqualTo(STREAM_BYTES);
                assertThat(atClient.nextClearBit(0)).as(as).isEqualTo(bodyEnd);
                assertThat(atClient.length())
                        .as("nothing behind the end; " + as)
                        .isEqualTo(bodyEnd);
                BitSet behind = new BitSet();
                behind.set(bodyEnd, STREAM_BYTES);
                behind.andNot(atStack);
                assertThat(behind.isEmpty()).as(as).isTrue();
            }
        }
        assertThat(rig.getLong(SERVER, "bytes")).as("carried by the kernel").isGreaterThan(50_000);
    }

    /** One that nobody has acknowledged, and some bytes of the one before it; the last with FIN. */
    private void serverSends(int segment, int overlap) throws Exception {
        int to = (segment + 1) * SEGMENT_BYTES;
        int from = Math.max(0, segment * SEGMENT_BYTES - overlap);
        if (to <= acknowledged && to < STREAM_BYTES) {
            return;
        }
        int flags = to == STREAM_BYTES ? FIN | ACK : ACK;
        Segment sent = new Segment(
                rig.server, rig.proxyToServer, wire(START + from), REQUESTED, 500, flags, NOTHING, bytes(from, to));
        arrives(sent, SERVER);
    }

    private void clientAcknowledges() throws Exception {
        long ack = wire(START + SHIFT + atClient.nextClearBit(0));
        arrives(Segment.ack(rig.client, rig.proxyToClient, CLIENT_SEQ, ack, 60_000, NOTHING), CLIENT);
    }

    /** Also as the copy that is made of it. */
    private void arrives(Segment segment, int side) throws Exception {
        long copies = rig.getLong(side, "copies");
        PacketRig.Outcome outcome = rig.arrives(segment);
        boolean copied = rig.getLong(side, "copies") != copies;
        take(outcome, side);
        if (copied) {
            take(rig.arrivesMarked(segment, outcome.answer() == REDIRECT ? FOR_STACK : FOR_PEER), side);
        }
    }

    private void take(PacketRig.Outcome outcome, int side) throws Exception {
        Segment segment = outcome.segment();
        if (side == SERVER && outcome.answer() == REDIRECT) {
            clientTakes(segment);
        } else if (side == SERVER && outcome.answer() >= PacketRig.NEXT && outcome.answer() <= PASS) {
            stackTakes(segment);
        } else if (side == CLIENT && outcome.answer() == REDIRECT) {
            serverLearns(segment);
        }
    }

    private void clientTakes(Segment segment) throws Exception {
        int from = (int) (segment.seq() - START - SHIFT);
        assertThat(segment.flags() & FIN).isZero();
        assertThat(segment.payload()).isEqualTo(bytes(from, from + segment.payload().length));
        boolean news = atClient.nextClearBit(0) < from + segment.payload().length;
        atClient.set(from, from + segment.payload().length);
        if (news && !late) {
            clientAcknowledges();
        }
    }

    /** What is next is taken; the process passes on what is the body's, and the stack acknowledges. */
    private void stackTakes(Segment segment) throws Exception {
        int hidden = (int) rig.get(SERVER, "hidden_in");
        int from = (int) (segment.seq() + hidden - START);
        byte[] payload = segment.payload();
        assertThat(payload).isEqualTo(bytes(from, from + payload.length));
        int next = stackHas + hidden;
        if (payload.length == 0 || from > next || from + payload.length <= next) {
            return;
        }
        int to = from + payload.length;
        stackHas = to - hidden;
        atStack.set(next, to);
        if (next < end) {
            processSends(next, Math.min(to, end));
        }
        serverLearns(leaves(rig.proxyToServer, rig.server, REQUESTED, START + stackHas, NOTHING));
    }

    private void processSends(int from, int to) throws Exception {
        Segment sent = leaves(rig.proxyToClient, rig.client, START + SHIFT + processGave, CLIENT_SEQ, bytes(from, to));
        processGave += to - from;
        assertThat(sent.seq()).as("its place at the client").isEqualTo(wire(START + SHIFT + from));
        clientTakes(sent);
        if (to == end && rig.get(SERVER, "has_boundary") == 0) {
            rig.set(SERVER, "armed", 0).set(SERVER, "bounded", 0); // as the process does when it has carried all
        }
    }

    private Segment leaves(InetSocketAddress from, InetSocketAddress to, long seq, long ack, byte[] payload)
            throws Exception {
        return rig.leaves(new Segment(from, to, wire(seq), wire(ack), 60_000, ACK, NOTHING, payload))
                .segment();
    }

    private void serverLearns(Segment segment) {
        if (segment.payload().length == 0) {
            acknowledged = Math.max(acknowledged, (int) (segment.ack() - START));
        }
    }
}
