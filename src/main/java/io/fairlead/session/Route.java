package io.fairlead.session;

import static io.fairlead.config.ProxyConfig.Option.ABORTONCLOSE;
import static io.fairlead.config.ProxyConfig.Option.CHECKCACHE;
import static io.fairlead.config.ProxyConfig.Option.FORCECLOSE;
import static io.fairlead.config.ProxyConfig.Option.HTTPCLOSE;
import static io.fairlead.config.ProxyConfig.Option.PERSIST;
import static io.fairlead.config.ProxyConfig.Option.REDISPATCH;
import static io.fairlead.config.ProxyConfig.Option.SERVER_KEEPALIVE;
import static io.fairlead.config.ProxyConfig.Option.SPLICE_AUTO;
import static io.fairlead.config.ProxyConfig.Option.SPLICE_REQUEST;
import static io.fairlead.config.ProxyConfig.Option.SPLICE_RESPONSE;
import static io.fairlead.config.ProxyConfig.Option.TCPSPLICE;
import static io.fairlead.config.ProxyConfig.Option.TCPSPLICE_PIPE;

import io.fairlead.balance.Backend;
import io.fairlead.config.BackendConfig;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ProxyConfig.Option;
import io.fairlead.splice.Means;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the sessions of one frontend go to one backend: what the options of both decide together. */
public final class Route implements Outbound.Traits {
    private final Backend backend;
    private final BackendConfig config;
    private final @Nullable Responder responder;
    private final @Nullable StickyCookie cookie;
    private final @Nullable AppSessions appSessions;
    private final @Nullable Forwarding forwarding;
    private final ErrorAnswers errors;
    private final boolean closes;
    private final boolean closesServerEarly;
    private final boolean checksCache;
    private final boolean redispatches;
    private final boolean abortsOnClose;
    private final boolean keepsServersAlive;
    private final Means requestsBy;
    private final Means responsesBy;

    /**
     * @param frontend the frontend's proxy; the backend's own for a {@code listen}
     * @param responder who may answer in the place of the backend's servers, or null
     * @param appSessions of the backend, shared by all routes to it; null: it has none
     * @param best what may carry bytes at best: copying after {@code nosplice}, pipes where there is no packet engine
     */
    public Route(
            ProxyConfig frontend,
            Backend backend,
            @Nullable Responder responder,
            @Nullable AppSessions appSessions,
            Means best) {
        ProxyConfig proxy = backend.proxy();
        this.backend = backend;
        this.config = Objects.requireNonNull(proxy.backend());
        this.responder = responder;
        this.cookie = config.cookie() == null ? null : new StickyCookie(config.cookie(), backend, proxy.has(PERSIST));
        this.appSessions = appSessions;
        this.forwarding = Forwarding.of(frontend.forwardFor(), proxy.forwardFor());
        this.errors = new ErrorAnswers(frontend, proxy);
        this.closesServerEarly = proxy.has(FORCECLOSE);
        this.closes = either(frontend, proxy, HTTPCLOSE) || closesServerEarly;
        this.checksCache = proxy.has(CHECKCACHE);
        this.redispatches = proxy.has(REDISPATCH);
        this.abortsOnClose = proxy.has(ABORTONCLOSE);
        this.keepsServersAlive = proxy.has(SERVER_KEEPALIVE);
        // tcpsplice acts when both ask for it, as in 2007; the modern options when either does
        boolean both = (frontend.has(TCPSPLICE) && proxy.has(TCPSPLICE)) || either(frontend, proxy, SPLICE_AUTO);
        boolean packets = frontend.has(TCPSPLICE) && proxy.has(TCPSPLICE) && !either(frontend, proxy, TCPSPLICE_PIPE);
        this.requestsBy = means(both || either(frontend, proxy, SPLICE_REQUEST), packets, best);
        this.responsesBy = means(both || either(frontend, proxy, SPLICE_RESPONSE), packets, best);
    }

    private static Means means(boolean spliced, boolean packets, Means best) {
        Means wanted = packets ? Means.PACKETS : spliced ? Means.PIPE : Means.COPY;
        return wanted.compareTo(best) < 0 ? wanted : best;
    }

    private static boolean either(ProxyConfig frontend, ProxyConfig backend, Option option) {
        return frontend.has(option) || backend.has(option);
    }

    Backend backend() {
        return backend;
    }

    BackendConfig config() {
        return config;
    }

    @Nullable
    Responder responder() {
        return responder;
    }

    @Nullable
    StickyCookie cookie() {
        return cookie;
    }

    @Nullable
    AppSessions appSessions() {
        return appSessions;
    }

    @Nullable
    Forwarding forwarding() {
        return forwarding;
    }

    ErrorAnswers errors() {
        return errors;
    }

    /** {@code option httpclose} on either side, or {@code forceclose}: one request a connection. */
    boolean closes() {
        return closes;
    }

    /** {@code option forceclose}: the server is told of the end as soon as it has answered. */
    boolean closesServerEarly() {
        return closesServerEarly;
    }

    /** {@code option checkcache}. */
    boolean checksCache() {
        return checksCache;
    }

    boolean redispatches() {
        return redispatches;
    }

    /** {@code option abortonclose}: a client that ends its side before a server is found wants none. */
    boolean abortsOnClose() {
        return abortsOnClose;
    }

    @Override
    public boolean keepsServersAlive() {
        return keepsServersAlive;
    }

    Means requestsBy() {
        return requestsBy;
    }

    Means responsesBy() {
        return responsesBy;
    }

    @Override
    public boolean fitsServers() {
        return responsesBy == Means.PACKETS;
    }
}
