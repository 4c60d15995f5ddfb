package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * SIGKILL at any moment, again and again: both ends of everything that was spliced are reset at once, and nothing is left
 * in the kernel. {@code -Dfairlead.kills=1000} makes it the whole thousand.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PacketKillIT {
    private static final int KILLS = Integer.getInteger("fairlead.kills", 20);
    private static final int PAIRS_OF_A_KIND = 3;
    private static final int LONGEST_WAIT_MS = 40;
    private static final long AT_ONCE_MS = 1000;

    private final Random random = new Random(1);
    /** While a Fairlead on one is killed, the next on another starts. */
    private final List<PacketNet> nets = List.of(PacketNet.withEngines(), PacketNet.withEngines());

    private PacketNet net = nets.getFirst();
    private long slowestMs;
    private int resets;
    private int others;

    PacketKillIT() throws Exception {}

    @AfterAll
    void end() throws Exception {
        for (PacketNet each : nets) {
            each.close();
        }
    }

    /** An end and how it learns of the kill. */
    private record Watched(Joined joined, List<CompletableFuture<Wire.End>> ends) {}

    @Test
    void shouldLeaveNobodyAndNothingBehind() throws Exception {
        Queue<Future<PacketNet>> ready = new ArrayDeque<>();
        nets.forEach(each -> ready.add(CompletableFuture.completedFuture(each)));
        for (int i = 0; i < KILLS; i++) {
            net = ready.remove().get();
            kill("kill " + i);
            ready.add(restarted(net));
        }
        for (Future<PacketNet> each : ready) {
            each.get();
        }
        System.out.printf(
                "%d kills: %,d ends of spliced connections reset, the slowest after %d ms; %,d others ended%n",
                KILLS, resets, slowestMs, others);
    }

    private static Future<PacketNet> restarted(PacketNet net) {
        FutureTask<PacketNet> task = new FutureTask<>(() -> {
            net.restart();
            return net;
        });
        Thread.ofPlatform().start(task);
        return task;
    }

    private void kill(String as) throws Exception {
        List<Joined> carried = new ArrayList<>();
        for (int i = 0; i < 3 * PAIRS_OF_A_KIND; i++) {
            carried.add(net.carried(Engine.PACKET));
        }
        List<Watched> spliced = new ArrayList<>(); // not before all are: streams leave little time to others
        for (int i = 0; i < carried.size(); i++) {
            spliced.add(watch(carried.get(i), i % 3));
        }
        List<Watched> coming = new ArrayList<>();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_WAIT_MS));
        while (System.nanoTime() < until) {
            Joined joined = net.join(Engine.PACKET);
            coming.add(watch(joined, 2));
        }
        Map<KernelObjects.Kind, Set<Integer>> ours = kernelObjects();
        net.fairlead().signal("KILL");
        long killedNs = System.nanoTime();
        for (Watched each : spliced) {
            for (CompletableFuture<Wire.End> end : each.ends()) {
                assertThat(heard(as, each, end)).as(as).isEqualTo(Wire.End.RESET);
                resets++;
            }
        }
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedNs);
        slowestMs = Math.max(slowestMs, tookMs);
        assertThat(tookMs).as(as).isLessThan(AT_ONCE_MS);
        for (Watched each : coming) {
            for (CompletableFuture<Wire.End> end : each.ends()) {
                heard(as, each, end);
                others++;
            }
        }
        for (Watched each : Stream.concat(spliced.stream(), coming.stream()).toList()) {
            each.joined().close();
        }
        assertNothingLeft(as, ours);
    }

    private Wire.End heard(String as, Watched watched, CompletableFuture<Wire.End> end) throws Exception {
        try {
            return end.get(Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            String left =
                    watched.joined() + " of " + PacketNet.sockets(net.client, "") + PacketNet.sockets(net.server, "");
            throw new AssertionError(as + ": nothing was heard, " + left, e);
        }
    }

    /** Has an idle one watched, one that streams down, or one that streams up. */
    private static Watched watch(Joined joined, int kind) {
        CompletableFuture<Wire.End> client = kind == 2 ? writing(joined.client()) : reading(joined.client());
        CompletableFuture<Wire.End> server = kind == 1 ? writing(joined.server()) : reading(joined.server());
        return new Watched(joined, List.of(client, server));
    }

    /** Those of this Fairlead: others may run at the same time. */
    private Map<KernelObjects.Kind, Set<Integer>> kernelObjects() throws Exception {
        Map<KernelObjects.Kind, Set<Integer>> ours = new EnumMap<>(KernelObjects.Kind.class);
        for (KernelObjects.Kind kind : KernelObjects.Kind.values()) {
            ours.put(kind, KernelObjects.of(kind, net.fairlead().pid()));
            assertThat(ours.get(kind)).as(kind + " of ours").isNotEmpty();
        }
        return ours;
    }

    private void assertNothingLeft(String as, Map<KernelObjects.Kind, Set<Integer>> ours) throws Exception {
        assertThat(net.fairlead().exitStatus()).as(as).isEqualTo(128 + 9);
        assertThatThrownBy(() -> net.join(Engine.PACKET)).as(as).hasRootCauseInstanceOf(ConnectException.class);
        for (String host : List.of(net.client, net.proxy, net.server)) {
            Serving.await(
                    "no socket left on " + host,
                    () -> PacketNet.sockets(host, "").isEmpty());
        }
        for (Map.Entry<KernelObjects.Kind, Set<Integer>> kind : ours.entrySet()) {
            Serving.await(
                    "no " + kind.getKey() + " left, " + as,
                    () -> Collections.disjoint(KernelObjects.all(kind.getKey()), kind.getValue()));
        }
    }

    private static CompletableFuture<Wire.End> reading(Socket end) {
        return watch(() -> Joined.endAt(end));
    }

    private static CompletableFuture<Wire.End> writing(Socket end) {
        return watch(() -> {
            try {
                Bulk.write(end.getOutputStream(), Long.MAX_VALUE);
            } catch (IOException _) {
                return Wire.End.RESET;
            }
            throw new AssertionError("wrote without end");
        });
    }

    private interface Watching {
        Wire.End end() throws IOException;
    }

    private static CompletableFuture<Wire.End> watch(Watching watching) {
        CompletableFuture<Wire.End> ended = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                ended.complete(watching.end());
            } catch (IOException | RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }
}
