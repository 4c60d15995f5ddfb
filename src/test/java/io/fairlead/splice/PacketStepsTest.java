package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.splice.Splice.Step;
import io.fairlead.system.KernelMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens at whichever step of joining, carrying and handing back, every byte and every end arrives, and nothing
 * is left: each event at each step in turn. Steps are the process's questions where connections stand, before each of
 * which it is stopped while it joins them, and each time that it is about to carry.
 */
class PacketStepsTest {
    private static final Set<Step> FAILED = EnumSet.of(Step.SOURCE_FAILED, Step.TARGET_FAILED, Step.EXPIRED);
    private static final int PIECES = 4;
    private static final int BODIES = 2;

    private final Rig rig = new Rig(Engine.PACKET);
    private final Repeats repeats = new Repeats();
    private Pace pace = Pace.LITTLE;
    private End client = new End(1, 2);
    private End server = new End(2, 1);
    private Runnable event = () -> {};
    private int steps;
    private int chosen;
    private int waits;

    @AfterEach
    void end() {
        Stream.of(client, server).forEach(End::close);
        repeats.close();
        rig.close();
    }

    /** What happens at an end, once. */
    enum Event {
        BYTES,
        END,
        BYTES_AND_END,
        RESET,
        REPEAT
    }

    static Stream<Arguments> events() {
        return Stream.of(Event.values()).flatMap(PacketStepsTest::atEitherEnd);
    }

    static Stream<Arguments> eventsWithBytesHeld() {
        return Stream.of(Event.BYTES, Event.BYTES_AND_END, Event.RESET).flatMap(PacketStepsTest::atEitherEnd);
    }

    private static Stream<Arguments> atEitherEnd(Event what) {
        return Stream.of("client", "server").map(at -> Arguments.of(what, at));
    }

    /** How much is sent and received at a time; where that differs, the process comes to hold bytes. */
    private enum Pace {
        LITTLE(700, 700, 1, 1),
        SLOW(100_000, 15_000, 7, PIECES);

        private final int sentBytes;
        private final int receivedBytes;

        /** What is held is held for many steps. */
        private final int stride;

        /** Pieces that are there before the kernel can take over. */
        private final int before;

        Pace(int sentBytes, int receivedBytes, int stride, int before) {
            this.sentBytes = sentBytes;
            this.receivedBytes = receivedBytes;
            this.stride = stride;
            this.before = before;
        }

        Wire wire() {
            return this == SLOW ? Wire.open(40_000, 1448) : Wire.open();
        }
    }

    /** An end of a session, far and near. */
    private final class End {
        private final NearEnd near;
        private final FarEnd far;
        private final int port;
        private boolean finished;
        private boolean broken;

        End(int sent, int received) {
            Wire wire = pace.wire();
            near = new NearEnd(rig.loop, wire.near());
            far = new FarEnd(wire.far(), new Pattern(sent), new Pattern(received));
            try {
                port = ((InetSocketAddress) far.socket().getLocalAddress()).getPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void meet(Event what) {
            switch (what) {
                case BYTES -> send();
                case END -> finish();
                case BYTES_AND_END -> {
                    send();
                    finish();
                }
                case RESET -> {
                    far.reset();
                    broken = true;
                }
                case REPEAT -> repeats.repeat(port);
            }
        }

        private void send() {
            if (!finished) {
                far.send(pace.sentBytes);
            }
        }

        private void finish() {
            if (!finished) {
                far.finish();
                finished = true;
            }
        }

        /** Sends the next of so many pieces, and receives what is there; ends where nothing is to follow. */
        void play(int pieces, boolean last) {
            try {
                if (!broken && far.sent() < (long) pieces * pace.sentBytes) {
                    send();
                } else if (!broken && last) {
                    finish();
                }
                receive();
            } catch (UncheckedIOException _) {
                broken = true;
            }
        }

        private void receive() {
            if (!broken) {
                far.receive(pace.receivedBytes);
            }
        }

        boolean isOver() {
            return broken || far.ended();
        }

        void close() {
            near.close();
            far.close();
        }
    }

    /** One direction, as a session drives it. */
    private final class Way {
        private final Splice splice;
        private final End to;
        private Step last = Step.AWAIT_SOURCE;

        Way(Splice splice, End to) {
            this.splice = splice;
            this.to = to;
        }

        void advance() {
            if (!isOver()) {
                step();
                last = splice.carry();
                waits += last == Step.AWAIT_TARGET ? 1 : 0;
            }
        }

        void passOnEnd() {
            if (last == Step.END && !splice.toldEnd()) {
                to.near.shutdownWrite();
            }
        }

        boolean isOver() {
            return last == Step.DONE || last == Step.END || hasFailed();
        }

        boolean hasFailed() {
            return FAILED.contains(last);
        }
    }

    private interface Course {
        void run() throws Exception;
    }

    private void step() {
        repeats.hear();
        if (steps++ == chosen) {
            event.run();
        }
    }

    /** Takes a course again and again, with the event at each of its steps, until there are no more. */
    private void atEachStep(Event what, String at, Course course) throws Exception {
        boolean happened = true;
        for (chosen = 0; happened; chosen += pace.stride) {
            steps = 0;
            Stream.of(client, server).forEach(End::close);
            client = new End(1, 2);
            server = new End(2, 1);
            End end = at.equals("client") ? client : server;
            event = () -> end.meet(what);
            course.run();
            assertDelivered(what);
            happened = steps > chosen;
        }
        assertThat(rig.counters.bytesByPackets.sum()).isPositive();
        assertNothingLeft();
    }

    private void assertDelivered(Event what) {
        client.near.close();
        server.near.close();
        rig.turnUntil(() -> {
            client.play(0, false);
            server.play(0, false);
            return client.isOver() && server.isOver();
        });
        if (what != Event.RESET) {
            String as = "step " + chosen;
            assertThat(client.broken || server.broken).as(as).isFalse();
            assertThat(client.far.received()).as(as).isEqualTo(server.far.sent());
            assertThat(server.far.received()).as(as).isEqualTo(client.far.sent());
        }
    }

    private void assertNothingLeft() {
        PacketSplicer packets = Objects.requireNonNull(rig.packets);
        for (String name : packets.tunables().names()) {
            packets.tunables().set(name, 1);
        }
        rig.turnUntil(() -> packets.pairs().isEmpty() && flows() == 0);
        assertThat(rig.held()).isZero();
    }

    private static int flows() {
        try {
            return KernelMap.entries(ProcessHandle.current().pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldCarryATunnelWhateverHappens(Event what, String at) throws Exception {
        atEachStep(what, at, this::tunnel);
    }

    @ParameterizedTest
    @MethodSource("eventsWithBytesHeld")
    void shouldCarryATunnelBetweenSlowEndsWhateverHappens(Event what, String at) throws Exception {
        pace = Pace.SLOW;
        atEachStep(what, at, this::tunnel);
    }

    private void tunnel() throws Exception {
        for (int i = 0; i < pace.before; i++) {
            client.play(pace.before, false);
            server.play(pace.before, false);
        }
        Way up = new Way(rig.splicer.join(client.near, server.near), server);
        Way down = new Way(Stops.run(() -> rig.splicer.join(server.near, client.near), this::step), client);
        carryToTheEnd(up, down, PIECES);
    }

    private void carryToTheEnd(Way up, Way down, int pieces) {
        rig.turnUntil(() -> {
            for (Way way : List.of(up, down)) {
                way.advance();
                way.passOnEnd();
            }
            client.play(pieces, true);
            server.play(pieces, true);
            return up.hasFailed() || down.hasFailed() || up.isOver() && down.isOver();
        });
        up.splice.close();
        down.splice.close();
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldCarryBodiesWhateverHappens(Event what, String at) throws Exception {
        atEachStep(what, at, this::bodies);
    }

    @ParameterizedTest
    @MethodSource("eventsWithBytesHeld")
    void shouldCarryBodiesWhateverHappensWhileBytesAreHeld(Event what, String at) throws Exception {
        pace = Pace.SLOW;
        atEachStep(what, at, this::bodies);
        assertThat(waits).isPositive();
    }

    /** One after the other; all that is sent besides them goes by the process. */
    private void bodies() throws Exception {
        client.play(1, false);
        Step last = Step.DONE;
        for (int body = 1; body <= BODIES && last == Step.DONE; body++) {
            last = body(body * PIECES);
        }
        if (!FAILED.contains(last)) {
            Way up = new Way(rig.splicer.open(client.near, server.near, Long.MAX_VALUE, false), server);
            Way down = new Way(rig.splicer.open(server.near, client.near, Long.MAX_VALUE, false), client);
            down.last = last == Step.END ? last : Step.AWAIT_SOURCE; // an end is told once
            carryToTheEnd(up, down, BODIES * PIECES);
        }
    }

    /** Returns how it ended. */
    private Step body(int pieces) throws Exception {
        server.play(pieces, false);
        long limit = (long) PIECES * pace.sentBytes;
        Splice joined = Stops.run(() -> rig.splicer.body(server.near, client.near, limit), this::step);
        Way way = new Way(
                joined != null
                        ? joined
                        : rig.splicer.open(server.near, client.near, limit, true), // as sessions have it
                client);
        rig.turnUntil(() -> {
            way.advance();
            client.play(0, false);
            server.play(pieces, false);
            return way.isOver();
        });
        way.splice.close();
        return way.last;
    }
}
