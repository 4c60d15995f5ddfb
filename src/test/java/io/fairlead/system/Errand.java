package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/** What a client of {@link BulkServer} may want of one connection: all that it does, and how that must end. */
enum Errand {
    STREAM,
    TUNNEL,
    REQUESTS,
    PIPELINED,
    CLOSED,
    UNTIL_THE_END,
    TOO_SHORT,
    TOO_LONG,
    CUT_BY_SERVER,
    LEFT_BY_CLIENT;

    static final List<Errand> ALL = List.of(values());
    static final int COPY = 79;
    static final int AUTO = 80;
    static final int PACKET = 81;
    static final int PIPE = 82;
    static final int KEPT_ALIVE = 84;
    static final int HTTP_CLOSE = 85;

    /** What Fairlead is to have, a port for each. */
    static final String SECTIONS = """
        defaults
            mode tcp
            balance roundrobin
            option tcpka
            timeout client 120s
            timeout server 120s
            timeout connect 10s
        listen copied 0.0.0.0:79
            server one 10.78.2.1:91
        listen auto 0.0.0.0:80
            option tcpsplice
            server one 10.78.2.1:91
        listen packet 0.0.0.0:81
            option tcpsplice packet
            server one 10.78.2.1:91
        listen pipe 0.0.0.0:82
            option tcpsplice pipe
            server one 10.78.2.1:91
        listen kept 0.0.0.0:84
            mode http
            option tcpsplice packet
            server one 10.78.2.1:91
            server two 10.78.2.1:91
        listen closed 0.0.0.0:85
            mode http
            option httpclose
            option tcpsplice
            server one 10.78.2.1:91
        """;

    private static final int[] STREAM_PORTS = {COPY, AUTO, PACKET, PACKET, PACKET, PIPE};
    private static final int[] HTTP_PORTS = {KEPT_ALIVE, KEPT_ALIVE, HTTP_CLOSE};
    private static final int[] LONGEST = {100, 20_000, 1_000_000, 1_000_000, 6_000_000, 20_000_000};
    private static final int MOST_REQUESTS = 6;
    private static final AtomicLong IDS = new AtomicLong();

    /** What one connection is for: its port, what it does, and in words. */
    record Plan(Errand errand, int port, Duplex.How how, long seed) {
        @Override
        public String toString() {
            String more = errand == STREAM || errand == TUNNEL ? " " + how : "";
            return errand + more + " at " + port;
        }

        /** Whether all arrives and nothing ends before its time. */
        boolean isWhole() {
            return errand == STREAM || errand == TUNNEL
                    ? how.isWhole()
                    : errand != CUT_BY_SERVER && errand != LEFT_BY_CLIENT;
        }
    }

    /** Chooses how, and where. */
    Plan plan(Random random) {
        Duplex.How how = Duplex.How.ALL.get(random.nextInt(Duplex.How.ALL.size()));
        int[] ports = this == STREAM ? STREAM_PORTS : HTTP_PORTS;
        boolean fixed = this == REQUESTS || this == PIPELINED;
        int port = this == CLOSED ? HTTP_CLOSE : fixed ? KEPT_ALIVE : ports[random.nextInt(ports.length)];
        return new Plan(this, port, how, random.nextLong());
    }

    /** Goes through with it; what should arrive whole and does not is an exception. */
    static void run(Plan plan, Wire wire, BulkServer server) throws Exception {
        Random random = new Random(plan.seed());
        switch (plan.errand()) {
            case STREAM -> stream(plan, "STREAM", wire, server, random);
            case TUNNEL -> stream(plan, random.nextBoolean() ? "GET" : "CONNECT", wire, server, random);
            case REQUESTS -> {
                int requests = 1 + random.nextInt(MOST_REQUESTS);
                for (int i = 0; i < requests; i++) {
                    request(wire, random);
                }
            }
            case PIPELINED -> pipeline(wire, random);
            case CLOSED -> {
                request(wire, random);
                ended(wire);
            }
            case UNTIL_THE_END -> {
                fetch(wire, "end", size(random), random);
                ended(wire);
            }
            case TOO_SHORT -> {
                fetch(wire, "short", size(random), random);
                ended(wire);
            }
            case TOO_LONG -> {
                long announced = size(random);
                long from = ask(wire, "long", announced + BulkServer.SURPLUS_BYTES, random);
                answered(wire, announced);
                Pace.any(random).read(wire.input(), from, announced);
            }
            case CUT_BY_SERVER -> {
                fetch(wire, "cut", 1 + size(random), random);
                ended(wire);
            }
            case LEFT_BY_CLIENT -> {
                fetch(wire, random.nextBoolean() ? "cut" : "left", size(random), random);
                if (random.nextBoolean()) {
                    wire.reset();
                }
            }
        }
    }

    private static void stream(Plan plan, String method, Wire wire, BulkServer server, Random random) throws Exception {
        long up = plan.how() == Duplex.How.SERVER_QUITS || random.nextBoolean() ? size(random) : 0;
        Duplex duplex = new Duplex(IDS.incrementAndGet(), plan.how(), up, size(random));
        String header = "X-Stream: " + duplex;
        switch (method) {
            case "STREAM" -> wire.request(method, "/", header);
            case "GET" -> {
                wire.get("/", header, "Connection: Upgrade", "Upgrade: bulk");
                status(wire.responseHead(), 101);
            }
            default -> {
                wire.send("CONNECT far.test:443 HTTP/1.1\r\nHost: far.test:443\r\n" + header + "\r\n\r\n");
                status(wire.responseHead(), 200);
            }
        }
        duplex.ask(wire);
        if (plan.isWhole()) {
            server.awaitStream(duplex.id());
        }
    }

    private static void request(Wire wire, Random random) throws Exception {
        switch (random.nextInt(6)) {
            case 0 -> {
                long bytes = size(random);
                long from = ask(wire, "chunked", bytes, random);
                status(wire.responseHead(), 200);
                Bulk.Comparison comparison = new Bulk.Comparison(from);
                wire.chunks(comparison);
                assertThat(comparison.bytes()).as("bytes in chunks").isEqualTo(bytes);
            }
            case 1 -> put(wire, random);
            default -> fetch(wire, "kept", size(random), random);
        }
    }

    private static void put(Wire wire, Random random) throws Exception {
        boolean chunked = random.nextBoolean();
        long bytes = size(random);
        long from = random.nextInt(1_000_000);
        String length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + bytes;
        wire.request("PUT", "/kept/7/1000", "X-From: " + from, length);
        FutureTask<Void> sender = new FutureTask<>(() -> {
            if (chunked) {
                Bulk.writeChunks(wire.output(), from, bytes);
            } else {
                Pace.any(new Random(from)).write(wire.output(), from, bytes);
            }
            return null;
        });
        Thread.ofVirtual().start(sender);
        answered(wire, 1000);
        Bulk.read(wire.input(), 7, 1000);
        sender.get();
    }

    private static void pipeline(Wire wire, Random random) throws IOException {
        int requests = 2 + random.nextInt(MOST_REQUESTS);
        long[] sizes = random.longs(requests, 0, 1_000_000).toArray();
        StringBuilder heads = new StringBuilder();
        for (long size : sizes) {
            heads.append("GET /kept/").append(size).append('/').append(size).append(" HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        wire.send(heads.toString());
        for (long size : sizes) {
            answered(wire, size);
            Bulk.read(wire.input(), size, size);
        }
    }

    /** Asks for bytes, and reads them at any pace; half of them where the client is to leave. */
    private static void fetch(Wire wire, String how, long bytes, Random random) throws IOException {
        boolean leaves = how.equals("left");
        long from = ask(wire, leaves ? "kept" : how, bytes, random);
        Message head = wire.responseHead();
        status(head, 200);
        Pace.any(random).read(wire.input(), from, leaves ? bytes / 2 : bytes);
    }

    private static long ask(Wire wire, String how, long bytes, Random random) throws IOException {
        long from = random.nextInt(1_000_000);
        String pace = random.nextInt(4) == 0 ? "X-Pace: " + from : "X-Any: 1";
        wire.get("/" + how + "/" + from + "/" + bytes, pace);
        return from;
    }

    private static void answered(Wire wire, long announced) throws IOException {
        Message head = wire.responseHead();
        status(head, 200);
        assertThat(head.header("Content-Length")).isEqualTo(Long.toString(announced));
    }

    private static void status(Message head, int expected) throws IOException {
        if (head.status() >= 500) {
            throw new IOException(head.startLine());
        }
        assertThat(head.status()).isEqualTo(expected);
    }

    private static void ended(Wire wire) throws IOException {
        assertThat(wire.input().read()).as("the end").isEqualTo(-1);
    }

    private static long size(Random random) {
        return random.nextInt(LONGEST[random.nextInt(LONGEST.length)] + 1);
    }
}
