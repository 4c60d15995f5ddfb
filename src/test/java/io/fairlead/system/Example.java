package io.fairlead.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of examples/ at work, with its addresses moved to free ports and its files into the launcher's directory. */
final class Example implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.\\d+:\\d+");

    private final Map<String, Integer> ports = new HashMap<>();
    private final String configuration;
    private final List<Launcher> started = new ArrayList<>();

    /** Reads an example and starts nothing yet: its servers must be there before it looks for them. */
    Example(String name) throws IOException {
        String text = Files.readString(Path.of("examples", name + ".cfg"));
        Matcher address = ADDRESS.matcher(text);
        StringBuilder moved = new StringBuilder();
        while (address.find()) {
            address.appendReplacement(moved, "127.0.0.1:" + port(address.group()));
        }
        configuration = address.appendTail(moved)
                .toString()
                .replace("pidfile fairlead.pid", "pidfile \"${DIR}/pid\"")
                .replace("unix@fairlead.sock", "\"unix@${DIR}/fairlead.sock\"");
    }

    /** The port that stands for one of the file's addresses, such as {@code 127.0.0.1:8000}. */
    int port(String address) throws IOException {
        Integer port = ports.get(address);
        if (port == null) {
            port = Launcher.freePort();
            ports.put(address, port);
        }
        return port;
    }

    /** The port that stands for one of 127.0.0.1. */
    int port(int written) throws IOException {
        return port("127.0.0.1:" + written);
    }

    Origin origin(String name, int written) throws IOException {
        return new Origin(name, port(written));
    }

    /** A new client of what the file has at 127.0.0.1:8000. */
    Wire client() throws IOException {
        return Wire.to(port(8000));
    }

    Launcher start(int written, String... flags) throws IOException {
        return start("127.0.0.1:" + written, flags);
    }

    /** Starts Fairlead and waits until it listens where the file says so. */
    Launcher start(String address, String... flags) throws IOException {
        started.add(Serving.at(port(address), configuration, flags));
        return started.getLast();
    }

    @Override
    public void close() throws IOException {
        for (Launcher each : started) {
            each.close();
        }
    }
}
