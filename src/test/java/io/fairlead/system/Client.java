package io.fairlead.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks for things on 127.0.0.1 as a browser would. */
final class Client {
    private Client() {}

    /** The body of an answer that must be a success. */
    static InputStream open(int port, String path) throws IOException {
        return connect(port, path).getInputStream();
    }

    static String get(int port, String path) throws IOException {
        try (InputStream body = open(port, path)) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    /** The status code of the answer. */
    static int status(int port, String path) throws IOException {
        HttpURLConnection connection = connect(port, path);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private static HttpURLConnection connect(int port, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        int patienceMs = (int) Launcher.PATIENCE.toMillis();
        connection.setConnectTimeout(patienceMs);
        connection.setReadTimeout(patienceMs);
        return connection;
    }
}
