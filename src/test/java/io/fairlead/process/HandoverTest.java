package io.fairlead.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.Address;
import io.fairlead.config.FrontendConfig.Bind;
import io.fairlead.linux.Epoll;
import io.fairlead.linux.Io;
import io.fairlead.linux.Parcel;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.loop.Clock;
import io.fairlead.loop.Loop;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ends of a handover, in one process. */
class HandoverTest {
    private static final long SELF = ProcessHandle.current().pid();

    private final Loop loop = new Loop(Clock.SYSTEM);
    private final Listening listening = new Listening();
    private final BlockingQueue<Heir.Word> words = new LinkedBlockingQueue<>();
    private final Handover handover = new Handover(loop, listening, words::add);
    private final Thread thread = new Thread(loop);
    private final List<Integer> received = new ArrayList<>();

    @BeforeEach
    void start() {
        assertThat(handover.open()).isZero();
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.post(handover::close);
        loop.post(loop::stop);
        thread.join();
        loop.close();
        listening.close();
        received.forEach(Io::close);
    }

    @Test
    void shouldGiveEverySocketUnderTheNameOfItsAddress() throws Exception {
        Bind first = bind(8001);
        Bind second = bind(8002);
        listening.add(first, socket());
        listening.add(first, socket());
        listening.add(second, socket());
        Map<String, List<Integer>> sockets = receive();
        assertThat(sockets).containsOnlyKeys("127.0.0.1:8001", "127.0.0.1:8002");
        assertThat(cookies(Objects.requireNonNull(sockets.get("127.0.0.1:8001"))))
                .isEqualTo(cookies(listening.of(first)));
        assertThat(cookies(Objects.requireNonNull(sockets.get("127.0.0.1:8002"))))
                .isEqualTo(cookies(listening.of(second)));
    }

    @Test
    void shouldGiveMoreThanAMessageHoldsAndMoreThanTheLineHolds() throws Exception {
        Bind crowded = bind(8001);
        for (int i = 0; i < 2 * Parcel.MAX_DESCRIPTORS + 1; i++) {
            listening.add(crowded, Sockets.packets());
        }
        for (int port = 9000; port < 9400; port++) {
            listening.add(bind(port), Sockets.packets());
        }
        Map<String, List<Integer>> sockets = receive();
        assertThat(sockets).hasSize(401);
        assertThat(sockets.get("127.0.0.1:8001")).hasSize(2 * Parcel.MAX_DESCRIPTORS + 1);
    }

    /** The number of a closed socket may be another file's by the time its turn comes. */
    @Test
    void shouldNotGiveWhatWasClosedWhileItWaitedToBeSent() throws Exception {
        for (int port = 9000; port < 9400; port++) { // more than the line holds
            listening.add(bind(port), Sockets.packets());
        }
        int line = Sockets.packets();
        assertThat(Sockets.connect(line, Takeover.addressOf(SELF))).isZero();
        try (Epoll epoll = new Epoll(1)) {
            epoll.add(line, Epoll.IN, 0);
            assertThat(epoll.await(30_000)).as("the heir has begun").isPositive();
            FutureTask<Boolean> closing = new FutureTask<>(() -> listening.close("127.0.0.1:9399"), true);
            loop.post(closing);
            closing.get(30, TimeUnit.SECONDS);
            assertThat(namesUntilTheLast(line, epoll))
                    .contains("127.0.0.1:9398")
                    .doesNotContain("127.0.0.1:9399")
                    .hasSize(400);
        }
        Io.close(line);
    }

    private List<String> namesUntilTheLast(int line, Epoll epoll) {
        Parcel parcel = new Parcel();
        List<String> names = new ArrayList<>();
        while (!names.contains(Heir.ALL_SENT)) {
            assertThat(epoll.await(30_000)).isPositive();
            assertThat(parcel.receive(line)).as("after " + names).isPositive();
            names.add(parcel.text());
            received.addAll(parcel.descriptors());
        }
        return names;
    }

    @Test
    void shouldKeepOneOfTheSocketsThatSeveralProcessesShare() throws Exception {
        Bind bind = bind(8001);
        listening.add(bind, socket());
        OldProcesses twice = new OldProcesses(List.of((int) SELF, (int) SELF), true);
        try (Succession succession = Succession.of(twice)) {
            List<Integer> sockets = succession.sockets().get("127.0.0.1:8001");
            assertThat(sockets).hasSize(1);
            received.addAll(sockets);
            assertThat(succession.hasStrangers()).isFalse();
            assertThat(succession.pause()).as("nobody to be paused").isFalse();
        }
    }

    @Test
    void shouldHearWhatBecomesOfIt() throws Exception {
        try (Succession succession = Succession.of(new OldProcesses(List.of((int) SELF), false))) {
            succession.dismiss();
            assertThat(words.poll(30, TimeUnit.SECONDS)).isEqualTo(Heir.Word.TERMINATE);
        }
        try (Succession succession = Succession.of(new OldProcesses(List.of((int) SELF), true))) {
            succession.dismiss();
            assertThat(words.poll(30, TimeUnit.SECONDS)).isEqualTo(Heir.Word.FINISH);
        }
    }

    @Test
    void shouldGoOnWhenAnHeirHangsUpOrTalksNonsense() throws Exception {
        Bind bind = bind(8001);
        listening.add(bind, socket());
        int nonsense = Sockets.packets();
        assertThat(Sockets.connect(nonsense, Takeover.addressOf(SELF))).isZero();
        new Parcel().send(nonsense, "DESTROY", List.of());
        Objects.requireNonNull(Takeover.from(SELF)).close();
        assertThat(receive()).containsOnlyKeys("127.0.0.1:8001");
        assertThat(words).isEmpty();
        Io.close(nonsense);
    }

    @Test
    void shouldFindNobodyWhereNoFairleadRuns() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        assertThat(Takeover.from(other.pid())).isNull();
        other.destroyForcibly();
    }

    @Test
    void shouldNotTrustAProcessThatPosesAsAnother() throws Exception {
        Process victim = new ProcessBuilder("sleep", "60").start();
        int imposter = Sockets.packets();
        assertThat(Sockets.bind(imposter, Takeover.addressOf(victim.pid()))).isZero();
        assertThat(Sockets.listen(imposter, 1)).isZero();
        assertThat(Takeover.from(victim.pid())).isNull();
        Io.close(imposter);
        victim.destroyForcibly();
    }

    private Map<String, List<Integer>> receive() {
        try (Takeover line = Objects.requireNonNull(Takeover.from(SELF))) {
            Map<String, List<Integer>> sockets = Objects.requireNonNull(line.receive());
            sockets.values().forEach(received::addAll);
            return sockets;
        }
    }

    private static List<Long> cookies(List<Integer> sockets) {
        return sockets.stream().map(Sockets::cookie).toList();
    }

    private static Bind bind(int port) throws Exception {
        return new Bind(new Address(InetAddress.ofLiteral("127.0.0.1"), port), false, false, null);
    }

    private static int socket() throws Exception {
        SocketAddress address = new SocketAddress();
        address.set(InetAddress.ofLiteral("127.0.0.1"), 0);
        return Sockets.stream(address);
    }
}
