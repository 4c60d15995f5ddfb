package io.fairlead.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.balance.Counters;
import io.fairlead.config.BackendConfig.Algorithm;
import io.fairlead.config.FrontendConfig;
import io.fairlead.config.Network;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ProxyConfig.Option;
import io.fairlead.http.Head;
import io.fairlead.linux.SocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A proxy's listening half at work: its limit, its figures, and where its requests go. Shared by all loops. */
public final class Frontend {
    /** What became of its listening sockets. */
    public enum State {
        OPEN,
        /** They refuse clients for a while. */
        PAUSED,
        /** They are closed for good. */
        STOPPED
    }

    private final ProxyConfig proxy;
    private final FrontendConfig config;
    private final Counters counters = new Counters();
    private final Gate gate;
    private final Map<String, Route> routes;
    private final @Nullable Route defaultRoute;
    private final ErrorAnswers errors;
    private final byte @Nullable [] monitorUri;
    private final boolean logsHttp;
    private final boolean logsTcp;
    private final boolean keepsClientsAlive;
    private final boolean logsEarly;
    private final boolean balancesBySource;
    private volatile boolean stopping;
    private volatile @Nullable InvalidMessage lastInvalidRequest;
    private volatile @Nullable InvalidMessage lastInvalidResponse;
    private volatile State state = State.OPEN;

    /**
     * @param routes where its rules lead, by the name of the backend
     * @param defaultRoute where everything else goes; null: nowhere, which is answered 503
     */
    public Frontend(ProxyConfig proxy, Map<String, Route> routes, @Nullable Route defaultRoute) {
        this.proxy = proxy;
        this.config = Objects.requireNonNull(proxy.frontend());
        this.gate = new Gate(config.maxConnections());
        this.routes = Map.copyOf(routes);
        this.defaultRoute = defaultRoute;
        this.errors = new ErrorAnswers(proxy, null);
        this.monitorUri =
                config.monitorUri() == null ? null : config.monitorUri().getBytes(ISO_8859_1);
        this.logsHttp = proxy.has(Option.HTTPLOG);
        this.logsTcp = proxy.has(Option.TCPLOG);
        this.keepsClientsAlive = proxy.has(Option.CLIENT_KEEPALIVE);
        this.logsEarly = proxy.has(Option.LOGASAP);
        this.balancesBySource = Stream.concat(this.routes.values().stream(), Stream.ofNullable(defaultRoute))
                .anyMatch(route -> route.config().algorithm() == Algorithm.SOURCE);
    }

    public String name() {
        return proxy.name();
    }

    public ProxyConfig proxy() {
        return proxy;
    }

    public FrontendConfig config() {
        return config;
    }

    public Counters counters() {
        return counters;
    }

    /** Whether it listens. */
    public State state() {
        return state;
    }

    /** Said by whoever opens and closes its listening sockets. */
    public void state(State newState) {
        state = newState;
    }

    /** No further session is accepted until one ends. */
    public boolean full() {
        return gate.full();
    }

    /** {@code maxconn} in force. */
    public int maxConnections() {
        return gate.limit();
    }

    /** {@code set maxconn frontend}; sessions above it go on. Any thread may call. */
    public void limit(int maxConnections) {
        gate.limit(maxConnections);
    }

    /** No next request is taken from a client that is here: a soft stop. */
    void stop() {
        stopping = true;
    }

    boolean stopping() {
        return stopping;
    }

    Gate gate() {
        return gate;
    }

    /** Where requests go; each loop has its own. */
    Router router() {
        return new Router(this, routes, defaultRoute);
    }

    /** Where TCP sessions go. */
    @Nullable
    Route defaultRoute() {
        return defaultRoute;
    }

    /** {@code monitor-net}: a client that only asks whether this process is there. */
    boolean isMonitor(SocketAddress client) {
        Network net = config.monitorNet();
        return net != null && !client.isUnix() && net.contains(client.ip());
    }

    /** Whether it may matter to a backend where a client comes from ({@code balance source}). */
    boolean balancesBySource() {
        return balancesBySource;
    }

    /** {@code option clitcpka}. */
    boolean keepsClientsAlive() {
        return keepsClientsAlive;
    }

    /** {@code monitor-uri}: exactly this target, no query string. */
    boolean isMonitored(Head request) {
        int length = request.targetEnd() - request.targetStart();
        if (monitorUri == null || monitorUri.length != length) {
            return false;
        }
        int same = 0;
        while (same < length && request.bytes().get(request.targetStart() + same) == monitorUri[same]) {
            same++;
        }
        return same == length;
    }

    /**
     * How long a request's head may take, however steadily its bytes drip in; 0: for ever.
     *
     * @param next whether it is not the connection's first, and nothing of it has come
     */
    long headTimeoutMs(boolean next) {
        if (next && config.keepAliveTimeoutMs() != 0) {
            return config.keepAliveTimeoutMs();
        }
        return config.httpRequestTimeoutMs() != 0 ? config.httpRequestTimeoutMs() : config.clientTimeoutMs();
    }

    boolean logsHttp() {
        return logsHttp;
    }

    boolean logsTcp() {
        return logsTcp;
    }

    /** {@code option logasap}: lines are written as soon as the response, or the server, has answered. */
    boolean logsEarly() {
        return logsEarly;
    }

    /** The last request that could not be understood; null: there was none. */
    public @Nullable InvalidMessage lastInvalidRequest() {
        return lastInvalidRequest;
    }

    /** The last response to a request through here that could not be understood; null: there was none. */
    public @Nullable InvalidMessage lastInvalidResponse() {
        return lastInvalidResponse;
    }

    void keepInvalidRequest(InvalidMessage request) {
        lastInvalidRequest = request;
    }

    void keepInvalidResponse(InvalidMessage response) {
        lastInvalidResponse = response;
    }

    /** What is answered before a route is known. */
    ErrorAnswers errors() {
        return errors;
    }

    /** {@code timeout tarpit} for those whom the frontend's own rules hold; 0: not at all. */
    long tarpitMs() {
        if (proxy.backend() != null) {
            return proxy.backend().tarpitTimeoutMs();
        }
        return defaultRoute == null ? 0 : defaultRoute.config().tarpitTimeoutMs();
    }

    boolean logsNull() {
        return !proxy.has(Option.DONTLOGNULL);
    }
}
