package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.balance.Backend;
import io.fairlead.config.Config;
import io.fairlead.config.ConfigReader;
import io.fairlead.config.Overrides;
import io.fairlead.config.ProxyConfig;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.log.SessionLog;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Loop;
import io.fairlead.loop.ManualClock;
import io.fairlead.loop.ScarceMemory;
import io.fairlead.splice.Means;
import io.fairlead.splice.SpliceCounters;
import io.fairlead.splice.Splicer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** One loop at work with a configuration. The test turns it, and its time stands still until the test moves it. */
final class Workshop implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final long PATIENCE_NS = 20_000_000_000L;

    final ManualClock clock = new ManualClock();
    final Loop loop = new Loop(clock);
    final Buffers buffers;
    final Gate process;
    final Worker worker;
    private final Map<String, Backend> backends = new HashMap<>();
    private final Map<String, Frontend> frontends = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();

    Workshop(String configuration) {
        this(configuration, new ScarceMemory(Integer.MAX_VALUE));
    }

    /** @param memory for its buffers */
    Workshop(String configuration, ScarceMemory memory) {
        buffers = memory.buffers(BUFFER_BYTES);
        Config config = read(configuration);
        process = new Gate(config.global().maxConnections());
        List<Worker> workers = new ArrayList<>();
        worker = new Worker(
                loop,
                buffers,
                new Splicer(buffers, new SpliceCounters(), 0, 0),
                new SessionLog(clock, "fairlead", 1, config.global().logs()),
                process,
                config.global().tuning(),
                workers);
        workers.add(worker);
        for (ProxyConfig proxy : config.proxies()) {
            if (proxy.backend() != null) {
                backends.put(proxy.name(), new Backend(proxy, clock.wallTimeMs()));
            }
        }
        for (ProxyConfig proxy : config.proxies()) {
            if (proxy.frontend() != null) {
                Route route = backends.containsKey(proxy.name()) ? route(proxy.name()) : null;
                frontends.put(proxy.name(), new Frontend(proxy, Map.of(), route));
            }
        }
    }

    private static Config read(String configuration) {
        try {
            Path file = Files.createTempFile("fairlead-", ".cfg");
            Files.writeString(file, configuration);
            ConfigReader.Result result = ConfigReader.read(List.of(file), Overrides.NONE);
            Files.delete(file);
            return Objects.requireNonNull(
                    result.config(), () -> result.messages().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Backend backend(String name) {
        return Objects.requireNonNull(backends.get(name));
    }

    Frontend frontend(String name) {
        return Objects.requireNonNull(frontends.get(name));
    }

    Route route(String name) {
        Backend backend = backend(name);
        return new Route(backend.proxy(), backend, null, null, Means.COPY);
    }

    /** Opens a listener of a frontend on a free port of 127.0.0.1, and returns that port. */
    int listen(String frontend) {
        SocketAddress local = new SocketAddress();
        local.set(LOOPBACK, 0);
        int socket = Sockets.stream(local);
        assertThat(Sockets.bind(socket, local)).isZero();
        assertThat(Sockets.listen(socket, 64)).isZero();
        Sockets.localAddress(socket, local);
        Listener listener = new Listener(worker, frontend(frontend), 1, local.port(), false);
        listeners.add(listener);
        assertThat(listener.open(socket)).isZero();
        return local.port();
    }

    /** Turns the loop until something holds; fails where it never does. */
    void turnUntil(BooleanSupplier done) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!done.getAsBoolean()) {
            loop.turn(1);
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadlineNs);
        }
    }

    /** Moves time, and serves what is due then. */
    void pass(long ms) {
        clock.advance(ms);
        loop.turn(0);
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
        worker.close();
        loop.turn(0);
        loop.close();
    }
}
