package io.fairlead.admin;

import static io.fairlead.admin.Type.S32;
import static io.fairlead.admin.Type.STR;
import static io.fairlead.admin.Type.U32;
import static io.fairlead.admin.Type.U64;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a frontend, a server or a backend: one row a column, in the order and by the names of HAProxy 2.6's
 * CSV. Page, CSV, JSON and the typed form are all made from this table. A column without a sentence is empty: it keeps
 * its place for those who read by position.
 */
enum Column {
    PXNAME("KNS", STR, "Name of the proxy"),
    SVNAME("KNS", STR, "FRONTEND, BACKEND, or the name of the server"),
    QCUR("MGP", U32, "Requests waiting for a server now", Group.QUEUE, "Cur", Unit.COUNT),
    QMAX("MMP", U32, "Most requests that waited at once", Group.QUEUE, "Max", Unit.COUNT),
    SCUR("MGP", U32, "Sessions open now", Group.SESSIONS, "Cur", Unit.COUNT),
    SMAX("MMP", U32, "Most sessions open at once", Group.SESSIONS, "Max", Unit.COUNT),
    SLIM("CLP", U32, "maxconn; of a backend, fullconn", Group.SESSIONS, "Limit", Unit.LIMIT),
    STOT("MCP", U64, "Sessions since the start", Group.SESSIONS, "Total", Unit.TOTAL),
    BIN("MCP", U64, "Bytes from clients, spliced ones included", Group.BYTES, "In", Unit.BYTES),
    BOUT("MCP", U64, "Bytes to clients, spliced ones included", Group.BYTES, "Out", Unit.BYTES),
    DREQ("MCP", U64, "Requests denied by a rule", Group.DENIED, "Req", Unit.TROUBLE),
    DRESP("MCP", U64, "Responses denied by a rule", Group.DENIED, "Resp", Unit.TROUBLE),
    EREQ("MCP", U64, "Requests that were invalid or never complete", Group.ERRORS, "Req", Unit.TROUBLE),
    ECON("MCP", U64, "Connections to a server that failed for good", Group.ERRORS, "Conn", Unit.TROUBLE),
    ERESP("MCP", U64, "Responses that were invalid, cut or late", Group.ERRORS, "Resp", Unit.TROUBLE),
    WRETR("MCP", U64, "Connection attempts after the first", Group.RETRIED, "Conn", Unit.TROUBLE),
    WREDIS("MCP", U64, "Requests moved to another server (redispatched)", Group.RETRIED, "Moved", Unit.TROUBLE),
    STATUS("SGP", STR, "How it is: UP, DOWN, MAINT, OPEN and the like"),
    WEIGHT(
            "MaP",
            U32,
            "Share of the load; of a backend, that of the servers that take it",
            Group.SERVER,
            "Weight",
            Unit.COUNT),
    ACT(
            "SGP",
            U32,
            "Whether the server is an active one; of a backend, how many of them are up",
            Group.SERVER,
            "Act",
            Unit.MEMBER),
    BCK(
            "SGP",
            U32,
            "Whether the server is a backup; of a backend, how many of them are up",
            Group.SERVER,
            "Bck",
            Unit.MEMBER),
    CHKFAIL("MCP", U64, "Health checks that failed while the server was up", Group.CHECKS, "Failed", Unit.TROUBLE),
    CHKDOWN("MCP", U64, "Times it went down", Group.CHECKS, "Down", Unit.TROUBLE),
    LASTCHG("MAP", U32, "Seconds since it last went up or down"),
    DOWNTIME("MCP", U32, "Time spent down", Group.CHECKS, "Downtime", Unit.SECONDS),
    QLIMIT("CLP", U32, "maxqueue: the most who may wait for the server"),
    PID("KGP", U32, "Number of the process, from 1"),
    IID("KGS", U32, "Number of the proxy, from 1"),
    SID("KGS", U32, "Number of the server in its backend, from 1; 0 for the proxy itself"),
    THROTTLE("MGP", U32),
    LBTOT("MCP", U64, "Times the server was chosen"),
    TRACKED("CNS", STR),
    TYPE("CGS", U32, "0 frontend, 1 backend, 2 server"),
    RATE("MRP", U32, "New sessions in the last second", Group.RATE, "Cur", Unit.COUNT),
    RATE_LIM("CLP", U32),
    RATE_MAX("MMP", U32, "Most new sessions in one second", Group.RATE, "Max", Unit.COUNT),
    CHECK_STATUS("MOP", STR, "Outcome of the last health check", Group.CHECKS, "Last", Unit.TEXT),
    CHECK_CODE("MOP", U32, "Status code that the last check was answered"),
    CHECK_DURATION("MDP", U64, "Milliseconds that the last check took"),
    HRSP_1XX("MCP", U64, "Responses with a status of 100 to 199"),
    HRSP_2XX("MCP", U64, "Responses with a status of 200 to 299"),
    HRSP_3XX("MCP", U64, "Responses with a status of 300 to 399"),
    HRSP_4XX("MCP", U64, "Responses with a status of 400 to 499"),
    HRSP_5XX("MCP", U64, "Responses with a status of 500 to 599"),
    HRSP_OTHER("MCP", U64, "Requests that ended with any other status, or without any"),
    HANAFAIL("MCP", STR),
    REQ_RATE("MRP", U32, "HTTP requests in the last second"),
    REQ_RATE_MAX("MMP", U32, "Most HTTP requests in one second"),
    REQ_TOT("MCP", U64, "HTTP requests since the start", Group.REQUESTS, "Total", Unit.TOTAL),
    CLI_ABRT("MCP", U64, "Transfers that the client broke off or was too slow for"),
    SRV_ABRT("MCP", U64, "Transfers that the server broke off or was too slow for"),
    COMP_IN("MCP", U64),
    COMP_OUT("MCP", U64),
    COMP_BYP("MCP", U64),
    COMP_RSP("MCP", U64),
    LASTSESS("MAP", S32, "Seconds since the last session began; -1: there was none"),
    LAST_CHK("MOP", STR, "What the last health check met"),
    LAST_AGT("MOP", STR),
    QTIME("MaP", U32, "Milliseconds that the last 1024 or so waited in queues, on average"),
    CTIME("MaP", U32, "Milliseconds that the last 1024 or so needed to connect, on average"),
    RTIME("MaP", U32, "Milliseconds that the last 1024 or so needed to be answered, on average"),
    TTIME("MaP", U32, "Milliseconds that the last 1024 or so took altogether, on average"),
    AGENT_STATUS("MOP", STR),
    AGENT_CODE("MOP", U32),
    AGENT_DURATION("MDP", U64),
    CHECK_DESC("MOP", STR, "Outcome of the last health check, in words"),
    AGENT_DESC("MOP", STR),
    CHECK_RISE("CGS", U32, "rise: passed checks that bring the server up"),
    CHECK_FALL("CGS", U32, "fall: failed checks that take the server down"),
    CHECK_HEALTH("CGS", U32, "0 to rise + fall - 1; up from rise on"),
    AGENT_RISE("CGS", U32),
    AGENT_FALL("CGS", U32),
    AGENT_HEALTH("CGS", U32),
    ADDR("CGS", STR, "Where the server is"),
    COOKIE("CNS", STR, "Persistence value of the server; of a backend, the name of the cookie"),
    MODE("CGS", STR, "tcp, http or health"),
    ALGO("CGS", STR, "How the backend chooses servers"),
    CONN_RATE("MRP", U32, "Connections in the last second"),
    CONN_RATE_MAX("MMP", U32, "Most connections in one second"),
    CONN_TOT("MCP", U64, "Connections since the start"),
    INTERCEPTED("MCP", U64, "Requests that Fairlead answered itself"),
    DCON("MCP", U64),
    DSES("MCP", U64),
    WREW("MCP", U64, "Requests whose heads the edits made too long"),
    CONNECT("MCP", U64, "Connections begun to the server"),
    REUSE("MCP", U64, "Requests sent over a connection that was idle"),
    CACHE_LOOKUPS("MCP", U64),
    CACHE_HITS("MCP", U64),
    SRV_ICUR("MGP", U32, "Idle connections to the server"),
    SRC_ILIM("CLP", U32),
    QTIME_MAX("MMP", U32, "The most milliseconds that any waited in queues"),
    CTIME_MAX("MMP", U32, "The most milliseconds that any needed to connect"),
    RTIME_MAX("MMP", U32, "The most milliseconds that any needed to be answered"),
    TTIME_MAX("MMP", U32, "The most milliseconds that any took altogether"),
    EINT("MCP", U64, "Requests that failed for want of memory or descriptors"),
    IDLE_CONN_CUR("MGP", U32),
    SAFE_CONN_CUR("MGP", U32, "Idle connections that any request may use"),
    USED_CONN_CUR("MGP", U32, "Connections to the server that carry something"),
    NEED_CONN_EST("MGP", U32),
    UWEIGHT("MaP", U32, "Weight as set by the operator; of a backend, the sum of them"),
    AGG_SERVER_STATUS("MGP", U32),
    AGG_SERVER_CHECK_STATUS("MGP", U32),
    AGG_CHECK_STATUS("MGP", U32);

    /** Columns of the page under one heading, in its order. */
    enum Group {
        QUEUE("Queue"),
        RATE("Sessions/s"),
        SESSIONS("Sessions"),
        REQUESTS("Requests"),
        BYTES("Bytes"),
        DENIED("Denied"),
        ERRORS("Errors"),
        RETRIED("Retried"),
        SERVER("Server"),
        CHECKS("Checks");

        private final String label;

        Group(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** How a figure is told to people. */
    enum Unit {
        COUNT,
        /** A count that only grows. */
        TOTAL,
        /** A count that had better be 0. */
        TROUBLE,
        BYTES,
        SECONDS,
        /** A count of which 0 means that there is no limit. */
        LIMIT,
        /** Of a server, whether it is one; of a backend, how many there are. */
        MEMBER,
        /** Words. */
        TEXT
    }

    private static final List<Column> ON_PAGE = Stream.of(values())
            .filter(column -> column.group != null)
            .sorted(Comparator.comparing(Column::group))
            .toList();

    private final String tags;
    private final Type type;
    private final String sentence;
    private final @Nullable Group group;
    private final String label;
    private final Unit unit;

    /**
     * @param tags origin, nature and scope as HAProxy's typed form writes them (its management guide, 9.2)
     * @param group where it stands on the page; null: it does not
     */
    Column(String tags, Type type, String sentence, @Nullable Group group, String label, Unit unit) {
        this.tags = tags;
        this.type = type;
        this.sentence = sentence;
        this.group = group;
        this.label = label;
        this.unit = unit;
    }

    Column(String tags, Type type, String sentence) {
        this(tags, type, sentence, null, "", Unit.TEXT);
    }

    Column(String tags, Type type) {
        this(tags, type, "");
    }

    /** Those that the page shows, in its order. */
    static List<Column> onPage() {
        return ON_PAGE;
    }

    /** Its name in CSV and JSON. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its number in the typed form and in JSON. */
    @SuppressWarnings("EnumOrdinal") // the order of the rows is the format
    int position() {
        return ordinal();
    }

    String tags() {
        return tags;
    }

    Type type() {
        return type;
    }

    /** What it tells; empty where it never tells anything. */
    String sentence() {
        return sentence;
    }

    /** Of a column on the page. */
    Group group() {
        if (group == null) {
            throw new IllegalStateException(name() + " is not on the page");
        }
        return group;
    }

    /** What it is called on the page, under its group. */
    String label() {
        return label;
    }

    Unit unit() {
        return unit;
    }
}
