package io.fairlead.admin;

import static io.fairlead.admin.Type.STR;
import static io.fairlead.admin.Type.U32;
import static io.fairlead.admin.Type.U64;

/**
 * What {@code show info} tells of the process: HAProxy 2.6's fields by their names, spelling included, and in their
 * order. One without a sentence says 0, for those who look for it.
 */
enum Info {
    NAME(0, "Name", "POS", STR, "This program"),
    VERSION(1, "Version", "POS", STR, "Its version"),
    RELEASE_DATE(2, "Release_date", "POS", STR, "Date of the release"),
    NBTHREAD(3, "Nbthread", "CGS", U32, "Event loops (nbthread)"),
    NBPROC(4, "Nbproc", "CGS", U32, "Processes (nbproc)"),
    PROCESS_NUM(5, "Process_num", "KGP", U32, "Number of this process"),
    PID(6, "Pid", "SGP", U32, "Its process id"),
    UPTIME(7, "Uptime", "MDP", STR, "Time since the start"),
    UPTIME_SEC(8, "Uptime_sec", "MDP", U32, "The same in seconds"),
    MEMMAX_MB(9, "Memmax_MB", "CLP", U32),
    POOL_ALLOC_MB(10, "PoolAlloc_MB", "MGP", U32),
    POOL_USED_MB(11, "PoolUsed_MB", "MGP", U32),
    POOL_FAILED(12, "PoolFailed", "MCP", U32),
    ULIMIT_N(13, "Ulimit-n", "CLP", U32, "Limit on open descriptors"),
    MAXSOCK(14, "Maxsock", "CLP", U32, "Descriptors that may be open"),
    MAXCONN(15, "Maxconn", "CLP", U32, "Client connections allowed at once, as set now"),
    HARD_MAXCONN(16, "Hard_maxconn", "CLP", U32, "The most that can be set"),
    CURR_CONNS(17, "CurrConns", "MGP", U32, "Client connections open now"),
    CUM_CONNS(18, "CumConns", "MCP", U32, "Client connections since the start"),
    CUM_REQ(19, "CumReq", "MCP", U32, "Requests since the start; of TCP proxies, sessions"),
    MAX_SSL_CONNS(20, "MaxSslConns", "MMP", U32),
    CURR_SSL_CONNS(21, "CurrSslConns", "MGP", U32),
    CUM_SSL_CONNS(22, "CumSslConns", "MCP", U32),
    MAXPIPES(23, "Maxpipes", "CLP", U32, "Pipes that splicing may use (maxpipes)"),
    PIPES_USED(24, "PipesUsed", "MGP", U32, "Pipes that transfers hold now"),
    PIPES_FREE(25, "PipesFree", "MGP", U32, "Empty pipes kept for the next transfer"),
    CONN_RATE(26, "ConnRate", "MRP", U32, "New connections in the last second"),
    CONN_RATE_LIMIT(27, "ConnRateLimit", "CLP", U32),
    MAX_CONN_RATE(28, "MaxConnRate", "MMP", U32, "Most new connections in one second"),
    SESS_RATE(29, "SessRate", "MRP", U32, "New sessions in the last second"),
    SESS_RATE_LIMIT(30, "SessRateLimit", "CLP", U32),
    MAX_SESS_RATE(31, "MaxSessRate", "MRP", U32, "Most new sessions in one second"),
    SSL_RATE(32, "SslRate", "MRP", U32),
    SSL_RATE_LIMIT(33, "SslRateLimit", "CLP", U32),
    MAX_SSL_RATE(34, "MaxSslRate", "MMP", U32),
    SSL_FRONTEND_KEY_RATE(35, "SslFrontendKeyRate", "MGP", U32),
    SSL_FRONTEND_MAX_KEY_RATE(36, "SslFrontendMaxKeyRate", "MMP", U32),
    SSL_FRONTEND_SESSION_REUSE_PCT(37, "SslFrontendSessionReuse_pct", "MGP", U32),
    SSL_BACKEND_KEY_RATE(38, "SslBackendKeyRate", "MRP", U32),
    SSL_BACKEND_MAX_KEY_RATE(39, "SslBackendMaxKeyRate", "MMP", U32),
    SSL_CACHE_LOOKUPS(40, "SslCacheLookups", "MCP", U32),
    SSL_CACHE_MISSES(41, "SslCacheMisses", "MCP", U32),
    COMPRESS_BPS_IN(42, "CompressBpsIn", "MRP", U32),
    COMPRESS_BPS_OUT(43, "CompressBpsOut", "MRP", U32),
    COMPRESS_BPS_RATE_LIM(44, "CompressBpsRateLim", "CLP", U32),
    TASKS(47, "Tasks", "MGP", U32, "Sessions open now"),
    RUN_QUEUE(48, "Run_queue", "MGP", U32),
    IDLE_PCT(
            49,
            "Idle_pct",
            "MaP",
            U32,
            "Time that the loops waited for something to do in the last second, in percent"),
    NODE(50, "node", "COS", STR, "Name of the machine"),
    STOPPING(52, "Stopping", "MGP", U32, "1 after a soft stop"),
    JOBS(53, "Jobs", "MGP", U32, "Sessions and listeners"),
    UNSTOPPABLE_JOBS(54, "Unstoppable Jobs", "MGP", U32),
    LISTENERS(55, "Listeners", "MGP", U32, "Listening addresses"),
    ACTIVE_PEERS(56, "ActivePeers", "MGP", U32),
    CONNECTED_PEERS(57, "ConnectedPeers", "MGP", U32),
    DROPPED_LOGS(58, "DroppedLogs", "MGP", U32),
    BUSY_POLLING(59, "BusyPolling", "MGP", U32),
    FAILED_RESOLUTIONS(60, "FailedResolutions", "MGP", U32),
    TOTAL_BYTES_OUT(61, "TotalBytesOut", "MGP", U64, "Bytes to clients, spliced ones included"),
    TOTAL_SPLICDED_BYTES_OUT(
            62, "TotalSplicdedBytesOut", "MGP", U64, "Bytes that stayed in the kernel, in both directions"),
    BYTES_OUT_RATE(63, "BytesOutRate", "MRP", U64, "Bytes to clients in the last second"),
    DEBUG_COMMANDS_ISSUED(64, "DebugCommandsIssued", "MGP", U32),
    CUM_RECV_LOGS(65, "CumRecvLogs", "MCP", U32),
    BUILD_INFO(66, "Build info", "POS", STR, "Version"),
    MEMMAX_BYTES(67, "Memmax_bytes", "CLP", U32),
    POOL_ALLOC_BYTES(68, "PoolAlloc_bytes", "MGP", U64),
    POOL_USED_BYTES(69, "PoolUsed_bytes", "MGP", U64),
    START_TIME_SEC(70, "Start_time_sec", "MDP", U32, "Time of the start, in seconds since 1970"),
    TAINTED(71, "Tainted", "SGP", STR);

    private final int position;
    private final String key;
    private final String tags;
    private final Type type;
    private final String sentence;

    /** @param tags origin, nature and scope as HAProxy's typed form writes them (its management guide, 9.2) */
    Info(int position, String key, String tags, Type type, String sentence) {
        this.position = position;
        this.key = key;
        this.tags = tags;
        this.type = type;
        this.sentence = sentence;
    }

    Info(int position, String key, String tags, Type type) {
        this(position, key, tags, type, "");
    }

    int position() {
        return position;
    }

    String key() {
        return key;
    }

    String tags() {
        return tags;
    }

    Type type() {
        return type;
    }

    String sentence() {
        return sentence;
    }
}
