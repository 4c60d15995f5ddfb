package io.fairlead.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A server program of the machine, run in the foreground from a directory of the test's own. */
public final class Peer implements AutoCloseable {
    private static final String NGINX = """
        daemon off;
        master_process off;
        pid nginx.pid;
        events {}
        http {
            access_log off;
            client_body_temp_path tmp;
            proxy_temp_path tmp;
            fastcgi_temp_path tmp;
            uwsgi_temp_path tmp;
            scgi_temp_path tmp;
            sendfile on;
            keepalive_requests 1000000;
            server {
                listen 127.0.0.1:%d;
                root .;
                location /zipped/ {
                    gzip on;
                    gzip_types *;
                }
            }
        }
        """;

    private final Process process;

    private Peer(Path directory, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        Sweeper.mark(builder.environment());
        process = builder.start();
    }

    /** nginx that serves a directory's files on a port of 127.0.0.1. */
    static Peer nginx(Path directory, int port) throws Exception {
        Files.writeString(directory.resolve("nginx.conf"), NGINX.formatted(port));
        String prefix = directory + "/";
        return new Peer(directory, "nginx", "-p", prefix, "-e", "error.log", "-c", "nginx.conf").awaitListening(port);
    }

    /** HAProxy with a configuration that listens on a port of 127.0.0.1. */
    public static Peer haproxy(Path directory, String configuration, int port) throws Exception {
        Files.writeString(directory.resolve("haproxy.cfg"), configuration);
        return new Peer(directory, "haproxy", "-db", "-f", "haproxy.cfg").awaitListening(port);
    }

    private Peer awaitListening(int port) throws Exception {
        try {
            Serving.await("a peer on port " + port, () -> Launcher.listens(port));
            return this;
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
