package io.fairlead.admin;

import io.fairlead.config.ProxyConfig;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.util.List;
import java.util.Map;

/**
 * All that a view shows, read at one moment.
 *
 * @param connections client connections open now
 * @param maxConnections the process's {@code maxconn}
 * @param proxies in declaration order, without the disabled ones
 */
record Snapshot(
        Facts facts, long uptimeSeconds, int connections, int maxConnections, Splicing splicing, List<Proxy> proxies) {
    /** What the splice engines did; bytes since the start. */
    record Splicing(
            long bytesCopied, long bytesSpliced, int pipesInUse, int pipesFree, Map<Fallback, Long> fallbacks) {}

    /** One proxy's table. */
    record Proxy(String name, ProxyConfig.Mode mode, List<Row> rows) {}
}
