package io.fairlead.config;

import io.fairlead.config.GlobalConfig.Tuning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code global} sections while they are read. */
final class GlobalDraft {
    int maxConnections = Limits.DEFAULT_CONNECTIONS;
    int threads;
    int processes = 1;
    boolean debug;
    boolean daemon;
    boolean quiet;
    int uid;
    int gid;

    @Nullable
    String chroot;

    @Nullable
    String pidfile;

    long hardStopAfterMs;
    boolean reusePort = true;
    final List<SocketDraft> sockets = new ArrayList<>();
    long commandTimeoutMs = Limits.DEFAULT_COMMAND_TIMEOUT_MS;
    int descriptorLimit;
    final List<LogTarget> logs = new ArrayList<>();
    boolean splice = true;
    int bufferBytes = Limits.DEFAULT_BUFFER_BYTES;
    int rewriteBytes = Limits.DEFAULT_REWRITE_BYTES;
    int pipes;
    int pipeBytes;
    final Map<String, Integer> spliceTunables = new LinkedHashMap<>();

    GlobalConfig build(Overrides overrides) {
        boolean debugs = debug || overrides.debug();
        boolean detaches = !debugs && !overrides.foreground() && (daemon || overrides.daemon());
        return new GlobalConfig(
                overrides.maxConnections() > 0 ? overrides.maxConnections() : maxConnections,
                threads,
                detaches ? processes : 1,
                debugs,
                detaches,
                !debugs && (overrides.quiet() || (quiet && !overrides.foreground())),
                uid,
                gid,
                chroot,
                overrides.pidfile() != null ? overrides.pidfile() : pidfile,
                hardStopAfterMs,
                reusePort,
                sockets.stream().map(socket -> socket.build(commandTimeoutMs)).toList(),
                descriptorLimit,
                List.copyOf(logs),
                splice && !overrides.copy(),
                new Tuning(bufferBytes, rewriteBytes, pipes, pipeBytes),
                Collections.unmodifiableMap(spliceTunables));
    }
}
