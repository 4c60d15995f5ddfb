package io.fairlead.splice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.linux.Bpf;
import io.fairlead.linux.Bpf.Hook;
import io.fairlead.linux.Bpf.MapType;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Memory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The kernel's half of packet-level splicing: its maps and its two programs, loaded, and attached to devices. Needs
 * CAP_NET_ADMIN, CAP_BPF and CAP_PERFMON while it is made, nothing afterwards. All ends with the descriptors, that is
 * with the process.
 */
final class PacketPrograms implements AutoCloseable {
    static final int EVENT_RING_BYTES = 1 << 18;

    /** Handshakes that are remembered besides those of pairs: whoever does not come to be joined is forgotten. */
    private static final int OPENINGS = 1 << 15;

    private static final int KEY_BYTES = Integer.BYTES;
    private static final int LOG_BYTES = 1 << 16;
    private static final String LICENSE = "Dual BSD/GPL";
    private static final byte PSEUDO_MAP_FD = 1; // the instruction's immediate is a map's descriptor (linux/bpf.h)

    private final List<Integer> descriptors = new ArrayList<>();
    private final Map<String, Integer> maps = new HashMap<>();
    private final int arriving;
    private final int leaving;
    private final ByteBuffer pairs;

    /** @throws PacketSpliceException where the kernel refuses, with what it was that it refused */
    PacketPrograms(int maxPairs) throws PacketSpliceException {
        try {
            make("flows", MapType.HASH, Layout.of("flow"), Integer.BYTES, 2 * maxPairs, 0);
            make("pairs", MapType.ARRAY, KEY_BYTES, Layout.of("pair"), maxPairs, Bpf.MAPPABLE);
            make("openings", MapType.LRU_HASH, Layout.of("flow"), Layout.of("opening"), OPENINGS + 2 * maxPairs, 0);
            make("events", MapType.RING_BUFFER, 0, 0, EVENT_RING_BYTES, 0);
            make("scratch", MapType.PER_CPU_ARRAY, KEY_BYTES, Layout.of("work"), 1, 0);
            arriving = load("arriving");
            leaving = load("leaving");
            pairs = Bpf.map(map("pairs"), maxPairs * Layout.of("pair"));
        } catch (PacketSpliceException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void make(String name, MapType type, int keyBytes, int valueBytes, int entries, int flags)
            throws PacketSpliceException {
        maps.put(name, keep("map " + name, Bpf.createMap(type, name, keyBytes, valueBytes, entries, flags)));
    }

    private int keep(String what, int answer) throws PacketSpliceException {
        if (answer < 0) {
            throw new PacketSpliceException(what + ": " + Errno.describe(answer) + Needs.explain(answer));
        }
        descriptors.add(answer);
        return answer;
    }

    private int load(String program) throws PacketSpliceException {
        byte[] code = Layout.bytes(program + ".bpf");
        ByteBuffer instructions = Memory.allocate(code.length).put(0, code);
        for (String line : Layout.lines("splice.maps")) {
            String[] reference = line.split(" ", -1);
            if (reference[0].equals(program)) {
                refer(instructions, Integer.parseInt(reference[1], 16), map(reference[2]));
            }
        }
        int answer = Bpf.loadProgram(program, instructions, LICENSE, null);
        boolean puzzling = answer == -Errno.EACCES && Needs.explain(answer).isEmpty();
        return keep("program " + program + (puzzling ? explain(program, instructions) : ""), answer);
    }

    /** The verifier refused: why? */
    private static String explain(String program, ByteBuffer instructions) {
        ByteBuffer log = Memory.allocate(LOG_BYTES);
        Bpf.loadProgram(program, instructions, LICENSE, log);
        return ": " + lastLine(log);
    }

    /** A load of 64 bits whose source register says that it means a map. */
    private static void refer(ByteBuffer instructions, int offset, int map) {
        byte registers = instructions.get(offset + 1);
        instructions.put(offset + 1, (byte) (registers & 0x0f | PSEUDO_MAP_FD << 4));
        instructions.putInt(offset + 4, map);
    }

    private static String lastLine(ByteBuffer log) {
        byte[] text = new byte[log.capacity()];
        log.get(0, text);
        String all = new String(text, US_ASCII).trim();
        return all.substring(all.lastIndexOf('\n') + 1);
    }

    /** Has every packet of a device judged. */
    void attach(int device) throws PacketSpliceException {
        keep("tcx ingress", Bpf.attach(arriving, device, Hook.INGRESS));
        keep("tcx egress", Bpf.attach(leaving, device, Hook.EGRESS));
    }

    int highestDescriptor() {
        return Collections.max(descriptors);
    }

    int map(String name) {
        return Objects.requireNonNull(maps.get(name), name);
    }

    int arriving() {
        return arriving;
    }

    int leaving() {
        return leaving;
    }

    /** The pairs, one after the other, as the kernel sees them. */
    ByteBuffer pairs() {
        return pairs;
    }

    @Override
    public void close() {
        descriptors.reversed().forEach(Io::close);
        descriptors.clear();
    }
}
