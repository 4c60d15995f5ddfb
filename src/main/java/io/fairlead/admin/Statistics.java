package io.fairlead.admin;

import io.fairlead.admin.Snapshot.Rate;
import io.fairlead.admin.Snapshot.Splicing;
import io.fairlead.balance.Backend;
import io.fairlead.balance.Counters;
import io.fairlead.balance.Server;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.loop.Clock;
import io.fairlead.session.Frontend;
import io.fairlead.session.Gate;
import io.fairlead.splice.PacketView;
import io.fairlead.splice.SpliceCounters;
import io.fairlead.splice.SpliceCounters.Fallback;
import io.fairlead.splice.SplicedPair;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where every view reads: the counters stay with their owners. Any thread may read; figures may be a moment old. */
public final class Statistics {
    private final Facts facts;
    private final Clock clock;
    private final long startedNs;
    private final long startedMs;
    private final Gate process;
    private final SpliceCounters splice;
    private final @Nullable PacketView packets;
    private final List<Table> tables = new ArrayList<>();
    private final List<Frontend> frontends;
    private final List<Backend> backends;
    private final Meters meters;
    private volatile boolean stopping;
    private volatile int idlePercent = 100;

    /** A proxy's halves; {@code iid} is its number in every view. */
    private record Table(ProxyConfig proxy, int iid, List<Frontend> frontends, List<Backend> backends) {}

    /**
     * Uptime counts from here.
     *
     * @param process the gate of the whole process
     * @param packets what the kernel joins packet by packet, or null where it joins nothing
     * @param proxies in declaration order, which is that of the views
     */
    public Statistics(
            Facts facts,
            Clock clock,
            Gate process,
            SpliceCounters splice,
            @Nullable PacketView packets,
            List<ProxyConfig> proxies,
            List<Frontend> frontends,
            List<Backend> backends) {
        this.facts = facts;
        this.clock = clock;
        this.startedNs = clock.nanoTime();
        this.startedMs = clock.wallTimeMs();
        this.process = process;
        this.splice = splice;
        this.packets = packets;
        this.frontends = List.copyOf(frontends);
        this.backends = List.copyOf(backends);
        proxies.stream().filter(proxy -> !proxy.disabled()).forEach(this::addTable);
        this.meters = new Meters(this.frontends, this.backends, startedMs);
    }

    private void addTable(ProxyConfig proxy) {
        tables.add(new Table(
                proxy,
                tables.size() + 1,
                frontends.stream().filter(each -> each.proxy().equals(proxy)).toList(),
                backends.stream().filter(each -> each.proxy().equals(proxy)).toList()));
    }

    /** From now on the frontends are shown as stopped. */
    public void stopping() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Looks at how much has happened: to be called once a second, by one thread. */
    void look() {
        meters.look(clock.wallTimeMs());
    }

    /** What part of the last second the loops had nothing to do. */
    void idlePercent(int percent) {
        idlePercent = percent;
    }

    int idlePercent() {
        return idlePercent;
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

    /** @param scope of a proxy's name: whether it is shown */
    Snapshot read(Predicate<String> scope) {
        List<Snapshot.Proxy> shown = tables.stream()
                .filter(table -> scope.test(table.proxy.name()))
                .map(table -> new Snapshot.Proxy(table.proxy.name(), table.proxy.mode(), rowsOf(table)))
                .toList();
        Rate rate = new Rate(meters.sessions().perSecond(), meters.sessions().highest());
        return new Snapshot(facts, uptimeSeconds(), process.inside(), process.limit(), rate, readSplice(), shown);
    }

    /** Every row, read as it is taken. */
    Stream<Row> rows() {
        return tables.stream().flatMap(table -> rowsOf(table).stream());
    }

    private List<Row> rowsOf(Table table) {
        Rows read = new Rows(meters, clock.wallTimeMs());
        List<Row> rows = new ArrayList<>();
        table.frontends.forEach(frontend -> rows.add(read.of(frontend, table.iid, stopping)));
        for (Backend backend : table.backends) {
            List<Server> servers = backend.servers();
            for (int i = 0; i < servers.size(); i++) {
                rows.add(read.of(backend, table.iid, servers.get(i), i + 1));
            }
            rows.add(read.of(backend, table.iid));
        }
        rows.forEach(row -> row.put(Column.PID, facts.number()));
        return rows;
    }

    /** The number of the proxy in every view. */
    int iid(ProxyConfig proxy) {
        return tables.stream()
                .filter(table -> table.proxy.equals(proxy))
                .mapToInt(Table::iid)
                .findFirst()
                .orElseThrow();
    }

    private Splicing readSplice() {
        Map<Fallback, Long> fallbacks = new EnumMap<>(Fallback.class);
        for (Fallback why : Fallback.values()) {
            fallbacks.put(why, splice.fallbacks(why));
        }
        return new Splicing(
                splice.packetEngine,
                splice.bytesCopied.sum(),
                splice.bytesSpliced.sum(),
                splice.pipesInUse.get(),
                splice.pipesFree.get(),
                fallbacks);
    }

    long uptimeSeconds() {
        return (clock.nanoTime() - startedNs) / 1_000_000_000;
    }

    /** Time of day. */
    long startedMs() {
        return startedMs;
    }

    Facts facts() {
        return facts;
    }

    Gate process() {
        return process;
    }

    SpliceCounters splice() {
        return splice;
    }

    @Nullable
    PacketView packets() {
        return packets;
    }

    /** Empty where the kernel joins nothing. */
    List<SplicedPair> splicedPairs() {
        return packets == null ? List.of() : packets.pairs();
    }

    Meters meters() {
        return meters;
    }

    List<Frontend> frontends() {
        return frontends;
    }

    List<Backend> backends() {
        return backends;
    }
}
