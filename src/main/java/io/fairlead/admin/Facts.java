package io.fairlead.admin;

/**
 * What does not change while the process runs.
 *
 * @param threads event loops running
 * @param descriptorLimit RLIMIT_NOFILE in force ({@code ulimit-n})
 */
public record Facts(String version, long pid, int threads, int descriptorLimit) {}
