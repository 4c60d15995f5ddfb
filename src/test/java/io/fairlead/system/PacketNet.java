package io.fairlead.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Three hosts of a test's own, network namespaces with cables between them: a client's, Fairlead's, a server's. Sockets
 * of the test on the outer two are joined by Fairlead in the middle.
 */
final class PacketNet implements AutoCloseable {
    /** Fairlead's address on the client's network. */
    static final String PROXY = "10.78.1.2";

    /** Fairlead's address on the server's network. */
    static final String EXIT = "10.78.2.2";

    /** The server's address, and the port where {@link #join} awaits Fairlead. */
    static final String SERVER = "10.78.2.1";

    static final int SERVER_PORT = 90;

    private static final String GLOBAL = """
        global
            nbthread 2
            stats socket "${DIR}/control" level admin
            log 127.0.0.1:%d local0
        """;

    private static final String DEFAULTS = """
            mode tcp
            log global
            option tcplog
            balance roundrobin
            timeout client 120s
            timeout server 120s
            timeout connect 10s
        """;

    final Hosts hosts = new Hosts();
    final String client;
    final String proxy;
    final String server;
    final LogServer log;
    final Path files = Files.createTempDirectory("fairlead-net-");
    private final ServerSocket listener;
    private final String configuration;
    private Launcher fairlead;

    /** With a listener for each engine. */
    static PacketNet withEngines() throws Exception {
        return withEngines("", "");
    }

    /** With a listener for each engine, further words for {@code global} and for what all listeners share. */
    static PacketNet withEngines(String global, String defaults) throws Exception {
        // of two timeouts the first counts
        return new PacketNet(global, "defaults\n" + defaults.indent(4) + DEFAULTS + Engine.listeners());
    }

    /**
     * @param global words of that section
     * @param sections what follows it
     */
    PacketNet(String global, String sections) throws Exception {
        client = hosts.add("c");
        proxy = hosts.add("p");
        server = hosts.add("s");
        cable(client, "1");
        cable(server, "2");
        log = Netns.on(proxy, LogServer::new);
        listener = Netns.on(server, () -> new ServerSocket(SERVER_PORT, 1024));
        listener.setSoTimeout((int) Launcher.PATIENCE.toMillis());
        configuration = GLOBAL.formatted(log.port()) + global.indent(4) + sections;
        fairlead = start();
    }

    /** A network of the proxy's and another host: the proxy is .2 there, the other .1. */
    private void cable(String host, String network) throws Exception {
        String device = "cable" + network;
        Hosts.cable(proxy, device, host, "cable");
        Hosts.address(proxy, device, "10.78." + network + ".2/24", "2001:db8:" + network + "::2/64");
        Hosts.address(host, "cable", "10.78." + network + ".1/24", "2001:db8:" + network + "::1/64");
    }

    private Launcher start() throws IOException {
        Launcher started = Serving.awaitLoops(Launcher.startOn(proxy, configuration));
        if (!started.isAlive()) {
            throw new AssertionError(started.stderr());
        }
        return started;
    }

    Launcher fairlead() {
        return fairlead;
    }

    /** Another Fairlead in the place of the first, which has been killed. */
    void restart() throws IOException {
        fairlead.close();
        fairlead = start();
    }

    static void set(String host, String what, String value) throws Exception {
        Hosts.on(host, "sysctl", "-q", "-w", "net.ipv4." + what + "=" + value);
    }

    /** Gives a host rules of nft(8), besides those that it has. */
    void rules(String host, String text) throws Exception {
        Path rules = Files.writeString(files.resolve("rules.nft"), text);
        Hosts.on(host, "nft", "-f", rules.toString());
    }

    /** A client's connection and the server's that Fairlead made for it. */
    synchronized Joined join(Engine engine) throws Exception {
        Socket from = connect(client, PROXY, engine.port);
        return new Joined(from, listener.accept());
    }

    /** A client's connection to a port of Fairlead's. */
    Wire client(int port) throws Exception {
        return client(client, PROXY, port);
    }

    /** A connection from any host to one of Fairlead's addresses. */
    Wire client(String host, String address, int port) throws Exception {
        return new Wire(connect(host, address, port));
    }

    private static Socket connect(String host, String address, int port) throws Exception {
        return Netns.on(host, () -> {
            Socket socket = new Socket(); // it comes to be where it is connected
            socket.connect(new InetSocketAddress(address, port), (int) Launcher.PATIENCE.toMillis());
            return socket;
        });
    }

    /** The server's next connection. */
    Socket accept() throws IOException {
        return listener.accept();
    }

    /** The same, after bytes have gone both ways, by the kernel where the engine is that of packets. */
    Joined carried(Engine engine) throws Exception {
        Joined joined = join(engine);
        Serving.await("packets both ways", () -> {
            joined.exchange();
            return engine != Engine.PACKET || isSpliced(joined);
        });
        return joined;
    }

    /** Whether the kernel carries the pair's bytes both ways. */
    boolean isSpliced(Joined joined) throws IOException {
        String[] row = row(joined);
        int columns = row.length; // the last two are the bytes each way
        return columns > 2 && !row[columns - 1].equals("0") && !row[columns - 2].equals("0");
    }

    private String[] row(Joined joined) throws IOException {
        String client = joined.client().getLocalSocketAddress().toString().replaceFirst(".*/", "") + " ";
        return ask("show splices")
                .lines()
                .filter(line -> line.startsWith(client))
                .map(line -> line.strip().split(" +", -1))
                .findFirst()
                .orElse(new String[0]);
    }

    String ask(String command) throws IOException {
        return Operator.ask(fairlead.directory().resolve("control"), command);
    }

    /** One of {@code show splices counters}. */
    long count(String what) throws IOException {
        String answer = ask("show splices counters");
        return answer.lines()
                .filter(line -> line.startsWith(what + ": "))
                .mapToLong(line -> Long.parseLong(line.substring(what.length() + 2)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer));
    }

    /** A counter of a host's kernel, as nstat(8) tells it. */
    static long kernelCount(String host, String name) throws Exception {
        return Hosts.on(host, "nstat", "-asz", name)
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.strip().split(" +", -1)[1]))
                .findFirst()
                .orElseThrow();
    }

    /** Sockets of a host in any state but those of ss(8) that outlive their processes. */
    static List<String> sockets(String host, String filter) throws Exception {
        String command = "ss -Htan state connected exclude time-wait " + filter;
        return Hosts.on(host, "sh", "-c", command).lines().toList();
    }

    @Override
    public void close() throws Exception {
        fairlead.close();
        listener.close();
        log.close();
        hosts.close();
        Launcher.deleteAll(files);
    }
}
