package io.fairlead.splice;

import io.fairlead.linux.TcpInfo;
import io.fairlead.splice.PairSlot.Field;
import java.net.InetSocketAddress;
import java.util.List;

/** One connection of a pair, the client's or the server's: who is at its ends, and where it stands on the wire. */
final class PairSide {
    private static final int MAX_WINDOW = 0xffff;

    /** What stands in the numbers that a connection's peer sees of what it sent, and of what it is sent. */
    private static final List<Field> IN = List.of(Field.ACKED, Field.TOLD_ACK);

    private static final List<Field> OUT = List.of(Field.SENT_END, Field.SHOWN_ACK, Field.RIGHT_EDGE);

    /** What the pair before noted as it stands on the wire: it saw all that came, and all that was said. */
    private static final List<Field> KEPT = List.of(
            Field.HIDDEN_IN,
            Field.HIDDEN_OUT,
            Field.TWICE,
            Field.TOLD_SEQ,
            Field.STACK_END,
            Field.PROMISED,
            Field.TOLD_EDGE,
            Field.EXPECTS,
            Field.HOLD,
            Field.DEVICE,
            Field.CLOCK,
            Field.CLOCK_ECHO,
            Field.TOLD_CLOCK);

    private final PairSlot slot;
    private final int side;

    /** @param side which of the pair's two */
    PairSide(PairSlot slot, int side) {
        this.slot = slot;
        this.side = side;
    }

    private int get(Field field) {
        return slot.get(side, field);
    }

    private void put(Field field, int value) {
        slot.put(side, field, value);
    }

    /** Notes who is at the connection's ends, how it was opened, and where it stands as far as that is known. */
    void begin(Standing standing) {
        Opening opening = standing.opening();
        slot.putEnd(side, Field.PEER, Field.PEER_PORT, opening.flow(), Opening.SOURCE, Opening.SOURCE_PORT);
        slot.putEnd(side, Field.LOCAL, Field.LOCAL_PORT, opening.flow(), Opening.DESTINATION, Opening.DESTINATION_PORT);
        slot.putFlag(side, Field.V6, opening.isV6());
        put(Field.DEVICE, opening.device());
        TcpInfo info = standing.info();
        agree(info);
        if (info.hasTimestamps()) {
            int clock = opening.clock(info);
            put(Field.CLOCK, clock);
            put(Field.TOLD_CLOCK, clock);
            put(Field.CLOCK_ECHO, opening.clockEcho());
        }
        put(Field.SENT_END, standing.acknowledged()); // at least: catchUp() knows more
        put(Field.TOLD_SEQ, standing.acknowledged());
        put(Field.SHOWN_ACK, standing.acknowledged());
        put(Field.ACKED, standing.received());
        put(Field.TOLD_ACK, standing.received());
        put(Field.STACK_END, standing.wasDisordered() ? standing.promised() : standing.received());
        put(Field.SHOWN_WINDOW, info.sendWindow() >> info.peerScale());
        int window = Math.min(MAX_WINDOW, info.receiveWindow() >> info.localScale());
        put(Field.WINDOW, window);
        put(Field.TOLD_WINDOW, window);
        put(Field.RIGHT_EDGE, standing.acknowledged() + info.sendWindow());
        put(Field.PROMISED, standing.promised());
        put(Field.TOLD_EDGE, standing.promised());
    }

    /** What both ends of the connection agreed on when it was opened. */
    private void agree(TcpInfo info) {
        slot.putByte(side, Field.PEER_SCALE, info.peerScale());
        slot.putByte(side, Field.LOCAL_SCALE, info.localScale());
        slot.putFlag(side, Field.TIMESTAMPS, info.hasTimestamps());
        slot.putFlag(side, Field.SACK, info.hasSack());
        slot.putFlag(side, Field.ECN, info.hasEcn());
        put(Field.SEGMENT, info.toldSegmentBytes());
    }

    /**
     * What passed after the numbers were taken and before packets were followed is made up for.
     *
     * @param disordered some came before their turn meanwhile
     */
    void catchUp(Standing now, boolean disordered) {
        slot.lock();
        if (slot.state() == PairState.WATCHED) {
            int sent = now.sent() + hiddenOut();
            int received = now.received() + hiddenIn();
            int promised = now.promised() + hiddenIn();
            advance(Field.SENT_END, sent);
            advance(Field.TOLD_SEQ, sent);
            advance(Field.SHOWN_ACK, now.acknowledged() + hiddenOut());
            advance(Field.ACKED, received);
            advance(Field.TOLD_ACK, received);
            advance(Field.STACK_END, disordered ? promised : received); // the stack may hold what it had room for
            if (get(Field.EXPECTS) == 0) { // or no more was told than is noted
                advance(Field.PROMISED, promised);
            }
        }
        slot.unlock();
    }

    private void advance(Field field, int to) {
        if (to - get(field) > 0) {
            put(field, to);
        }
    }

    /** This connection was followed by another pair: what its stack has never seen stays hidden from it. */
    void inherit(PairSide from) {
        KEPT.forEach(field -> put(field, from.get(field)));
        IN.forEach(field -> put(field, get(field) + hiddenIn()));
        OUT.forEach(field -> put(field, get(field) + hiddenOut()));
    }

    /** Bytes that the peer has sent and the local stack has never seen. */
    int hiddenIn() {
        return get(Field.HIDDEN_IN);
    }

    /** Bytes that the peer was sent and the local stack has never seen. */
    int hiddenOut() {
        return get(Field.HIDDEN_OUT);
    }

    InetSocketAddress local() {
        return slot.end(side, Field.LOCAL, Field.LOCAL_PORT);
    }

    InetSocketAddress peer() {
        return slot.end(side, Field.PEER, Field.PEER_PORT);
    }
}
