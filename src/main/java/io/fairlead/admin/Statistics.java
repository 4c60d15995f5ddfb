package io.fairlead.admin;

import io.fairlead.admin.Snapshot.Splicing;
import io.fairlead.balance.Backend;
import io.fairlead.balance.Counters;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.loop.Clock;
import io.fairlead.session.Frontend;
import io.fairlead.session.Gate;
import io.fairlead.splice.SpliceCounters;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where every view reads: the counters stay with their owners. Any thread may read; figures may be a moment old. */
public final class Statistics {
    private final Facts facts;
    private final Clock clock;
    private final long startedNs;
    private final Gate process;
    private final SpliceCounters splice;
    private final List<ProxyConfig> proxies;
    private final List<Frontend> frontends;
    private final List<Backend> backends;
    private volatile boolean stopping;

    /**
     * Uptime counts from here.
     *
     * @param process the gate of the whole process
     * @param proxies in declaration order, which is that of the views
     */
    public Statistics(
            Facts facts,
            Clock clock,
            Gate process,
            SpliceCounters splice,
            List<ProxyConfig> proxies,
            List<Frontend> frontends,
            List<Backend> backends) {
        this.facts = facts;
        this.clock = clock;
        this.startedNs = clock.nanoTime();
        this.process = process;
        this.splice = splice;
        this.proxies = List.copyOf(proxies);
        this.frontends = List.copyOf(frontends);
        this.backends = List.copyOf(backends);
    }

    /** From now on the frontends are shown as stopped. */
    public void stopping() {
        stopping = true;
    }

    /** The process in one line. */
    public Totals totals() {
        long requests = 0;
        long bytesIn = 0;
        long bytesOut = 0;
        for (Frontend frontend : frontends) {
            Counters counters = frontend.counters();
            boolean http = frontend.proxy().mode() == Mode.HTTP;
            requests += http ? counters.requests.sum() : counters.sessions.sum();
            bytesIn += counters.bytesIn.sum();
            bytesOut += counters.bytesOut.sum();
        }
        int pipes = splice.pipesInUse.get() + splice.pipesFree.get();
        return new Totals(
                requests,
                process.inside(),
                bytesIn,
                bytesOut,
                splice.bytesCopied.sum(),
                splice.bytesSpliced.sum(),
                pipes);
    }

    Snapshot read() {
        long uptimeSeconds = (clock.nanoTime() - startedNs) / 1_000_000_000;
        List<Snapshot.Proxy> tables = proxies.stream()
                .filter(proxy -> !proxy.disabled())
                .map(this::read)
                .toList();
        return new Snapshot(facts, uptimeSeconds, process.inside(), process.limit(), readSplice(), tables);
    }

    private Snapshot.Proxy read(ProxyConfig proxy) {
        List<Row> rows = new ArrayList<>();
        for (Frontend frontend : frontends) {
            if (frontend.proxy().equals(proxy)) {
                rows.add(Rows.of(frontend, stopping));
            }
        }
        for (Backend backend : backends) {
            if (backend.proxy().equals(proxy)) {
                backend.servers().forEach(server -> rows.add(Rows.of(server)));
                rows.add(Rows.of(backend));
            }
        }
        return new Snapshot.Proxy(proxy.name(), proxy.mode(), rows);
    }

    private Splicing readSplice() {
        Map<Fallback, Long> fallbacks = new EnumMap<>(Fallback.class);
        for (Fallback why : Fallback.values()) {
            fallbacks.put(why, splice.fallbacks(why));
        }
        return new Splicing(
                splice.bytesCopied.sum(),
                splice.bytesSpliced.sum(),
                splice.pipesInUse.get(),
                splice.pipesFree.get(),
                fallbacks);
    }
}
