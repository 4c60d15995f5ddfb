package io.fairlead.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Fairlead with any configuration, an {@link Origin} and a {@link LogServer}. In the configuration {@code @origin} and
 * {@code @log} stand for their ports, and any other {@code @name} for a free port of that name.
 */
final class Stage implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("@(\\w+)");

    final Origin origin = new Origin();
    final LogServer log = new LogServer();
    final Launcher fairlead;
    private final Map<String, Integer> ports = new HashMap<>();

    /** @param awaited the name of a port; Fairlead is ready when it listens there */
    Stage(String awaited, String configuration, String... flags) throws IOException {
        ports.put("origin", origin.port());
        ports.put("log", log.port());
        String text = NAME.matcher(configuration).replaceAll(match -> Integer.toString(port(match.group(1))));
        fairlead = Serving.at(port(awaited), text, flags);
    }

    int port(String name) {
        return ports.computeIfAbsent(name, _ -> {
            try {
                return Launcher.freePort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A new client of the port of that name. */
    Wire client(String name) throws IOException {
        return Wire.to(port(name));
    }

    /** The whole answer to a request, head and body, from a connection of its own that ends with it. */
    String answer(String name, String request) throws IOException {
        try (Wire client = client(name)) {
            return client.send(request).rest();
        }
    }

    /** What the log says of a request for this path. */
    HttpLine line(String path) throws Exception {
        return HttpLine.of(log, " " + path + " HTTP/1.1\"");
    }

    @Override
    public void close() throws IOException {
        fairlead.close();
        origin.close();
        log.close();
    }
}
