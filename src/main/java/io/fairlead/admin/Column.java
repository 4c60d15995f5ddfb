package io.fairlead.admin;

/**
 * The figures of a proxy, one a column (HAProxy 1.3.5's table, plus requests, retries and redispatches). Every view is
 * made from this table.
 */
enum Column {
    QUEUE_CURRENT(Group.QUEUE, "Cur", "Requests waiting for a server now", Unit.COUNT),
    QUEUE_HIGHEST(Group.QUEUE, "Max", "Most requests that waited at once", Unit.COUNT),
    SESSIONS_CURRENT(Group.SESSIONS, "Cur", "Sessions open now", Unit.COUNT),
    SESSIONS_HIGHEST(Group.SESSIONS, "Max", "Most sessions open at once", Unit.COUNT),
    SESSIONS_LIMIT(Group.SESSIONS, "Limit", "maxconn; of a backend, fullconn", Unit.LIMIT),
    SESSIONS_TOTAL(Group.SESSIONS, "Total", "Sessions since the start", Unit.TOTAL),
    REQUESTS(Group.REQUESTS, "Total", "HTTP requests since the start", Unit.TOTAL),
    BYTES_IN(Group.BYTES, "In", "Bytes from clients, spliced ones included", Unit.BYTES),
    BYTES_OUT(Group.BYTES, "Out", "Bytes to clients, spliced ones included", Unit.BYTES),
    DENIED_REQUESTS(Group.DENIED, "Req", "Requests denied by a rule", Unit.TROUBLE),
    DENIED_RESPONSES(Group.DENIED, "Resp", "Responses denied by a rule", Unit.TROUBLE),
    REQUEST_ERRORS(Group.ERRORS, "Req", "Requests that were invalid or never complete", Unit.TROUBLE),
    CONNECT_ERRORS(Group.ERRORS, "Conn", "Connections to a server that failed for good", Unit.TROUBLE),
    RESPONSE_ERRORS(Group.ERRORS, "Resp", "Responses that were invalid, cut or late", Unit.TROUBLE),
    RETRIES(Group.RETRIED, "Conn", "Connection attempts after the first", Unit.TROUBLE),
    REDISPATCHES(Group.RETRIED, "Moved", "Requests moved to another server (redispatched)", Unit.TROUBLE),
    WEIGHT(Group.SERVER, "Weight", "Share of the load; of a backend, that of its servers that are up", Unit.COUNT),
    ACTIVE(Group.SERVER, "Act", "Active servers that are up", Unit.MEMBER),
    BACKUP(Group.SERVER, "Bck", "Backup servers that are up", Unit.MEMBER),
    FAILED_CHECKS(Group.SERVER, "Check", "Health checks that failed while the server was up", Unit.TROUBLE),
    DOWNS(Group.SERVER, "Down", "Times the server went down", Unit.TROUBLE);

    /** Columns under one heading. */
    enum Group {
        QUEUE("Queue"),
        SESSIONS("Sessions"),
        REQUESTS("Requests"),
        BYTES("Bytes"),
        DENIED("Denied"),
        ERRORS("Errors"),
        RETRIED("Retried"),
        SERVER("Server");

        private final String label;

        Group(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** How a figure is told. */
    enum Unit {
        COUNT,
        /** A count that only grows. */
        TOTAL,
        /** A count that had better be 0. */
        TROUBLE,
        BYTES,
        /** A count of which 0 means that there is no limit. */
        LIMIT,
        /** Of a server, whether it is one; of a backend, how many there are. */
        MEMBER
    }

    private final Group group;
    private final String label;
    private final String sentence;
    private final Unit unit;

    Column(Group group, String label, String sentence, Unit unit) {
        this.group = group;
        this.label = label;
        this.sentence = sentence;
        this.unit = unit;
    }

    Group group() {
        return group;
    }

    String label() {
        return label;
    }

    String sentence() {
        return sentence;
    }

    Unit unit() {
        return unit;
    }
}
