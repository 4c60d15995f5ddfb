package io.fairlead.system;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Everything at once, and things that go wrong meanwhile: every byte is right, nothing ends that need not, nothing
 * hangs, and afterwards all is as it was before. Runs when it is asked for: {@code -Dit.test=PacketSoak},
 * {@code -Dfairlead.soakSeconds=3600} for the whole hour, {@code -Dfairlead.soakSeed} for another one.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PacketSoak {
    private static final int SECONDS = Integer.getInteger("fairlead.soakSeconds", 20);
    private static final long SEED = Long.getLong("fairlead.soakSeed", 1);
    private static final int CLIENTS = 12;
    private static final int MOST_FAILURES = 10;
    private static final long LONGEST_SECONDS = 120;

    private final PacketNet net = new PacketNet("maxconn 1000", Errand.SECTIONS);
    private final BulkServer server = new BulkServer(net.server);
    private final Faults faults = new Faults(net, server, SEED);
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<Errand, LongAdder> whole = new ConcurrentSkipListMap<>();
    private final Map<Errand, LongAdder> broken = new ConcurrentSkipListMap<>();

    /**
     * Where a reset is lost, and the one that follows it too, who only reads learns of the end by asking, and who has closed
     * gives up after a while, which is shortened here.
     */
    PacketSoak() throws Exception {
        for (String host : List.of(net.client, net.proxy, net.server)) {
            PacketNet.set(host, "tcp_fin_timeout", "5");
            PacketNet.set(host, "tcp_keepalive_time", "2");
            PacketNet.set(host, "tcp_keepalive_intvl", "1");
            PacketNet.set(host, "tcp_keepalive_probes", "10");
        }
        for (String host : List.of(net.client, net.server)) {
            PacketNet.set(host, "tcp_orphan_retries", "3");
        }
    }

    @AfterAll
    void end() throws Exception {
        deadlines.shutdownNow();
        server.close();
        net.close();
    }

    @Test
    void shouldCarryEverythingWhateverGoesWrong() throws Exception {
        Crowd.play(CLIENTS, this::playEach);
        assertAllWell();
        Held before = settle(Held.ANY);
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        try (faults) {
            faults.begin();
            List<Thread> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(number -> Thread.ofPlatform().daemon().start(() -> play(number, untilNs)))
                    .toList();
            for (Thread client : clients) {
                client.join();
            }
        }
        assertAllWell();
        settle(before.withWhatIsKept());
        System.out.printf(
                "%d s: whole %s, broken by faults %s; faults %s; %,d MB by packets, %,d MB by pipes, %,d MB copied%n",
                SECONDS,
                whole,
                broken,
                faults.counts(),
                net.count("of these by packets") / 1_000_000,
                (net.count("bytes spliced") - net.count("of these by packets")) / 1_000_000,
                net.count("bytes copied") / 1_000_000);
        assertThat(whole).hasSize(Errand.values().length);
        assertThat(net.count("of these by packets")).isGreaterThan(10_000_000);
    }

    private void assertAllWell() throws IOException {
        Launcher fairlead = net.fairlead();
        assertThat(fairlead.isAlive()).as(fairlead.stdout() + fairlead.stderr()).isTrue();
        assertThat(failures).as("seed " + SEED).isEmpty();
        assertThat(server.wrong()).as("seed " + SEED).isEmpty();
    }

    // ---- the clients

    /** One for each number: of seeds that follow each other the first choices would be the same. */
    private static Random random(int number) {
        return new Random(new SplittableRandom(2 * SEED * CLIENTS + number).nextLong());
    }

    /** Of each errand one. */
    private boolean playEach(int number) {
        Random random = random(number);
        for (Errand errand : Errand.values()) {
            play(errand.plan(random), number);
        }
        return true;
    }

    private void play(int number, long untilNs) {
        Random random = random(CLIENTS + number);
        while (System.nanoTime() < untilNs && failures.size() < MOST_FAILURES) {
            Errand errand = Errand.ALL.get(random.nextInt(Errand.ALL.size()));
            // every other is a stream, which is all the kernel's
            play((random.nextBoolean() ? Errand.STREAM : errand).plan(random), number);
        }
    }

    private void play(Errand.Plan plan, int number) {
        long sinceNs = System.nanoTime();
        try (Wire wire = connect(plan.port())) {
            ScheduledFuture<?> deadline =
                    deadlines.schedule(() -> expire(plan, wire), LONGEST_SECONDS, TimeUnit.SECONDS);
            try {
                Errand.run(plan, wire, server);
                whole.computeIfAbsent(plan.errand(), _ -> new LongAdder()).increment();
            } catch (Bulk.Difference | SocketTimeoutException | AssertionError e) {
                fail(plan, number, e, wire);
            } catch (Exception e) {
                if (plan.isWhole() && !faults.mayHaveBroken(sinceNs)) {
                    fail(plan, number, e, wire);
                }
                broken.computeIfAbsent(plan.errand(), _ -> new LongAdder()).increment();
            } finally {
                deadline.cancel(false);
            }
        } catch (Exception e) {
            fail(plan, number, e, "");
        }
    }

    /** There may be no way for a while. */
    private Wire connect(int port) throws Exception {
        while (true) {
            long sinceNs = System.nanoTime();
            try {
                return net.client(port).asking();
            } catch (Exception e) {
                if (!faults.mayHaveCut(sinceNs)) {
                    throw e;
                }
            }
        }
    }

    private void expire(Errand.Plan plan, Wire wire) {
        fail(plan, -1, new AssertionError("does not end"), wire);
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fail(Errand.Plan plan, int number, Throwable e, Wire wire) {
        String evidence;
        try {
            evidence = evidence(wire.localPort());
        } catch (Exception why) {
            evidence = why.toString();
        }
        fail(plan, number, e, evidence);
    }

    private void fail(Errand.Plan plan, int number, Throwable e, String evidence) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        String failure =
                "%s client %d, %s: %s%n%s".formatted(LocalTime.now(ZoneOffset.UTC), number, plan, text, evidence);
        System.out.println(failure);
        failures.add(failure);
    }

    /** How the hosts see a client's connection. */
    private String evidence(int port) throws Exception {
        StringBuilder text = new StringBuilder("port " + port + ", faults " + faults.latest() + "\n");
        List<String> rows = net.ask("show splices")
                .lines()
                .filter(line -> line.contains(":" + port + " "))
                .toList();
        text.append(String.join("\n", rows)).append('\n');
        text.append(net.ask("show sess")
                .lines()
                .filter(line -> line.contains(":" + port + " "))
                .collect(joining("\n")));
        String exit = rows.isEmpty() ? "" : rows.getFirst().split(" +", -1)[2].replaceFirst(".*:", "");
        String entrance = Integer.toString(port);
        for (String each : exit.isEmpty() ? List.of(entrance) : List.of(entrance, exit)) {
            for (String host : List.of(net.client, net.proxy, net.server)) {
                text.append('\n').append(host).append(":\n");
                text.append(Hosts.on(host, "ss", "-Htaniom", "sport = :" + each + " or dport = :" + each));
            }
        }
        return text.toString();
    }

    private Held settle(Held most) throws Exception {
        Serving.await("the server's end", () -> server.answering() == 0);
        return Held.settle(net, most);
    }
}
