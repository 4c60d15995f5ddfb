package io.fairlead.admin;

import io.fairlead.config.ProxyConfig;
import io.fairlead.splice.PacketEngine;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.util.List;
import java.util.Map;

/**
 * All that the page shows, read at one moment.
 *
 * @param connections client connections open now
 * @param maxConnections the process's {@code maxconn} as set now
 * @param proxies in declaration order, without the disabled ones
 */
record Snapshot(
        Facts facts,
        long uptimeSeconds,
        int connections,
        int maxConnections,
        Rate sessions,
        Splicing splicing,
        List<Proxy> proxies) {
    /** New ones in the last second, and the most in any second. */
    record Rate(long perSecond, long highest) {}

    /**
     * What the splice engines did; bytes since the start.
     *
     * @param packetEngine whether packets can be spliced, and if not, why
     */
    record Splicing(
            PacketEngine packetEngine,
            long bytesCopied,
            long bytesSpliced,
            int pipesInUse,
            int pipesFree,
            Map<Fallback, Long> fallbacks) {}

    /** One proxy's table. */
    record Proxy(String name, ProxyConfig.Mode mode, List<Row> rows) {}
}
