package io.fairlead.library;

import io.fairlead.splice.SpliceCounters;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was carried since the start.
 *
 * @param bytesSpliced that stayed in the kernel
 * @param bytesCopied that went through the process: beginnings, and all where neither engine could be had
 * @param fallbacks how often one engine had to stand in for another, by reason; only what happened is there
 */
public record Counters(long bytesSpliced, long bytesCopied, Map<String, Long> fallbacks) {
    static Counters of(SpliceCounters counters) {
        Map<String, Long> fallbacks = new TreeMap<>();
        for (Fallback why : Fallback.values()) {
            if (counters.fallbacks(why) > 0) {
                fallbacks.put(why.reason(), counters.fallbacks(why));
            }
        }
        return new Counters(counters.bytesSpliced.sum(), counters.bytesCopied.sum(), fallbacks);
    }
}
