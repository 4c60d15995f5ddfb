package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a running Fairlead, at its runtime socket ({@code stats socket}). */
final class RuntimeClient {
    /** For the whole answer; who takes longer hangs. */
    private static final long PATIENCE_S = 10;

    private RuntimeClient() {}

    /**
     * What one command is answered.
     *
     * @throws IOException if nobody answers, or not in time
     */
    static String ask(SocketAddress address, String command) throws IOException {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> answer = thread.submit(() -> talk(address, command));
            try {
                return answer.get(PATIENCE_S, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                Throwable why = Objects.requireNonNullElse(e.getCause(), e);
                throw new IOException(why.getMessage(), e);
            } catch (TimeoutException e) {
                throw new IOException("no whole answer within " + PATIENCE_S + " seconds", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } finally {
                answer.cancel(true); // which closes the socket
            }
        }
    }

    private static String talk(SocketAddress address, String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            channel.write(UTF_8.encode(command + "\n"));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
            while (channel.read(bytes) >= 0) {
                answer.write(bytes.array(), 0, bytes.position());
                bytes.clear();
            }
            return answer.toString(UTF_8).replaceFirst("\n\n$", "\n"); // an empty line ends each answer
        }
    }
}
