package io.fairlead.splice;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the engines of all loops carried, and why one stood in for another. Any thread may add or read. */
public final class SpliceCounters {
    /** Why a transfer that splicing was asked for was copied instead. */
    public enum Fallback {
        NO_PIPE("no pipe within maxpipes"),
        NO_DESCRIPTOR("no descriptor for a pipe"),
        NOT_SUPPORTED("the kernel refused splice(2) on this socket"),
        NO_PAIR("no pair left for packets"),
        NOT_SEEN("the connection's handshake was not seen"),
        NOT_ASKED("the kernel does not say where this connection stands"),
        OPTIONS_DIFFER("the two connections differ in TCP options or segment size"),
        FAMILIES_DIFFER("one connection is IPv4 and the other IPv6"),
        LITTLE_ROOM("one end takes too little at a time"),
        COARSE_WINDOWS("windows are told in too coarse units here");

        private final String reason;

        Fallback(String reason) {
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }

    /** Whether packets can be spliced, and if not, why. */
    public volatile PacketEngine packetEngine = PacketEngine.NOT_ASKED_FOR;

    public final LongAdder bytesCopied = new LongAdder();
    public final LongAdder bytesSpliced = new LongAdder();

    /** Of the spliced ones, those that the kernel carried packet by packet. */
    public final LongAdder bytesByPackets = new LongAdder();

    public final AtomicInteger pipesInUse = new AtomicInteger();
    public final AtomicInteger pipesFree = new AtomicInteger();

    /** In use, free or about to be opened: what {@code maxpipes} limits, whichever way pipes move meanwhile. */
    final AtomicInteger pipesOpen = new AtomicInteger();

    private final Map<Fallback, LongAdder> fallbacks = new EnumMap<>(Fallback.class);

    public SpliceCounters() {
        for (Fallback why : Fallback.values()) {
            fallbacks.put(why, new LongAdder());
        }
    }

    void byPackets(long bytes) {
        bytesSpliced.add(bytes);
        bytesByPackets.add(bytes);
    }

    public void fellBack(Fallback why) {
        adder(why).increment();
    }

    public long fallbacks(Fallback why) {
        return adder(why).sum();
    }

    private LongAdder adder(Fallback why) {
        return Objects.requireNonNull(fallbacks.get(why));
    }
}
