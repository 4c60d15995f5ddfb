package io.fairlead.system.differential;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One of the two proxies with all exchanges' configurations and servers. Each exchange has addresses of 127.0.0.0/8 of
 * its own, for the proxy and for each server, and so a whole proxy to itself.
 */
final class Proxy implements AutoCloseable {
    private static final String GLOBAL = """
            global
                maxconn 4000
                nbthread 2
                tune.bufsize 16384
                tune.maxrewrite 1024
            defaults
                mode http
                balance roundrobin
                retries 0
                timeout client 30s
                timeout server 30s
                timeout connect 30s
            listen ready
                bind 127.0.0.1:%d
                server none 127.0.0.1:1
            """;

    private final List<ServerSocket> listeners = new ArrayList<>();
    private final Map<Exchange, Conversation> conversations = new LinkedHashMap<>();
    private final StringBuilder configuration = new StringBuilder();
    private final int network;
    private final int port;

    /**
     * @param network the second octet of its addresses, and 16 more of the servers'
     * @param port of all its addresses
     * @param readyPort of 127.0.0.1, to see that it runs
     */
    Proxy(List<Exchange> exchanges, int network, int port, int readyPort, Path files) throws IOException {
        this.network = network;
        this.port = port;
        configuration.append(GLOBAL.formatted(readyPort));
        for (Exchange exchange : exchanges) {
            add(exchange, conversations.size(), files);
        }
    }

    String configuration() {
        return configuration.toString();
    }

    Conversation conversation(Exchange exchange) {
        return Objects.requireNonNull(conversations.get(exchange));
    }

    /** How many lines it has logged. */
    int linesLogged() {
        return conversations.values().stream()
                .mapToInt(conversation -> conversation.logged().size())
                .sum();
    }

    private void add(Exchange exchange, int number, Path files) throws IOException {
        String name = "x" + number;
        InetAddress front = address(0, number);
        Conversation conversation = new Conversation(exchange, name, new InetSocketAddress(front, port));
        conversations.put(exchange, conversation);
        List<String> lines = new ArrayList<>();
        lines.add("listen " + name);
        lines.add("    log 127.0.0.1:" + conversation.logPort() + " local0");
        if (!exchange.isTcp()) {
            lines.add("    option httplog");
        }
        lines.add("    bind " + front.getHostAddress() + ":" + port);
        exchange.proxy().forEach(line -> lines.add("    " + line));
        for (int i = 0; i < exchange.servers().size(); i++) {
            String server = exchange.servers().get(i);
            InetAddress ip = address(1 + i, number);
            String options = server.contains(" ") ? server.substring(server.indexOf(' ')) : "";
            String address = ip.getHostAddress() + ":" + port;
            lines.add("    server " + Exchange.serverName(server) + " " + address + options);
            if (!server.startsWith("refused")) {
                listen(ip, Exchange.serverName(server), conversation);
            }
        }
        lines.addAll(exchange.sections());
        lines.forEach(line -> configuration
                .append(line.replace("{name}", name).replace("{files}", files.toString()))
                .append('\n'));
    }

    private InetAddress address(int kind, int number) throws IOException {
        return InetAddress.getByAddress(
                new byte[] {127, (byte) (network + kind), (byte) (number / 250), (byte) (1 + number % 250)});
    }

    private void listen(InetAddress ip, String server, Conversation conversation) throws IOException {
        ServerSocket listener = new ServerSocket(port, 50, ip);
        listeners.add(listener);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    conversation.servers().accept(server, socket);
                }
            } catch (IOException _) {
                // closed: the end
            }
        });
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
        conversations.values().forEach(Conversation::close);
    }
}
