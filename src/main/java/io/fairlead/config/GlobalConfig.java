package io.fairlead.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code global} section.
 *
 * @param maxConnections concurrent client connections of the process ({@code maxconn}, {@code -n})
 * @param threads event loops ({@code nbthread}); 0: one per core
 * @param processes processes that share the listeners ({@code nbproc})
 * @param debug every connection and head line is shown on standard output ({@code debug}, {@code -d})
 * @param uid numeric user to become after start; 0: do not change
 * @param gid numeric group to become after start; 0: do not change
 * @param chroot directory to chroot to, or null
 * @param pidfile where a daemon writes its pid ({@code pidfile}, {@code -p}), or null
 * @param hardStopAfterMs {@code hard-stop-after}: the most that a soft stop may take; 0: no limit
 * @param reusePort false after {@code noreuseport}: all loops share one socket for each address
 * @param sockets {@code stats socket}
 * @param descriptorLimit RLIMIT_NOFILE to set ({@code ulimit-n}); 0: computed from the configuration
 * @param logs the syslog targets, two at most
 * @param splice false after {@code nosplice}: no engine but copying is used
 * @param spliceTunables {@code tune.splice.*}, where said, by what follows that; times in seconds
 */
public record GlobalConfig(
        int maxConnections,
        int threads,
        int processes,
        boolean debug,
        boolean daemon,
        boolean quiet,
        int uid,
        int gid,
        @Nullable String chroot,
        @Nullable String pidfile,
        long hardStopAfterMs,
        boolean reusePort,
        List<StatsSocket> sockets,
        int descriptorLimit,
        List<LogTarget> logs,
        boolean splice,
        Tuning tuning,
        Map<String, Integer> spliceTunables) {

    /**
     * {@code stats socket <path>|fd@<n>|<address>:<port> [mode <m>] [user …] [group …] [level <l>]}: takes commands at
     * run time.
     *
     * @param access of a UNIX socket's file, or null
     * @param idleTimeoutMs {@code stats timeout}: how long a client may say nothing
     */
    public record StatsSocket(Endpoint endpoint, @Nullable Access access, Level level, long idleTimeoutMs) {
        /** What its users may do, each more than the one before. */
        public enum Level {
            USER,
            OPERATOR,
            ADMIN
        }
    }

    /** Event loops: {@code nbthread}, or one per core. */
    public int loops() {
        return threads != 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    /** Pipes of the whole process: {@code maxpipes}, or a quarter of maxconn; none after {@code nosplice}. */
    public int pipes() {
        if (!splice) {
            return 0;
        }
        return tuning.pipes() != 0 ? tuning.pipes() : maxConnections / 4;
    }

    /**
     * The {@code tune.*} keywords and {@code maxpipes}.
     *
     * @param bufferBytes {@code tune.bufsize}: one buffer; a message head may fill it up to the rewrite reserve
     * @param rewriteBytes {@code tune.maxrewrite}: the part of a buffer kept free for added headers
     * @param pipes {@code maxpipes}: pipes that may exist at once; 0: a quarter of maxconn
     * @param pipeBytes {@code tune.pipesize}: F_SETPIPE_SZ for each pipe; 0: Fairlead's default
     */
    public record Tuning(int bufferBytes, int rewriteBytes, int pipes, int pipeBytes) {}
}
