package io.fairlead.process;

import io.fairlead.config.Address;
import io.fairlead.config.Config;
import io.fairlead.config.FrontendConfig;
import io.fairlead.config.ProxyConfig;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.loop.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The balancer itself: loops, frontends, backends, checks, logs. */
public final class Service implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final Config config;
    private final List<Integer> listeners = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    public Service(Config config, Clock clock) {
        this.config = config;
    }

    /** Opens every listening socket. */
    public void bind() throws ProcessException {
        for (ProxyConfig proxy : config.proxies()) {
            FrontendConfig frontend = proxy.frontend();
            if (frontend != null && !proxy.disabled()) {
                for (Address address : frontend.binds()) {
                    bind(proxy, address);
                }
            }
        }
        if (listeners.isEmpty()) {
            throw new ProcessException("no proxy listens: nothing to serve");
        }
    }

    private void bind(ProxyConfig proxy, Address address) throws ProcessException {
        SocketAddress local = new SocketAddress();
        local.set(address.ip(), address.port());
        int socket = Sockets.tcp(local);
        listeners.add(socket);
        Sockets.reuseAddress(socket);
        Sockets.reusePort(socket);
        int answer = Sockets.bind(socket, local);
        answer = answer < 0 ? answer : Sockets.listen(socket, BACKLOG);
        if (answer < 0) {
            throw new ProcessException("proxy '" + proxy.name() + "': cannot bind socket ["
                    + address.ip().getHostAddress() + ":" + address.port() + "]: " + Errno.describe(answer));
        }
    }

    /** Starts the threads and returns at once. */
    public void start() {}

    /** Closes the listeners; ends with the last session. */
    public void softStop() {
        ended.countDown();
    }

    /** Ends now. */
    public void stop() {
        ended.countDown();
    }

    /** Waits for the end; false where the waiting thread was interrupted. */
    public boolean awaitEnd() {
        try {
            ended.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A line for each server: its state and its connections. */
    public List<String> describe() {
        return List.of();
    }

    @Override
    public void close() {
        listeners.forEach(Io::close);
        listeners.clear();
    }
}
