package io.fairlead.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** wrk(1), which asks as fast as it can until it is stopped, and then tells what went wrong. */
final class Wrk implements AutoCloseable {
    private final Process process;

    Wrk(int port, int connections, String path, String... headers) throws IOException {
        List<String> command = new ArrayList<>(List.of("wrk", "-t", "1", "-d", "3600s", "--timeout", "60s"));
        command.addAll(List.of("-c", Integer.toString(connections)));
        for (String header : headers) {
            command.addAll(List.of("-H", header));
        }
        command.add("http://127.0.0.1:" + port + path);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Ends it and returns its report: a line of socket errors or of answers that are no 2xx only where there were any. */
    String stop() throws IOException {
        Launcher.signal("INT", process.pid());
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
