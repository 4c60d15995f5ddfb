package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Many pairs at once, and many one after the other; two CPUs receive. Afterwards all is as it was before. */
@TestInstance(Lifecycle.PER_CLASS)
class PacketCrowdIT {
    private static final int WANTED_PAIRS = 10_000;

    /** Of the limit of a process, which each pair takes two of: here, and in Fairlead. */
    private static final int OTHER_DESCRIPTORS = 1000;

    /** {@code -Dfairlead.shortlived=10000}: 1,000 a second for ten. */
    private static final int SHORT_LIVED = Integer.getInteger("fairlead.shortlived", 2000);

    private static final int AT_ONCE = 16;
    private static final int LONGEST_BYTES = 65_536;

    /** A CPU that gets one in so many packets receives. */
    private static final int LEAST_SHARE = 10;

    private final int pairs;
    private final PacketNet net;

    PacketCrowdIT() throws Exception {
        String limit = Tool.run("sh", "-c", "ulimit -Hn").strip();
        pairs = limit.equals("unlimited")
                ? WANTED_PAIRS
                : Math.min(WANTED_PAIRS, (Integer.parseInt(limit) - OTHER_DESCRIPTORS) / 2);
        net = PacketNet.withEngines("maxconn 10500", "maxconn 10500");
        for (String device : List.of("cable1", "cable2")) {
            String file = "/sys/class/net/" + device + "/queues/rx-0/rps_cpus";
            Hosts.on(net.proxy, "sh", "-c", "echo 3 >" + file);
        }
    }

    @AfterAll
    void end() throws Exception {
        net.close();
    }

    @Test
    void shouldJoinTenThousandPairsAtOnce() throws Exception {
        Held before = Held.settle(net, Held.ANY);
        List<Joined> all = new ArrayList<>();
        try {
            for (int i = 0; i < pairs; i++) {
                all.add(net.join(Engine.PACKET));
            }
            for (int round = 0; round < 3; round++) {
                for (Joined joined : all) {
                    joined.client().getOutputStream().write(new byte[100]);
                }
                for (Joined joined : all) {
                    joined.server().getInputStream().skipNBytes(100);
                    joined.server().getOutputStream().write(new byte[200]);
                }
                for (Joined joined : all) {
                    joined.client().getInputStream().skipNBytes(200);
                }
            }
            assertThat(net.ask("show splices").lines().filter(line -> line.contains("ESTABLISHED")))
                    .hasSize(pairs);
            endEach(all);
            System.out.printf("%,d pairs at once%n", pairs);
        } finally {
            for (Joined joined : all) {
                joined.close();
            }
        }
        Held.settle(net, before.withWhatIsKept());
    }

    /** In turn by either end, with FIN and with RST. */
    private static void endEach(List<Joined> all) throws IOException {
        for (int i = 0; i < all.size(); i++) {
            Socket end = i % 2 == 0 ? all.get(i).client() : all.get(i).server();
            if (i % 4 < 2) {
                end.close();
            } else {
                Joined.reset(end);
            }
        }
        for (int i = 0; i < all.size(); i++) {
            Joined.endAt(i % 2 == 0 ? all.get(i).server() : all.get(i).client());
        }
    }

    @Test
    void shouldSpliceOneAfterTheOther() throws Exception {
        Held before = Held.settle(net, Held.ANY);
        long splicedBefore = net.count("bytes spliced");
        long[] receivedBefore = receivedByCpus();
        Thread.ofVirtual().start(this::answer);
        long since = System.nanoTime();
        Crowd.play(AT_ONCE, number -> {
            Random random = new Random(number);
            for (int i = 0; i < SHORT_LIVED / AT_ONCE; i++) {
                ask(1 + random.nextInt(LONGEST_BYTES));
            }
            return true;
        });
        double seconds = (System.nanoTime() - since) / (double) TimeUnit.SECONDS.toNanos(1);
        System.out.printf("%,d short connections, %,.0f a second%n", SHORT_LIVED, SHORT_LIVED / seconds);
        assertThat(net.count("bytes spliced")).isGreaterThan(splicedBefore);
        assertBothReceived(receivedBefore, receivedByCpus());
        Held.settle(net, before.withWhatIsKept());
    }

    /** How many packets each CPU has taken up the stack, of all devices of the machine. */
    private static long[] receivedByCpus() throws IOException {
        return Files.readAllLines(Path.of("/proc/net/softnet_stat")).stream()
                .mapToLong(line -> Long.parseLong(line.split(" ", -1)[0], 16))
                .toArray();
    }

    private static void assertBothReceived(long[] before, long[] after) {
        long[] received = IntStream.range(0, after.length)
                .mapToLong(cpu -> after[cpu] - before[cpu])
                .toArray();
        long all = LongStream.of(received).sum();
        assertThat(LongStream.of(received)
                        .filter(each -> each > all / LEAST_SHARE)
                        .count())
                .as("CPUs that received a real part of them: " + Arrays.toString(received))
                .isGreaterThan(1);
    }

    /** Asks for so many bytes, and sends as many. */
    private void ask(int bytes) throws Exception {
        try (Socket socket = Netns.on(net.client, () -> new Socket(PacketNet.PROXY, Engine.PACKET.port))) {
            socket.setSoTimeout((int) Launcher.PATIENCE.toMillis());
            new DataOutputStream(socket.getOutputStream()).writeInt(bytes);
            Bulk.write(socket.getOutputStream(), bytes);
            socket.shutdownOutput();
            Bulk.read(socket.getInputStream(), bytes);
            Joined.assertEnds(socket);
        }
    }

    private void answer() {
        try {
            for (int i = 0; i < SHORT_LIVED; i++) {
                Socket socket = net.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            }
        } catch (IOException _) {
            // the clients will say
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            int bytes = new DataInputStream(socket.getInputStream()).readInt();
            Bulk.read(socket.getInputStream(), bytes);
            Joined.assertEnds(socket);
            Bulk.write(socket.getOutputStream(), bytes);
        } catch (IOException _) {
            // the client will say
        }
    }
}
