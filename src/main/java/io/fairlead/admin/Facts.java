package io.fairlead.admin;

/**
 * What does not change while the process runs.
 *
 * @param processes that share the listening sockets ({@code nbproc})
 * @param number of this one among them, from 1
 * @param threads event loops running
 * @param descriptorLimit RLIMIT_NOFILE in force ({@code ulimit-n})
 * @param maxConnections the process's {@code maxconn} as configured: the most that can be set
 * @param maxPipes pipes that splicing may use ({@code maxpipes})
 */
public record Facts(
        String version,
        long pid,
        int processes,
        int number,
        int threads,
        int descriptorLimit,
        int maxConnections,
        int maxPipes) {}
