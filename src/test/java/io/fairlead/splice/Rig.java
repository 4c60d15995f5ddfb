package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.loop.Buffers;
import io.fairlead.loop.Clock;
import io.fairlead.loop.Loop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A loop that the test turns, an engine, and the transfers under test between real TCP connections. */
final class Rig implements AutoCloseable {
    static final int BUFFER_BYTES = 16 * 1024;
    static final int MAX_PIPES = 8;

    /** So long a wait means that what is awaited never comes: a failure, not a pace. */
    private static final long PATIENCE_NS = 20_000_000_000L;

    /** Turns of a millisecond without an event after which nothing is on its way any more. */
    private static final int QUIET_TURNS = 30;

    final Engine engine;
    final Loop loop = new Loop(Clock.SYSTEM);
    final Buffers buffers;
    final SpliceCounters counters = new SpliceCounters();
    final Splicer splicer;
    final @Nullable PacketSplicer packets;
    private final ArrayDeque<AutoCloseable> open = new ArrayDeque<>();
    private long patterns;

    Rig(Engine engine) {
        this(engine, BUFFER_BYTES, MAX_PIPES);
    }

    Rig(Engine engine, int bufferBytes, int maxPipes) {
        this.engine = engine;
        this.buffers = new Buffers(bufferBytes);
        this.packets = engine.byPackets() ? packets() : null;
        this.splicer = new Splicer(buffers, counters, maxPipes, 0, packets);
    }

    private PacketSplicer packets() {
        try {
            PacketSplicer made = own(new PacketSplicer(64));
            made.listen(loop);
            return made;
        } catch (PacketSpliceException e) {
            throw new AssertionError(e);
        }
    }

    /** A transfer between two new connections. */
    Transfer transfer(long limit) {
        return transfer(limit, 0, 0);
    }

    /** The last two: socket buffers at the sender and at the receiver; 0: the kernel's choice. */
    Transfer transfer(long limit, int senderBytes, int receiverBytes) {
        Pattern pattern = new Pattern(++patterns);
        Wire left = Wire.open(senderBytes);
        Wire right = Wire.open(receiverBytes);
        NearEnd source = own(new NearEnd(loop, left.near()));
        NearEnd target = own(new NearEnd(loop, right.near()));
        FarEnd from = own(new FarEnd(left.far(), pattern, pattern));
        FarEnd to = own(new FarEnd(right.far(), pattern, pattern));
        return transfer(source, from, target, to, limit);
    }

    /** Unlimited transfers both ways between two new connections. */
    List<Transfer> duplex() {
        Transfer there = transfer(Long.MAX_VALUE);
        Transfer back = transfer(there.target, there.to, there.source, there.from, Long.MAX_VALUE);
        return List.of(there, back);
    }

    /** One direction of a tunnel between connections that there are; both are to be closed before them. */
    Transfer tunnel(NearEnd source, FarEnd from, NearEnd target, FarEnd to) {
        return new Transfer(source, from, target, to, splicer.join(source, target));
    }

    /** The next transfer between the ends of one that is over. */
    Transfer after(Transfer last, long limit) {
        last.close();
        return transfer(last.source, last.from, last.target, last.to, limit);
    }

    /** The next transfer from the source of one that is over, to a new connection. */
    Transfer elsewhere(Transfer last, long limit) {
        last.close();
        Wire right = Wire.open(0);
        NearEnd target = own(new NearEnd(loop, right.near()));
        FarEnd to = own(last.to.continuedOn(right.far()));
        return transfer(last.source, last.from, target, to, limit);
    }

    private Transfer transfer(NearEnd source, FarEnd from, NearEnd target, FarEnd to, long limit) {
        return own(new Transfer(source, from, target, to, engine.open(splicer, source, target, limit)));
    }

    private <T extends AutoCloseable> T own(T resource) {
        open.push(resource);
        return resource;
    }

    /** Turns the loop until something has come true. */
    void turnUntil(BooleanSupplier done) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!done.getAsBoolean()) {
            loop.turn(1);
            assertThat(System.nanoTime()).as("this transfer stalls").isLessThan(deadlineNs);
        }
    }

    /** Turns the loop until nothing is on its way. */
    void settle() {
        int quiet = 0;
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (quiet < QUIET_TURNS) {
            quiet = loop.turn(1) == 0 ? quiet + 1 : 0;
            assertThat(System.nanoTime()).as("this loop spins").isLessThan(deadlineNs);
        }
    }

    /** Sends until neither the sockets on the way nor the engine take any more. */
    void fillUp(Transfer transfer) {
        do {
            turnUntil(() -> transfer.from.send(Long.MAX_VALUE) == 0
                    && (transfer.step() == Splice.Step.AWAIT_TARGET || engine.byPackets()));
            settle();
        } while (transfer.from.send(Long.MAX_VALUE) > 0);
    }

    /** Has the far end receive until the transfer is over and the last byte arrived. */
    void drain(Transfer transfer) {
        turnUntil(() -> {
            transfer.to.receive();
            return transfer.over() && transfer.to.received() >= transfer.carried();
        });
    }

    /** How many of the things that the engine's bytes travel in are in use. */
    int held() {
        return engine.held(counters, buffers);
    }

    /** Closes the transfers, then their ends, then what the engine kept. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        splicer.close();
        loop.close();
    }
}
