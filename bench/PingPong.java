import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/** One message of 200 bytes to and fro, over one connection; for bench/run. */
final class PingPong {
    private static final int MESSAGE_BYTES = 200;

    /** {@code serve ADDRESS PORT} sends back all it gets, for good; {@code drive URL SECONDS} prints what it measured. */
    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "serve" -> serve(new InetSocketAddress(args[1], Integer.parseInt(args[2])));
            case "drive" -> drive(URI.create(args[1]), Integer.parseInt(args[2]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void serve(InetSocketAddress address) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(address);
            System.out.println("ready");
            while (true) {
                SocketChannel client = listener.accept();
                Thread.ofPlatform().start(() -> echo(client));
            }
        }
    }

    private static void echo(SocketChannel client) {
        ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
        try (client) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            while (client.read(message) >= 0) {
                send(client, message.flip());
                message.clear();
            }
        } catch (IOException e) {
            System.err.println(e); // the client's measurement tells
        }
    }

    /** Prints what bench/conf/report.lua prints: requests, bytes, microseconds, socket errors, wrong answers. */
    private static void drive(URI server, int seconds) {
        long startNs = System.nanoTime();
        long endNs = startNs + seconds * 1_000_000_000L;
        long trips = 0;
        int failed = 0;
        int wrong = 0;
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()))) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
            ByteBuffer answer = ByteBuffer.allocateDirect(MESSAGE_BYTES);
            while (wrong == 0 && System.nanoTime() < endNs) {
                message.clear().putLong(0, trips);
                send(channel, message);
                wrong = receive(channel, answer.clear()) && answer.flip().equals(message.flip()) ? 0 : 1;
                trips++;
            }
        } catch (IOException e) {
            System.err.println(e);
            failed = 1;
        }
        long usec = (System.nanoTime() - startNs) / 1000;
        System.out.printf(
                Locale.ROOT, "RESULT %d %d %d %d %d%n", trips, trips * MESSAGE_BYTES, usec, failed, wrong);
    }

    private static void send(SocketChannel channel, ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    /** Fills the buffer; false where the other side has ended before. */
    private static boolean receive(SocketChannel channel, ByteBuffer answer) throws IOException {
        while (answer.hasRemaining()) {
            if (channel.read(answer) < 0) {
                return false;
            }
        }
        return true;
    }
}
