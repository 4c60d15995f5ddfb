package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.GlobalConfig.Tuning;
import io.fairlead.http.BodyKind;
import io.fairlead.log.SessionLog;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Clock;
import io.fairlead.loop.Loop;
import io.fairlead.session.Flow.Outcome;
import io.fairlead.splice.Means;
import io.fairlead.splice.SpliceCounters;
import io.fairlead.splice.Splicer;
import io.fairlead.splice.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One flow between two real connections, advanced as a session advances it, and the peers at their far ends. */
final class FlowRig implements AutoCloseable, Connection.Owner {
    static final int BUFFER_BYTES = 16 * 1024;

    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final Set<Outcome> WAITS = EnumSet.of(Outcome.AWAIT_SOURCE, Outcome.AWAIT_TARGET, Outcome.YIELD);

    final SpliceCounters counters = new SpliceCounters();
    final Flow flow;
    final Connection source;
    final Connection target;
    final SocketChannel sender;
    final SocketChannel receiver;
    private final boolean spliced;
    private final Loop loop = new Loop(Clock.SYSTEM);
    private final Buffers buffers = new Buffers(BUFFER_BYTES);
    private final Splicer splicer = new Splicer(buffers, counters, 4, 0);
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final ByteBuffer into = ByteBuffer.allocate(1 << 20);
    private boolean putOff;
    private long delivered;

    FlowRig(boolean spliced) {
        this.spliced = spliced;
        List<Worker> workers = new ArrayList<>();
        Worker worker = new Worker(
                loop,
                buffers,
                splicer,
                new SessionLog(Clock.SYSTEM, "fairlead", 1, List.of()),
                new Gate(1),
                new Tuning(BUFFER_BYTES, BUFFER_BYTES / 2, 4, 0),
                workers);
        workers.add(worker);
        Wire left = Wire.open();
        Wire right = Wire.open();
        sender = left.far();
        receiver = right.far();
        source = new Connection(worker, this, null);
        target = new Connection(worker, this, null);
        flow = new Flow(splicer, true);
        source.open(left.near());
        target.open(right.near());
        turnUntil(target::writable);
    }

    @Override
    public void ready(Connection connection) {
        advance();
    }

    private void advance() {
        if (WAITS.contains(flow.outcome())) {
            if (flow.advance(source, target) == Outcome.YIELD && !putOff) {
                putOff = true;
                loop.putOff(this::again);
            }
            delivered += flow.takeDelivered();
        }
    }

    private void again() {
        putOff = false;
        advance();
    }

    /** Begins a message of which {@code headBytes} were checked already, once they have arrived. */
    void start(int headBytes, BodyKind kind, long contentLength) {
        awaitWaiting(headBytes);
        flow.start(source, headBytes, kind, contentLength, spliced ? Means.PIPE : Means.COPY, false);
        advance();
    }

    /** Sends all of it, receiving at the other end meanwhile. */
    void send(byte[] bytes, int from, int to) {
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, to - from);
        turnUntil(() -> {
            try {
                sender.write(rest);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (rest.hasRemaining()) {
                receive();
            }
            return !rest.hasRemaining();
        });
    }

    void send(byte[] bytes) {
        send(bytes, 0, bytes.length);
    }

    void finish() {
        try {
            sender.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void resetSender() {
        try {
            sender.setOption(StandardSocketOptions.SO_LINGER, 0);
            sender.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns the loop until the flow has stopped for good and all that it delivered has arrived. */
    Outcome end() {
        turnUntil(() -> {
            receive();
            return !WAITS.contains(flow.outcome()) && received.size() >= delivered;
        });
        return flow.outcome();
    }

    /** Turns the loop until that many bytes have arrived since the last {@link #takeReceived}. */
    void awaitReceived(int count) {
        turnUntil(() -> {
            receive();
            return received.size() >= count;
        });
    }

    private void receive() {
        try {
            for (int count = 1; count > 0; ) {
                count = receiver.read(into.clear());
                received.write(into.array(), 0, Math.max(count, 0));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What arrived since the last call, after checking that exactly this was accounted as delivered. */
    byte[] takeReceived() {
        assertThat(delivered).as("bytes accounted").isEqualTo(received.size());
        delivered = 0;
        byte[] bytes = received.toByteArray();
        received.reset();
        return bytes;
    }

    void turnUntil(BooleanSupplier done) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!done.getAsBoolean()) {
            loop.turn(1);
            assertThat(System.nanoTime()).as("this flow stalls").isLessThan(deadlineNs);
        }
    }

    /** Everything that waits at the source, or will soon, and belongs to no message yet. */
    String leftOver(int count) {
        awaitWaiting(count);
        byte[] bytes = new byte[source.waiting()];
        if (bytes.length > 0) {
            source.in().bytes().get(source.in().start(), bytes);
            source.discard();
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void awaitWaiting(int count) {
        turnUntil(() -> {
            if (source.waiting() < count && source.readable()) {
                source.fill();
            }
            return source.waiting() >= count;
        });
    }

    @Override
    public void close() {
        flow.abandon();
        source.close();
        target.close();
        try {
            sender.close();
            receiver.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        splicer.close();
        loop.close();
        assertThat(buffers.borrowed()).isZero();
        assertThat(counters.pipesInUse).hasValue(0);
        assertThat(counters.pipesFree).hasValue(0);
    }
}
