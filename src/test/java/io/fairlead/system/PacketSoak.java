package io.fairlead.system;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** What a CPU keeps for itself of the memory that the kernel counts for TCP, in pages (net/core/sock.h). */
    private static final long KEPT_PAGES = 256;

    /** How long pairs whose connections are over stay, by the phase that they ended in. */
    private static final Map<String, Integer> REST_SECONDS =
            Map.of("close", 10, "finwait", 120, "closewait", 60, "timewait", 120);

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

    /** What there is of things that must not become more; pipes are those that nobody accounts for. */
    private record Held(long descriptors, long pipes, long tcpPages) {
        private static final Held ANY = new Held(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

        boolean isWithin(Held most) {
            return descriptors <= most.descriptors && pipes <= most.pipes && tcpPages <= most.tcpPages;
        }
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
        long kept = KEPT_PAGES * Runtime.getRuntime().availableProcessors();
        settle(new Held(before.descriptors(), before.pipes(), before.tcpPages() + kept));
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

    // ---- what is left

    /** Waits until nothing of all that is left, and no more held than that. */
    private Held settle(Held most) throws Exception {
        long pid = net.fairlead().pid();
        for (String phase : REST_SECONDS.keySet()) {
            net.ask("set tune.splice.timeout_" + phase + " 1");
        }
        Serving.await("the end of the pairs", () -> net.count("pairs") == 0);
        Serving.await("the server's end", () -> server.answering() == 0);
        for (String host : List.of(net.proxy, net.client, net.server)) {
            awaitNoSockets(host);
        }
        Serving.await("no flow left in the kernel", () -> KernelMap.entries(pid) == 0);
        Serving.await("no pipe in use", () -> net.count("pipes in use") == 0);
        Held[] held = {Held.ANY};
        Serving.await("no more than " + most, () -> {
            held[0] = held(pid);
            return held[0].isWithin(most);
        });
        for (Map.Entry<String, Integer> phase : REST_SECONDS.entrySet()) {
            net.ask("set tune.splice.timeout_" + phase.getKey() + " " + phase.getValue());
        }
        return held[0];
    }

    private void awaitNoSockets(String host) throws Exception {
        try {
            Serving.await("no socket left", () -> PacketNet.sockets(host, "").isEmpty());
        } catch (AssertionError e) {
            String left = Hosts.on(host, "sh", "-c", "ss -Htaniom state connected exclude time-wait");
            throw new AssertionError(host + ":\n" + left + net.ask("show splices") + net.ask("show sess"), e);
        }
    }

    private Held held(long pid) throws Exception {
        long pipes = Serving.descriptors(pid, "pipe:");
        long free = number(net.ask("show info"), "PipesFree: ");
        String tcp = Files.readString(Path.of("/proc/net/sockstat"));
        return new Held(Serving.descriptors(pid) - pipes, pipes - 2 * free, number(tcp, "TCP:.* mem "));
    }

    private static long number(String text, String before) {
        Matcher matcher = Pattern.compile(before + "(\\d+)").matcher(text);
        assertThat(matcher.find()).as(before).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
