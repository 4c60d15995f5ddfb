package io.fairlead.config;

import java.util.List;
import java.util.Set;

/** {@code tune.splice.*}: the files of L7SW's /proc/sys/net/tcp_splice, with their names, units and defaults. */
final class SpliceKeywords {
    private static final String PREFIX = "tune.splice.";
    private static final int MAX_DEBUG_LEVEL = 2;

    private SpliceKeywords() {}

    static List<Keyword<GlobalDraft, ?>> rows() {
        return List.of(
                timeout("established", 900, "while both ends may send; the session ends as by `timeout client`"),
                timeout("synsent", 120, "before a server has answered"),
                timeout("synrecv", 60, "before an end has acknowledged"),
                timeout("finwait", 120, "after the server's FIN, which the client has not answered"),
                timeout("timewait", 120, "after the FINs of both ends"),
                timeout("close", 10, "after the end; so long it is still listed"),
                timeout("closewait", 60, "after the client's FIN, which the server has not answered"),
                timeout("lastack", 30, "before the last FIN is acknowledged"),
                timeout("listen", 120, "before the client has spoken"),
                timeout("synack", 120, "before a server has been called"),
                tunable("debug_level", Syntax.number("level", 0, MAX_DEBUG_LEVEL), "0")
                        .doc("what the log tells of pairs; 1: beginnings, ends, and why not; 2: more of it")
                        .sets((g, level) -> g.spliceTunables.put("debug_level", level)));
    }

    private static Keyword<GlobalDraft, Integer> timeout(String phase, int seconds, String when) {
        String name = "timeout_" + phase;
        return tunable(name, Syntax.wholeSeconds(), seconds + "s")
                .doc("how long a pair stays without a packet " + when)
                .sets((g, chosen) -> g.spliceTunables.put(name, chosen));
    }

    private static Row<GlobalDraft, Integer> tunable(String name, Syntax<Integer> syntax, String absent) {
        return new Row<GlobalDraft, Integer>(PREFIX + name, syntax, Set.of(Section.GLOBAL)).absent(absent);
    }
}
