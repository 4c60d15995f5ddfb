package io.fairlead.config;

/** Every limit of the configuration language and every number it puts in place of a missing line. */
final class Limits {
    static final int MAX_FILE_BYTES = 8 << 20;
    static final int MAX_FILES = 1_000;
    static final int MAX_WORDS_PER_LINE = 256;
    static final int MAX_NAME_CHARS = 255;
    /** After so many errors reading stops: the file is not a configuration. */
    static final int MAX_ALERTS = 1_000;

    static final int MAX_WARNINGS = 1_000;
    static final int MAX_PROXIES = 10_000;
    /** Each proxy repeats every line of its defaults. */
    static final int MAX_DEFAULTS_LINES = 1_000;
    /** Listening ports of the whole configuration, ranges expanded. */
    static final int MAX_LISTENERS = 65_535;

    static final int MAX_PORT = 65_535;
    static final int MAX_CONNECTIONS = 10_000_000;
    static final int MAX_THREADS = 256;
    static final int MAX_DESCRIPTORS = 1 << 30;
    static final int MAX_LOG_TARGETS = 2;
    static final int MAX_WEIGHT = 256;
    static final int MAX_CHECKS = 65_535;
    static final int MAX_RETRIES = 65_535;
    static final int MAX_PROCESSES = 64;
    static final int MAX_UNIX_PATH_BYTES = 107;
    static final int MAX_COOKIE_CAPTURE_BYTES = 63;
    static final int MAX_CAPTURE_BYTES = 8_192;
    static final int MAX_APP_SESSION_BYTES = 1_024;
    static final int MAX_ERROR_FILE_BYTES = 65_536;
    static final int MIN_BUFFER_BYTES = 4_096;
    static final int MAX_BUFFER_BYTES = 16 << 20;
    static final int MIN_PIPE_BYTES = 4_096;
    static final int MAX_PIPE_BYTES = 1 << 30;

    static final int DEFAULT_CONNECTIONS = 2_000;
    static final int DEFAULT_RETRIES = 3;
    static final int DEFAULT_CHECK_INTERVAL_MS = 2_000;
    static final int DEFAULT_RISE = 2;
    static final int DEFAULT_FALL = 3;
    static final int DEFAULT_BUFFER_BYTES = 16_384;
    static final int DEFAULT_REWRITE_BYTES = 1_024;
    static final int DEFAULT_COMMAND_TIMEOUT_MS = 10_000;
    static final int SYSLOG_PORT = 514;

    private Limits() {}
}
