package io.fairlead.process;

import io.fairlead.config.Config;
import io.fairlead.config.FrontendConfig;
import io.fairlead.config.GlobalConfig;
import io.fairlead.config.ProxyConfig;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Processes;

/** How many descriptors a configuration needs, and the limit on them ({@code ulimit-n}). */
final class Descriptors {
    /** The JVM's own files, epoll instances, wake-ups, log sockets. */
    private static final long BASE = 100;

    private Descriptors() {}

    /**
     * Sets the limit: to {@code ulimit-n} exactly where it is given, else up to what is needed and never down. A limit
     * that stays too low is a warning: the process serves fewer connections than it was asked to.
     */
    static void limit(Config config, Console console) {
        int wanted = config.global().descriptorLimit();
        long needed = needed(config);
        if (wanted != 0 || Processes.descriptorLimit() < needed) {
            long limit = wanted != 0 ? wanted : needed;
            int answer = Processes.limitDescriptors(limit);
            if (answer < 0) {
                console.warning("cannot raise the descriptor limit to " + limit + ": " + Errno.describe(answer));
            }
        }
        long limit = Processes.descriptorLimit();
        if (limit < needed) {
            console.warning("descriptor limit (" + limit + ") too low for maxconn "
                    + config.global().maxConnections() + ", which needs " + needed + ": raise 'ulimit-n'");
        }
    }

    /** Two for each connection, two for each pipe, one for each listener on each loop and each checked server. */
    static long needed(Config config) {
        GlobalConfig global = config.global();
        long pipes = global.pipes();
        long listeners = 0;
        long checks = 0;
        for (ProxyConfig proxy : config.proxies()) {
            FrontendConfig frontend = proxy.frontend();
            listeners += frontend == null ? 0 : frontend.binds().size();
            checks += checked(proxy);
        }
        return BASE + 2L * global.maxConnections() + 2 * pipes + listeners * global.loops() + checks;
    }

    private static long checked(ProxyConfig proxy) {
        var backend = proxy.backend();
        return backend == null
                ? 0
                : backend.servers().stream().filter(server -> server.checked()).count();
    }
}
