package io.fairlead.process;

import io.fairlead.config.Address;
import io.fairlead.config.Config;
import io.fairlead.config.FrontendConfig;
import io.fairlead.config.FrontendConfig.Bind;
import io.fairlead.config.GlobalConfig;
import io.fairlead.config.GlobalConfig.StatsSocket;
import io.fairlead.config.InheritedSocket;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.UnixAddress;
import io.fairlead.linux.Io;
import io.fairlead.linux.Sockets;
import io.fairlead.process.Binder.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens everything that a configuration listens on, or nothing. What was handed over is used as it is: closing a socket
 * would reset the clients in its queue, so each of them stays, however many loops there are. Only the rest is bound.
 */
final class Opening {
    /** HAProxy's: about two seconds in which a paused process must have let go of its addresses. */
    private static final int MAX_ATTEMPTS = 200;

    private static final long PAUSE_MS = 10;

    private final GlobalConfig global;
    private final Succession succession;
    private final List<Wanted> wanted = new ArrayList<>();
    private final Map<String, List<Integer>> handed;
    private final Listening listening = new Listening();
    private final Set<Integer> ownPorts = new HashSet<>();
    private final boolean hasProxies;
    private final List<String> refusals = new ArrayList<>();
    private int attempts;

    /**
     * @param owner who listens there, for messages
     * @param sockets how many are best
     */
    private record Wanted(Bind bind, String owner, int sockets) {}

    private Opening(Config config, Succession succession) {
        this.global = config.global();
        this.succession = succession;
        this.handed = new HashMap<>(succession.sockets());
        for (ProxyConfig proxy : config.proxies()) {
            FrontendConfig frontend = proxy.frontend();
            if (frontend != null && !proxy.disabled()) {
                frontend.binds().forEach(bind -> wanted.add(wanted(bind, proxy)));
            }
        }
        hasProxies = !wanted.isEmpty();
        for (StatsSocket socket : global.sockets()) {
            wanted.add(new Wanted(bind(socket), "stats socket", 1));
        }
    }

    /** A runtime socket as an address to listen on. */
    static Bind bind(StatsSocket socket) {
        return new Bind(socket.endpoint(), false, false, socket.access());
    }

    private Wanted wanted(Bind bind, ProxyConfig proxy) {
        return new Wanted(bind, "proxy '" + proxy.name() + "'", global.reusePort() ? global.loops() : 1);
    }

    /** @throws ProcessException where an address cannot be had; old processes then go on as before */
    static Listening open(Config config, Succession succession) throws ProcessException {
        Opening opening = new Opening(config, succession);
        try {
            opening.openAll();
            return opening.listening;
        } catch (ProcessException e) {
            opening.listening.close();
            throw e;
        } finally {
            opening.handed.values().forEach(unwanted -> unwanted.forEach(Io::close));
        }
    }

    private void openAll() throws ProcessException {
        if (!hasProxies) {
            throw new ProcessException("no proxy listens: nothing to serve");
        }
        for (Wanted each : wanted) {
            useHanded(each.bind());
        }
        for (Wanted each : wanted) {
            openPatiently(each);
        }
        if (!refusals.isEmpty()) {
            throw new ProcessException(refusals);
        }
    }

    private void useHanded(Bind bind) {
        if (isMissing(bind)) {
            return; // somebody removed the socket's file: clients find it no more
        }
        List<Integer> sockets = handed.remove(EndpointName.of(bind));
        if (sockets != null) {
            sockets.forEach(socket -> use(bind, socket));
        }
    }

    private static boolean isMissing(Bind bind) {
        return bind.endpoint() instanceof UnixAddress unix && !unix.isAbstract() && !Files.exists(Path.of(unix.path()));
    }

    private void use(Bind bind, int socket) {
        Binder.listenAgain(socket);
        listening.add(bind, socket);
        if (bind.endpoint() instanceof Address address) {
            ownPorts.add(address.port());
        }
    }

    /** What is open already is kept between the attempts; all addresses together have {@link #MAX_ATTEMPTS} of them. */
    private void openPatiently(Wanted each) {
        while (true) {
            try {
                open(each);
                listening.own(each.bind());
                return;
            } catch (Refusal e) {
                if (!e.inUse || attempts == MAX_ATTEMPTS || !succession.pause()) {
                    refusals.add(each.owner() + ": cannot bind socket ["
                            + EndpointName.of(each.bind().endpoint()) + "]: " + e.getMessage());
                    return;
                }
                attempts++;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
            }
        }
    }

    private void open(Wanted each) throws Refusal {
        Bind bind = each.bind();
        List<Integer> before = listening.of(bind);
        switch (bind.endpoint()) {
            case Address address -> openTcp(each, address, before);
            case UnixAddress unix -> {
                if (before.isEmpty()) {
                    listening.add(bind, Binder.unix(unix, bind.access(), succession.hasStrangers()));
                } else if (!unix.isAbstract()) {
                    UnixPath.allow(Path.of(unix.path()), bind.access());
                }
            }
            case InheritedSocket inherited -> {
                if (before.isEmpty()) {
                    listening.add(bind, Binder.inherited(inherited));
                }
            }
        }
    }

    /**
     * One socket for each loop, or one for all ({@code noreuseport}). The first is bound without SO_REUSEPORT: with it,
     * a second Fairlead of the same user would get a part of the clients in place of an error.
     */
    private void openTcp(Wanted each, Address address, List<Integer> before) throws Refusal {
        Bind bind = each.bind();
        boolean canShare = global.reusePort() && before.stream().allMatch(Sockets::sharesPort);
        int needed = canShare ? each.sockets() : 1;
        boolean beside = global.reusePort() && (ownPorts.contains(address.port()) || succession.hasStrangers());
        for (int i = before.size(); i < needed; i++) {
            int socket = i > 0 || beside ? Binder.furtherTcp(bind, address) : Binder.tcp(bind, address);
            listening.add(bind, socket);
            ownPorts.add(address.port());
            if (global.reusePort()) {
                Sockets.reusePort(socket);
            }
        }
    }
}
