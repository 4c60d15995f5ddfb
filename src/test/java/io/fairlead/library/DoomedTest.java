package io.fairlead.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.loop.Loop;
import io.fairlead.splice.ClassPath;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A program that is killed leaves nobody waiting, whatever numbers its descriptors have. */
class DoomedTest {
    private static final int PATIENCE_MS = 30_000;

    private static Process start(int serverPort) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-cp",
                        ClassPath.of(Loop.class, Doomed.class),
                        Doomed.class.getName(),
                        Integer.toString(serverPort))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static IOException send(Socket socket) {
        try {
            while (true) {
                socket.getOutputStream().write(new byte[1 << 20]);
            }
        } catch (IOException e) {
            return e;
        }
    }

    @Test
    void shouldResetBothEndsWhenItIsKilled() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket listener = new ServerSocket(0, 1, loopback)) {
            listener.setSoTimeout(PATIENCE_MS);
            Process doomed = start(listener.getLocalPort());
            int port = Integer.parseInt(doomed.inputReader().readLine());
            try (Socket client = new Socket(loopback, port);
                    Socket server = listener.accept()) {
                client.setSoTimeout(PATIENCE_MS);
                CompletableFuture<IOException> failure = CompletableFuture.supplyAsync(() -> send(server));
                client.getInputStream().skipNBytes(20_000_000);
                doomed.destroyForcibly();
                assertThatThrownBy(() -> client.getInputStream().transferTo(OutputStream.nullOutputStream()))
                        .isInstanceOf(SocketException.class);
                assertThat(failure.get(PATIENCE_MS, TimeUnit.MILLISECONDS)).isInstanceOf(SocketException.class);
            } finally {
                doomed.destroyForcibly();
            }
        }
    }
}
