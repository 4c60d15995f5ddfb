package io.fairlead.process;

import io.fairlead.admin.Facts;
import io.fairlead.admin.Statistics;
import io.fairlead.admin.StatsPage;
import io.fairlead.balance.Backend;
import io.fairlead.config.BackendConfig;
import io.fairlead.config.BackendConfig.StatsConfig;
import io.fairlead.config.Config;
import io.fairlead.config.FrontendConfig;
import io.fairlead.config.HttpRules.Action;
import io.fairlead.config.HttpRules.Rule;
import io.fairlead.config.ProxyConfig;
import io.fairlead.http.Head;
import io.fairlead.linux.Processes;
import io.fairlead.loop.Clock;
import io.fairlead.session.AppSessions;
import io.fairlead.session.Frontend;
import io.fairlead.session.Gate;
import io.fairlead.session.Responder;
import io.fairlead.session.Route;
import io.fairlead.splice.Means;
import io.fairlead.splice.PacketEngine;
import io.fairlead.splice.PacketSplicer;
import io.fairlead.splice.SpliceCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns a configuration into what all loops share: backends, frontends with their routes, and the views of both. */
final class Assembly implements AutoCloseable {
    private final Gate process;
    private final Means carrier;
    private final SpliceCounters splice = new SpliceCounters();
    private final Map<String, Backend> backends = new HashMap<>();
    private final Map<Backend, PageSlot> pages = new HashMap<>();
    private final Map<Backend, AppSessions> appSessions = new HashMap<>();
    private final List<Backend> backendsInOrder = new ArrayList<>();
    private final List<Frontend> frontends = new ArrayList<>();
    private final Statistics statistics;

    /** Writes the pages, whose length depends on the configuration, while traffic goes on. */
    private final ExecutorService scribe = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("fairlead-pages").daemon().factory());

    /**
     * @param number of this process among those that share its sockets, from 1
     * @param packets the packet engine, where there is one
     */
    Assembly(Config config, Clock clock, int number, int threads, PacketEngine packets) {
        PacketSplicer engine = packets.splicer();
        this.carrier = !config.global().splice() ? Means.COPY : engine == null ? Means.PIPE : Means.PACKETS;
        this.splice.packetEngine = packets;
        this.process = new Gate(config.global().maxConnections());
        List<ProxyConfig> proxies =
                config.proxies().stream().filter(proxy -> !proxy.disabled()).toList();
        proxies.forEach(proxy -> addBackend(proxy, clock));
        proxies.forEach(this::addFrontend);
        Facts facts = new Facts(
                version(),
                ProcessHandle.current().pid(),
                config.global().processes(),
                number,
                threads,
                (int) Processes.descriptorLimit(),
                config.global().maxConnections(),
                config.global().pipes());
        statistics = new Statistics(facts, clock, process, splice, engine, proxies, frontends, backendsInOrder);
        pages.forEach((backend, slot) -> slot.show(statistics, scribe));
    }

    private static String version() {
        var descriptor = Assembly.class.getModule().getDescriptor();
        return descriptor == null ? "unpackaged" : descriptor.rawVersion().orElse("unpackaged");
    }

    private void addBackend(ProxyConfig proxy, Clock clock) {
        BackendConfig serving = proxy.backend();
        if (serving != null) {
            Backend backend = new Backend(proxy, clock.wallTimeMs());
            backends.put(proxy.name(), backend);
            backendsInOrder.add(backend);
            if (serving.appSession() != null) {
                appSessions.put(backend, new AppSessions(serving.appSession()));
            }
            if (serving.stats() != null) {
                pages.put(backend, new PageSlot(serving.stats()));
            }
        }
    }

    private void addFrontend(ProxyConfig proxy) {
        FrontendConfig listening = proxy.frontend();
        if (listening != null) {
            Map<String, Route> routes = new HashMap<>();
            for (Rule rule : proxy.rules().request()) {
                if (rule.action() == Action.SET_BACKEND) {
                    routes.computeIfAbsent(Objects.requireNonNull(rule.argument()), name -> route(proxy, name));
                }
            }
            frontends.add(new Frontend(proxy, routes, defaultRoute(proxy, listening)));
        }
    }

    /** A {@code listen} serves itself, unless it names another. */
    private @Nullable Route defaultRoute(ProxyConfig proxy, FrontendConfig listening) {
        if (listening.defaultBackend() != null) {
            return route(proxy, listening.defaultBackend());
        }
        return proxy.backend() == null ? null : route(proxy, proxy.name());
    }

    private Route route(ProxyConfig frontend, String backendName) {
        Backend backend = Objects.requireNonNull(backends.get(backendName), backendName);
        return new Route(frontend, backend, pages.get(backend), appSessions.get(backend), carrier);
    }

    Gate process() {
        return process;
    }

    SpliceCounters splice() {
        return splice;
    }

    List<Backend> backends() {
        return backendsInOrder;
    }

    List<Frontend> frontends() {
        return frontends;
    }

    Statistics statistics() {
        return statistics;
    }

    /** No page is being written any more; while the loops are still there, for they are told of those that are. */
    @Override
    public void close() {
        scribe.close();
    }

    /** Where a page will be: pages show the frontends, whose routes lead to the pages. */
    private static final class PageSlot implements Responder {
        private final StatsConfig config;
        private @Nullable StatsPage page;

        PageSlot(StatsConfig config) {
            this.config = config;
        }

        void show(Statistics statistics, Executor scribe) {
            page = new StatsPage(config, statistics, scribe);
        }

        @Override
        public boolean answer(Head request, String frontend, Consumer<Answer> reader) {
            return page != null && page.answer(request, frontend, reader);
        }
    }
}
