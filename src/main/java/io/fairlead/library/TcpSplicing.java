package io.fairlead.library;

import io.fairlead.library.Settings.Packets;
import io.fairlead.library.Transferred.Ending;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Clock;
import io.fairlead.loop.Loop;
import io.fairlead.splice.Handshake;
import io.fairlead.splice.PacketSpliceException;
import io.fairlead.splice.PacketSplicer;
import io.fairlead.splice.SpliceCounters;
import io.fairlead.splice.Splicer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * TCP splicing as L7SW offered it to any program in 2007 (libtcpsplice): two connections that the program has accepted
 * and opened are joined in the kernel, and the program need not wake up for their bytes. Any thread may call.
 *
 * <pre>{@code
 * TcpSplicing splicing = TcpSplicing.start(Settings.defaults());   // tcp_splice_start
 * SocketChannel client = listener.accept();
 * SocketChannel server = SocketChannel.open();
 * splicing.prepare(client, server);                                // tcp_splice_initfd
 * server.connect(address);
 * splicing.splice(client, server).thenAccept(System.out::println); // tcp_splice_splicefd
 * }</pre>
 *
 * <p>The JVM needs {@code --add-exports=java.base/sun.nio.ch=ALL-UNNAMED}, and
 * {@code --enable-native-access=ALL-UNNAMED}, or the name of the module, {@code io.fairlead}, where this is one.
 */
public final class TcpSplicing implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final Settings settings;
    private final @Nullable PacketSplicer packets;
    private final String whyNoPackets;
    private final int lowestSocket;
    private final SpliceCounters counters = new SpliceCounters();
    private final Loop loop = new Loop(Clock.SYSTEM);
    private final Splicer splicer;
    private final Handshake handshake = new Handshake();
    private final Set<Transfer> transfers = new LinkedHashSet<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("fairlead-splicing").unstarted(this::run);
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private boolean closed;

    private TcpSplicing(Settings settings, @Nullable PacketSplicer packets, String whyNoPackets) {
        this.settings = settings;
        this.packets = packets;
        this.whyNoPackets = whyNoPackets;
        this.lowestSocket = packets == null ? 0 : packets.lowestSocket();
        this.splicer = new Splicer(new Buffers(BUFFER_BYTES), counters, settings.maxPipes(), 0, packets);
        if (packets != null) {
            packets.listen(loop);
        }
    }

    /**
     * Starts splicing: by packets where the kernel is Linux 6.6 or newer and the process has CAP_NET_ADMIN,
     * CAP_BPF and CAP_PERFMON now (later it may drop them), else through pipes, which need nothing. One is enough for a program. Devices that
     * appear later are not watched: what comes by them is not spliced by packets.
     *
     * @throws IOException where packets are demanded and cannot be had, with what the kernel refused
     * @throws IllegalStateException where the JVM was started without a flag, which is named
     */
    public static TcpSplicing start(Settings settings) throws IOException {
        Descriptors.require();
        PacketSplicer packets = null;
        String why = "not wanted";
        if (settings.packets() != Packets.NEVER) {
            try {
                packets = new PacketSplicer(settings.maxPairs());
                why = "";
            } catch (PacketSpliceException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        if (packets == null && settings.packets() == Packets.DEMANDED) {
            throw new IOException("packets cannot be spliced: " + why);
        }
        TcpSplicing splicing = new TcpSplicing(settings, packets, why);
        splicing.thread.start();
        return splicing;
    }

    /** What pairs are spliced by where both connections allow it; {@link #counters} tells where they did not. */
    public Engine engine() {
        return packets == null ? Engine.PIPES : Engine.PACKETS;
    }

    /** What the kernel refused, or {@code not wanted}, where the engine is {@link Engine#PIPES}; otherwise empty. */
    public String whyNoPackets() {
        return whyNoPackets;
    }

    /**
     * Has the connection with the server agree on segments that fit the client's, so that packets can be spliced where
     * the networks of both differ. Optional; harmless where there is nothing to be done.
     *
     * @param client connected
     * @param server open, and not connected yet
     */
    public void prepare(SocketChannel client, SocketChannel server) {
        if (packets != null) {
            synchronized (handshake) {
                handshake.match(Descriptors.of(client), Descriptors.of(server));
            }
        }
    }

    /**
     * Takes two connections over and carries all bytes from one to the other, both ways, until both directions have
     * ended: what the program has read and not passed on, it writes before. Either side's end (FIN) is passed on behind
     * its bytes, and its reset too.
     *
     * <p>The channels are closed when this returns, for the connections are not the program's any more; nobody may be
     * reading or writing. The result comes when both connections are closed; completing or cancelling it changes
     * nothing.
     *
     * @param client connected; registered with no selector
     * @param server the same
     * @return how it ended
     * @throws IOException where there are no descriptors left; both channels stay the program's
     * @throws NotYetConnectedException the same
     * @throws IllegalBlockingModeException where a selector has one of them; the same
     * @throws IllegalStateException after {@link #close}
     */
    public CompletableFuture<Transferred> splice(SocketChannel client, SocketChannel server) throws IOException {
        requireSpliceable(client);
        requireSpliceable(server);
        Handover ends = Handover.of(client, server, lowestSocket);
        if (!post(() -> begin(ends))) {
            ends.drop();
            throw new IllegalStateException("splicing is closed");
        }
        return ends.result();
    }

    private static void requireSpliceable(SocketChannel channel) {
        if (!channel.isConnected()) {
            throw new NotYetConnectedException();
        }
        if (channel.isRegistered()) {
            throw new IllegalBlockingModeException();
        }
    }

    private void begin(Handover ends) {
        try {
            transfers.add(new Transfer(loop, splicer, ends, settings.idle(), transfers::remove));
        } catch (IOException e) {
            ends.drop();
            ends.result().completeExceptionally(e);
        }
    }

    /** The pairs of the moment, then those that packets were spliced of until a moment ago; none after {@link #close}. */
    public List<Pair> pairs() {
        return ask(this::list, List.of());
    }

    private List<Pair> list() {
        look();
        Map<List<SocketAddress>, Pair> joined = new LinkedHashMap<>();
        if (packets != null) {
            packets.pairs().forEach(each -> joined.put(Pair.of(each).ends(), Pair.of(each)));
        }
        List<Pair> pairs = new ArrayList<>();
        for (Transfer transfer : transfers) {
            Pair pair = transfer.describe();
            Pair byPackets = joined.remove(pair.ends());
            pairs.add(byPackets == null ? pair : byPackets.withBytesOf(pair));
        }
        pairs.addAll(joined.values());
        return pairs;
    }

    /** What was carried since the start; to the end after {@link #close}. */
    public Counters counters() {
        ask(this::look, true);
        return Counters.of(counters);
    }

    /** Learns how far the kernel has come, of which it tells nobody unasked. */
    private boolean look() {
        List.copyOf(transfers).forEach(Transfer::advance);
        return true;
    }

    /** Asks on the loop's thread, which owns everything that moves. */
    private <T> T ask(Supplier<T> question, T whenClosed) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        return post(() -> answer.complete(question.get())) ? answer.join() : whenClosed;
    }

    /** Whether it will be run. */
    private synchronized boolean post(Runnable task) {
        if (!closed) {
            loop.post(task);
        }
        return !closed;
    }

    private void run() {
        try {
            loop.run();
        } finally {
            refuseTasks();
            List.copyOf(transfers).forEach(transfer -> transfer.finish(Ending.CLOSED, true));
            splicer.close();
            if (packets != null) {
                packets.close(); // after the sockets, whose resets pass the programs
            }
            loop.close();
            ended.complete(true);
        }
    }

    private synchronized void refuseTasks() {
        closed = true;
    }

    /** Resets whatever is still spliced, and leaves nothing behind in the kernel. */
    @Override
    public void close() {
        synchronized (this) {
            if (post(loop::stop)) {
                closed = true; // nothing comes behind it
            }
        }
        ended.join();
    }
}
