import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.library.Pair;
import io.fairlead.library.Settings;
import io.fairlead.library.TcpSplicing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A layer-7 switch, after L7SW's daemon of the same name: it reads the head of a connection's first request, chooses a
 * server by it, passes it on, and leaves the rest to the kernel. All later requests of the connection go to that server
 * as well. examples/README.md says how to run it.
 */
public final class Switchd {
    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int PATIENCE_MS = 10_000;
    private static final Pattern FIRST_SEGMENT = Pattern.compile("^\\S+ (/[^/? ]*)");
    private static final Pattern HOST = Pattern.compile("(?im)^Host:[ \\t]*([^:\\s]+)");

    private final Map<String, InetSocketAddress> servers = new HashMap<>();
    private final TcpSplicing splicing;

    private Switchd(TcpSplicing splicing) {
        this.splicing = splicing;
    }

    /** The address to listen on, then the table: {@code /img=ADDRESS}, {@code www.example.org=ADDRESS}, {@code default=…} */
    public static void main(String[] words) throws IOException {
        try (TcpSplicing splicing = TcpSplicing.start(Settings.defaults());
                ServerSocketChannel listener = ServerSocketChannel.open().bind(address(words[0]))) {
            Switchd switchd = new Switchd(splicing);
            for (int i = 1; i < words.length; i++) {
                String[] row = words[i].split("=", 2);
                switchd.servers.put(row[0], address(row[1]));
            }
            System.out.println("splicing by " + splicing.engine() + " " + splicing.whyNoPackets());
            Thread.ofPlatform().daemon().start(switchd::listOnRequest);
            while (true) {
                SocketChannel client = listener.accept();
                Thread.startVirtualThread(() -> switchd.serve(client));
            }
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        InetAddress ip = InetAddress.ofLiteral(text.substring(0, colon));
        return new InetSocketAddress(ip, Integer.parseInt(text.substring(colon + 1)));
    }

    private void serve(SocketChannel client) {
        try (client; SocketChannel server = SocketChannel.open()) {
            String who = client.getRemoteAddress().toString();
            String head = readHead(client);
            InetSocketAddress target = choose(head);
            splicing.prepare(client, server);
            server.socket().connect(target, PATIENCE_MS);
            server.write(ByteBuffer.wrap(head.getBytes(ISO_8859_1)));
            System.out.println(who + " -> " + target + " " + splicing.splice(client, server).join());
        } catch (IOException e) {
            System.out.println("failed: " + e.getMessage());
        }
    }

    /** The head, and whatever came with it. */
    private static String readHead(SocketChannel client) throws IOException {
        client.socket().setSoTimeout(PATIENCE_MS);
        InputStream in = client.socket().getInputStream();
        byte[] bytes = new byte[MAX_HEAD_BYTES];
        int length = 0;
        String head = "";
        while (!head.contains("\r\n\r\n")) {
            int count = in.read(bytes, length, bytes.length - length);
            if (count <= 0) {
                throw new IOException(count < 0 ? "ended in its head" : "head too large");
            }
            length += count;
            head = new String(bytes, 0, length, ISO_8859_1);
        }
        return head;
    }

    private InetSocketAddress choose(String head) throws IOException {
        String host = find(HOST, head).toLowerCase(Locale.ROOT);
        InetSocketAddress byHost = servers.getOrDefault(host, servers.get("default"));
        InetSocketAddress target = servers.getOrDefault(find(FIRST_SEGMENT, head), byHost);
        if (target == null) {
            throw new IOException("no server");
        }
        return target;
    }

    private static String find(Pattern what, String head) {
        Matcher found = what.matcher(head);
        return found.find() ? found.group(1) : "";
    }

    /** Enter prints what L7SW had in /proc/net/tcp_splice_conn. */
    private void listOnRequest() {
        String row = "%-22s %-22s %-22s %-22s %-11s %7s %-7s %12s %12s%n";
        new BufferedReader(new InputStreamReader(System.in)).lines().forEach(_ -> {
            System.out.printf(row, "From", "To", "Local", "Dest", "State", "Expires", "Engine", "BytesUp", "BytesDown");
            for (Pair it : splicing.pairs()) {
                System.out.printf(row, it.client(), it.entrance(), it.exit(), it.server(), it.state(),
                        it.expires().toSeconds(), it.engine(), it.bytesUp(), it.bytesDown());
            }
            System.out.println(splicing.counters());
        });
    }
}
