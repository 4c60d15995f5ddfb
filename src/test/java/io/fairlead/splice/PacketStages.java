package io.fairlead.splice;

import static io.fairlead.splice.PacketRig.CLIENT;
import static io.fairlead.splice.PacketRig.CLOSED;
import static io.fairlead.splice.PacketRig.REDIRECT;
import static io.fairlead.splice.PacketRig.SERVER;
import static io.fairlead.splice.PacketRig.SPLICED;
import static io.fairlead.splice.Segment.ACK;
import static io.fairlead.splice.Segment.FIN;
import static io.fairlead.splice.Segment.RST;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A pair that genuine packets have brought to a stage, and what both ends have truly sent. Numbers are ints, which wrap as
 * those of TCP do.
 */
final class PacketStages implements AutoCloseable {
    static final int[] SIDES = {CLIENT, SERVER};
    static final int PART_BYTES = 24;
    private static final byte[] NOTHING = new byte[0];
    static final int ROOM = 40_000;

    private static final int FOR_STACK = 0x46610001;
    private static final int FOR_PEER = 0x46610002;
    private static final int TO_FINISH = 1;
    private static final int TO_END = 2;
    private static final int UNACKNOWLEDGED = 50;

    /** The next byte that each end sends, and that it is sent: what passes goes through 2^32 and 2^31. */
    static final int[] IN = {-30, 9_000};

    private static final int[] OUT = {Integer.MAX_VALUE - 40, 1_000_000};

    /** Of a body: its end is known, or not; it has ended, and the process has not seen it yet, or has. */
    enum Stage {
        WATCHED,
        ARMED,
        BOUND,
        HANDED_OVER,
        HALF_CLOSED,
        CLOSED,
        RESET,
        BODY,
        ENDLESS_BODY,
        BODY_UNNOTICED,
        BODY_BEHIND
    }

    /** What became of a packet, as far as it matters. */
    record Fate(int answer, int seq, int ack, int window, int flags, int bytes) {
        static Fate of(PacketRig.Outcome outcome) {
            Segment to = outcome.segment();
            int bytes = to.payload().length;
            return new Fate(outcome.answer(), (int) to.seq(), (int) to.ack(), to.window(), to.flags(), bytes);
        }

        int end() {
            return seq + bytes + ((flags & FIN) != 0 ? 1 : 0);
        }
    }

    /** A packet as one end sends it, or a stranger in its name. */
    record Packet(int flags, int seq, int ack, int window, int bytes) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        int end() {
            return seq + bytes + (has(FIN) ? 1 : 0);
        }
    }

    final PacketRig rig;
    private final Stage stage;

    /** What each end has sent so far, what it was sent, and how far it has promised room. */
    int[] sent = IN.clone();

    int[] received = OUT.clone();
    final int[] edge = {OUT[CLIENT] + ROOM, OUT[SERVER] + ROOM};

    PacketStages(Stage stage) throws Exception {
        this.stage = stage;
        rig = PacketRig.v4();
        for (int side : SIDES) {
            for (String field : new String[] {"acked", "told_ack", "stack_end", "floor"}) {
                rig.set(side, field, IN[side]);
            }
            for (String field : new String[] {"sent_end", "told_seq"}) {
                rig.set(side, field, OUT[side]);
            }
            rig.set(side, "shown_ack", OUT[side] - UNACKNOWLEDGED).set(side, "right_edge", edge[side]);
            rig.set(side, "promised", IN[side] + ROOM).set(side, "told_edge", IN[side] + ROOM);
            rig.set(side, "window", ROOM).set(side, "told_window", ROOM).set(side, "shown_window", ROOM);
            rig.set(side, "segment", 1448).set(side, "shift", OUT[1 - side] - IN[side]);
        }
        rig.phase(SplicedPair.Phase.ESTABLISHED);
        reach();
    }

    @Override
    public void close() {
        rig.close();
    }

    /** A copy that the programs make of it comes by, too. */
    Fate arrives(int side, Packet packet) throws Exception {
        InetSocketAddress from = side == CLIENT ? rig.client : rig.server;
        InetSocketAddress to = side == CLIENT ? rig.proxyToClient : rig.proxyToServer;
        Segment segment = new Segment(
                from, to, packet.seq, packet.ack, packet.window, packet.flags, NOTHING, new byte[packet.bytes]);
        long copies = rig.getLong(side, "copies");
        Fate fate = Fate.of(rig.arrives(segment));
        if (rig.getLong(side, "copies") != copies) {
            rig.arrivesMarked(segment, fate.answer == REDIRECT ? FOR_STACK : FOR_PEER);
        }
        return fate;
    }

    /** An end goes on, and acknowledges so much. */
    private Fate genuine(int side, int ack, int flags, int bytes) throws Exception {
        Packet packet = new Packet(flags | ACK, sent[side], ack, edge[side] - ack, bytes);
        Fate fate = arrives(side, packet);
        sent[side] = packet.end();
        if (fate.answer == REDIRECT) {
            received[1 - side] = fate.end();
        }
        return fate;
    }

    private Fate acknowledges(int side) throws Exception {
        return genuine(side, received[side], 0, 0);
    }

    private Fate stackSays(int side, int seq, int ack, int bytes) throws Exception {
        InetSocketAddress from = side == CLIENT ? rig.proxyToClient : rig.proxyToServer;
        InetSocketAddress to = side == CLIENT ? rig.client : rig.server;
        return Fate.of(rig.leaves(new Segment(from, to, seq, ack, ROOM, ACK, NOTHING, new byte[bytes])));
    }

    private void reach() throws Exception {
        if (stage != Stage.WATCHED) {
            rig.state(SPLICED);
        }
        switch (stage) {
            case WATCHED -> {}
            case ARMED -> arm();
            case BOUND -> bind();
            case HANDED_OVER -> handOver();
            case HALF_CLOSED -> halfClose();
            case CLOSED -> {
                halfClose();
                genuine(SERVER, received[SERVER], FIN, 0);
                acknowledges(CLIENT);
                assertThat(rig.state()).isEqualTo(CLOSED);
            }
            case RESET -> {
                handOver();
                genuine(CLIENT, received[CLIENT], RST, 0);
                assertThat(rig.state()).isEqualTo(CLOSED);
            }
            case BODY -> carryBody(TO_END, 1_000);
            case ENDLESS_BODY -> carryBody(TO_FINISH, 0);
            case BODY_UNNOTICED -> endBody();
            case BODY_BEHIND -> {
                endBody();
                rig.set(SERVER, "noticed", 1);
                received[CLIENT] =
                        stackSays(CLIENT, OUT[CLIENT], IN[CLIENT], PART_BYTES).end();
            }
        }
    }

    private void arm() {
        rig.set(CLIENT, "armed", 1).set(SERVER, "armed", 1);
    }

    private void bind() throws Exception {
        arm();
        for (int side : SIDES) {
            genuine(side, OUT[side] - UNACKNOWLEDGED, 0, PART_BYTES);
        }
        assertThat(rig.get(CLIENT, "has_boundary") + rig.get(SERVER, "has_boundary"))
                .isEqualTo(2);
        assertThat(rig.get(CLIENT, "handed_over") + rig.get(SERVER, "handed_over"))
                .isZero();
    }

    private void handOver() throws Exception {
        bind();
        for (int side : new int[] {CLIENT, SERVER, CLIENT, SERVER}) {
            acknowledges(side);
        }
        int[] known = received.clone();
        for (int side : SIDES) {
            genuine(side, known[side], 0, PART_BYTES);
        }
        assertThat(rig.get(CLIENT, "handed_over") + rig.get(SERVER, "handed_over"))
                .isEqualTo(2);
    }

    private void halfClose() throws Exception {
        handOver();
        genuine(CLIENT, received[CLIENT], FIN, 0);
        acknowledges(SERVER);
    }

    private void carryBody(int bound, int bytes) throws Exception {
        int end = bytes == 0 ? 0 : IN[SERVER] + bytes;
        rig.set(SERVER, "armed", 1).set(SERVER, "bounded", bound).set(SERVER, "end", end);
        acknowledges(SERVER);
        for (int i = 0; i < 2; i++) {
            acknowledges(CLIENT);
            genuine(SERVER, received[SERVER], 0, PART_BYTES);
        }
        assertThat(rig.get(SERVER, "handed_over")).isEqualTo(1);
    }

    private void endBody() throws Exception {
        carryBody(TO_END, 2 * PART_BYTES);
        acknowledges(CLIENT);
        assertThat(rig.get(SERVER, "hidden_in")).isEqualTo(2 * PART_BYTES);
    }

    /** What both ends do next, and the local stack with them; and what is noted of it. */
    List<Fate> goOn() throws Exception {
        List<Fate> fates = new ArrayList<>();
        int[] sentBefore = sent.clone();
        int[] receivedBefore = received.clone();
        if (stage == Stage.WATCHED) {
            rig.state(SPLICED);
            arm();
        }
        for (int side : SIDES) {
            fates.add(genuine(side, received[side], 0, PART_BYTES));
        }
        for (int side : new int[] {SERVER, CLIENT}) {
            fates.add(acknowledges(side));
            fates.add(stackSays(side, OUT[side], IN[side], 0));
        }
        sent = sentBefore;
        received = receivedBefore;
        return fates;
    }
}
