package io.fairlead.splice;

import io.fairlead.linux.Bpf;
import io.fairlead.linux.Memory;
import io.fairlead.linux.ProgramRun;
import io.fairlead.linux.SocketAddress;
import io.fairlead.splice.SplicedPair.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The packet programs in the kernel, with one pair whose fields a test sets, and packets that are shown to them one by
 * one (BPF_PROG_TEST_RUN). Nothing is attached: no real packet meets them.
 */
final class PacketRig implements AutoCloseable {
    static final int NEXT = -1;
    static final int PASS = 0;
    static final int DROP = 2;
    static final int REDIRECT = 7;

    static final int CLIENT = 0;
    static final int SERVER = 1;
    static final int WATCHED = 1;
    static final int SPLICED = 2;
    static final int CLOSED = 3;

    /** Where nothing else is said, this much has been sent and may be sent. */
    static final int FAR = 1 << 30;

    private static final int CONTEXT_BYTES = 192;
    private static final int CONTEXT_MARK = 8;
    private static final int CONTEXT_SEGMENT = 176;
    private static final int LARGEST = 4096;

    /** What became of a packet. */
    record Outcome(int answer, Segment segment) {}

    final InetSocketAddress client;
    final InetSocketAddress proxyToClient;
    final InetSocketAddress proxyToServer;
    final InetSocketAddress server;

    private final PacketPrograms programs;
    private final ByteBuffer pairs;

    private PacketRig(String network) throws Exception {
        client = new InetSocketAddress(InetAddress.ofLiteral(network + "1"), 40_001);
        proxyToClient = new InetSocketAddress(InetAddress.ofLiteral(network + "2"), 80);
        proxyToServer = new InetSocketAddress(InetAddress.ofLiteral(network + "3"), 50_002);
        server = new InetSocketAddress(InetAddress.ofLiteral(network + "4"), 8080);
        programs = new PacketPrograms(4);
        pairs = programs.pairs();
        register(CLIENT, proxyToClient, client);
        register(SERVER, proxyToServer, server);
        state(WATCHED);
    }

    static PacketRig v4() throws Exception {
        return new PacketRig("192.0.2.");
    }

    static PacketRig v6() throws Exception {
        return new PacketRig("2001:db8::");
    }

    static PacketRig of(String family) throws Exception {
        return family.equals("IPv4") ? v4() : v6();
    }

    /** A pair in steady state: both directions handed over, the client's bytes 1000 higher on the server's wire. */
    static PacketRig handedOver(String family) throws Exception {
        PacketRig rig = of(family);
        for (int side : new int[] {CLIENT, SERVER}) {
            rig.set(side, "armed", 1).set(side, "has_boundary", 1).set(side, "handed_over", 1);
            rig.set(side, "told_seq", FAR).set(side, "promised", FAR);
            rig.setByte(side, "timestamps", 1).setByte(side, "sack", 1);
        }
        rig.set(CLIENT, "shift", 1_000).set(SERVER, "shift", -2_000);
        rig.setByte(CLIENT, "peer_scale", 7).setByte(CLIENT, "local_scale", 7);
        rig.setByte(SERVER, "peer_scale", 8).setByte(SERVER, "local_scale", 6);
        rig.set(CLIENT, "told_clock", 7_000_000).set(CLIENT, "clock", 7_000_000);
        rig.set(SERVER, "told_clock", 9_000_000).set(SERVER, "clock", 9_000_000);
        return rig.state(SPLICED);
    }

    private void register(int side, InetSocketAddress local, InetSocketAddress peer) {
        ByteBuffer flow = Memory.allocate(Layout.of("flow"));
        SocketAddress address = new SocketAddress();
        address.set(local.getAddress(), local.getPort());
        address.writeMapped(pairs, at(side, "local"), at(side, "local_port"));
        address.writeMapped(flow, Layout.of("flow.destination"), Layout.of("flow.destination_port"));
        address.set(peer.getAddress(), peer.getPort());
        address.writeMapped(pairs, at(side, "peer"), at(side, "peer_port"));
        address.writeMapped(flow, 0, Layout.of("flow.source_port"));
        set(side, "device", 2);
        ByteBuffer entry = Memory.allocate(Integer.BYTES).putInt(0, side);
        if (Bpf.update(programs.map("flows"), flow, entry) < 0) {
            throw new IllegalStateException("flow refused");
        }
    }

    private static int at(int side, String field) {
        return Layout.of("pair.sides") + side * Layout.of("side") + Layout.of("side." + field);
    }

    PacketRig state(int state) {
        pairs.putInt(Layout.of("pair.state"), state);
        return this;
    }

    PacketRig phase(Phase phase) {
        pairs.putInt(Layout.of("pair.phase"), List.of(Phase.values()).indexOf(phase));
        return this;
    }

    Phase phase() {
        return List.of(Phase.values()).get(pairs.getInt(Layout.of("pair.phase")));
    }

    /** Somebody holds the pair's lock and does not let go. */
    PacketRig locked() {
        pairs.putInt(Layout.of("pair.lock"), 1);
        return this;
    }

    int state() {
        return pairs.getInt(Layout.of("pair.state"));
    }

    /** All that the programs know of the pair. */
    byte[] image() {
        byte[] image = new byte[Layout.of("pair")];
        pairs.get(0, image);
        return image;
    }

    /** Has the programs know what they knew. */
    void restore(byte[] image) {
        pairs.put(0, image);
    }

    PacketRig set(int side, String field, long value) {
        pairs.putInt(at(side, field), (int) value);
        return this;
    }

    PacketRig setLong(int side, String field, long value) {
        pairs.putLong(at(side, field), value);
        return this;
    }

    PacketRig setByte(int side, String field, int value) {
        pairs.put(at(side, field), (byte) value);
        return this;
    }

    long get(int side, String field) {
        return pairs.getInt(at(side, field)) & 0xffffffffL;
    }

    long getLong(int side, String field) {
        return pairs.getLong(at(side, field));
    }

    /** A packet arrives from a peer. */
    Outcome arrives(Segment segment) throws IOException {
        return run(programs.arriving(), segment.frame(), 0);
    }

    Outcome arrives(ByteBuffer frame) throws IOException {
        return run(programs.arriving(), frame, 0);
    }

    Outcome arrivesMarked(Segment segment, int mark) throws IOException {
        return run(programs.arriving(), segment.frame(), mark);
    }

    /** The local stack sends a packet. */
    Outcome leaves(Segment segment) throws IOException {
        return run(programs.leaving(), segment.frame(), 0);
    }

    /** What became of a frame that need not be a segment. */
    record Shown(int answer, ByteBuffer frame) {}

    Shown show(ByteBuffer frame) {
        return show(frame, 0);
    }

    /** @param segmentBytes of a super-packet, which has this much payload in each segment; 0: it is none */
    Shown show(ByteBuffer frame, int segmentBytes) {
        ByteBuffer context = Memory.allocate(CONTEXT_BYTES).putInt(CONTEXT_SEGMENT, segmentBytes);
        ByteBuffer result = Memory.allocate(LARGEST);
        ProgramRun run = ProgramRun.of(programs.arriving(), frame, result, context);
        return new Shown(run.answer(), result.limit(run.bytes()).order(ByteOrder.BIG_ENDIAN));
    }

    private static Outcome run(int program, ByteBuffer frame, int mark) throws IOException {
        ByteBuffer context = Memory.allocate(CONTEXT_BYTES).putInt(CONTEXT_MARK, mark);
        ByteBuffer result = Memory.allocate(LARGEST);
        ProgramRun run = ProgramRun.of(program, frame, result, context);
        return new Outcome(run.answer(), Segment.of(result.limit(run.bytes())));
    }

    @Override
    public void close() {
        programs.close();
    }
}
