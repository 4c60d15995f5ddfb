package io.fairlead.splice;

import static io.fairlead.splice.PacketRig.CLIENT;
import static io.fairlead.splice.PacketRig.CLOSED;
import static io.fairlead.splice.PacketRig.DROP;
import static io.fairlead.splice.PacketRig.NEXT;
import static io.fairlead.splice.PacketRig.PASS;
import static io.fairlead.splice.PacketRig.REDIRECT;
import static io.fairlead.splice.PacketStages.IN;
import static io.fairlead.splice.PacketStages.PART_BYTES;
import static io.fairlead.splice.PacketStages.ROOM;
import static io.fairlead.splice.PacketStages.SIDES;
import static io.fairlead.splice.Segment.ACK;
import static io.fairlead.splice.Segment.FIN;
import static io.fairlead.splice.Segment.PSH;
import static io.fairlead.splice.Segment.RST;
import static io.fairlead.splice.Segment.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.splice.PacketStages.Fate;
import io.fairlead.splice.PacketStages.Packet;
import io.fairlead.splice.PacketStages.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Packets that neither end has sent, in each state of a pair: what must hold whatever they are (RFC 9293, 3.10.7.4; RFC
 * 5961). Numbers are ints, which wrap as those of TCP do.
 */
class PacketHostileTest {
    private static final int URG = 32;
    private static final int[] FLAGS = {
        0, SYN, ACK, FIN, RST, SYN | ACK, FIN | ACK, RST | ACK, PSH | ACK, URG | ACK, FIN | SYN | RST | PSH | ACK | URG
    };

    /** What is compared before and after a packet. */
    private static final String[] NOTES = {"told_seq", "told_ack", "promised", "reset", "finished"};

    private static final int RESET = 3;
    private static final int FINISHED = 4;
    private static final int HALF = Integer.MIN_VALUE;

    /** WINDOW_SLACK of the programs. */
    private static final int SLACK = 16_384;

    /** The first case of each kind. */
    private final Map<String, String> broken = new TreeMap<>();

    private int cases;

    private static int[] numbers(int told, int next, int edge, int bytes) {
        return IntStream.of(
                        told - 1,
                        told,
                        told + 1,
                        next - 1,
                        next,
                        next + 1,
                        next - bytes,
                        told - bytes,
                        edge - bytes - 1,
                        edge - bytes,
                        edge - bytes + 1,
                        edge - 1,
                        edge,
                        edge + 1,
                        edge + SLACK - bytes,
                        edge + SLACK - bytes + 1,
                        edge + SLACK,
                        edge + SLACK + 1,
                        told + HALF - 1,
                        told + HALF,
                        told + HALF + 1,
                        told + (1 << 30),
                        told - (1 << 30),
                        0)
                .distinct()
                .toArray();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepWhatIsPromisedWhateverArrives(Stage stage, TestReporter reporter) throws Exception {
        try (PacketStages pair = new PacketStages(stage)) {
            tryAll(pair);
        }
        reporter.publishEntry("cases", stage + ": " + cases);
        assertThat(broken).isEmpty();
    }

    private void tryAll(PacketStages pair) throws Exception {
        PacketRig rig = pair.rig;
        byte[] image = rig.image();
        List<Fate> undisturbed = pair.goOn();
        for (int side : SIDES) {
            rig.restore(image);
            int told = (int) rig.get(side, "told_ack");
            int promised = (int) rig.get(side, "promised");
            int known = (int) rig.get(side, "shown_ack");
            for (int bytes : new int[] {0, PART_BYTES}) {
                for (int seq : numbers(told, pair.sent[side], promised, bytes)) {
                    for (int ack : numbers(known, pair.received[side], pair.edge[side], 0)) {
                        for (int flags : FLAGS) {
                            rig.restore(image);
                            tryOut(pair, side, new Packet(flags, seq, ack, ROOM, bytes), undisturbed);
                        }
                    }
                }
            }
        }
    }

    private void tryOut(PacketStages pair, int side, Packet packet, List<Fate> undisturbed) throws Exception {
        PacketRig rig = pair.rig;
        int sent = pair.sent[side];
        int received = pair.received[side];
        cases++;
        byte[] image = rig.image();
        int[][] before = notes(rig);
        int state = rig.state();
        SplicedPair.Phase phase = rig.phase();
        int told = (int) rig.get(side, "told_ack");
        int promised = (int) rig.get(side, "promised");
        Fate fate = pair.arrives(side, packet);
        Supplier<String> as = () -> "%s of %s, told %d, sent %d, promised %d, was sent %d: %s"
                .formatted(packet, side == CLIENT ? "client" : "server", told, sent, promised, received, fate);
        int[][] now = notes(rig);
        boolean exact = packet.has(RST) && (packet.seq() == told || packet.seq() == sent);
        boolean inWindow = packet.end() - told >= 0 && packet.end() - promised <= SLACK;
        boolean acksUnsent = packet.has(ACK) && packet.ack() - received > 0;

        check(List.of(NEXT, PASS, DROP, REDIRECT).contains(fate.answer()), "verdict", as);
        check(!packet.has(SYN) || Arrays.equals(image, rig.image()), "a SYN is for the stack alone", as);
        check(rig.state() == state || rig.state() == CLOSED && exact, "state", as);
        check(now[side][RESET] == before[side][RESET] || exact, "reset", as);
        check(now[side][FINISHED] == before[side][FINISHED] || packet.has(FIN) && inWindow, "finished", as);
        check(rig.phase() == phase || exact || packet.has(FIN) && inWindow, "phase", as);
        for (int each : SIDES) {
            check(now[each][RESET] == before[each][RESET] || each == side, "reset of the other", as);
            check(rig.getLong(each, "bytes") <= pair.sent[each] - IN[each], "counts what was never sent", as);
            for (int field = 0; field < RESET; field++) {
                check(now[each][field] - before[each][field] >= 0, NOTES[field] + " moves back", as);
            }
        }
        if (fate.answer() == REDIRECT) {
            int other = 1 - side;
            check(
                    (fate.flags() & ACK) == 0 || fate.ack() - pair.sent[other] <= 0,
                    "acknowledges what was never sent",
                    as);
            check(fate.bytes() == 0 || fate.end() - pair.edge[other] <= SLACK, "beyond the window", as);
        } else if (fate.answer() != DROP && !packet.has(SYN)) {
            int exactThere = (int) (rig.get(side, "acked") - rig.get(side, "hidden_in"));
            int sentThere = (int) (rig.get(side, "sent_end") - rig.get(side, "hidden_out"));
            check(!packet.has(RST) || exact || fate.seq() != exactThere, "the stack believes a reset", as);
            check(!acksUnsent || fate.ack() - sentThere > 0, "the stack believes an acknowledgement", as);
        }
        boolean outside = packet.end() - told < 0 || packet.seq() - promised > SLACK;
        if (!packet.has(SYN) && (outside || acksUnsent && packet.end() - sent <= 0 && !packet.has(RST))) {
            List<Fate> then = pair.goOn();
            check(then.equals(undisturbed), "what follows", () -> as.get() + ", then " + then);
        }
    }

    /** The fields that {@link #NOTES} names. */
    private static int[][] notes(PacketRig rig) {
        int[][] notes = new int[2][NOTES.length];
        for (int side : SIDES) {
            for (int field = 0; field < NOTES.length; field++) {
                notes[side][field] = (int) rig.get(side, NOTES[field]);
            }
        }
        return notes;
    }

    private void check(boolean holds, String what, Supplier<String> as) {
        if (!holds) {
            broken.computeIfAbsent(what, first -> as.get());
        }
    }
}
