package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.config.Config;
import io.fairlead.config.ConfigReader;
import io.fairlead.config.Overrides;
import io.fairlead.process.Console;
import io.fairlead.process.OldProcesses;
import io.fairlead.process.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code fairlead demo}: three origin servers and the balancer before them, in one process, until Ctrl-C.
 *
 * @param port where the balancer listens on 127.0.0.1; 0: some free port
 * @param seconds after which it stops by itself; 0: never
 */
record Demo(int port, int seconds) {
    static final String WORD = "demo";

    private static final int DEFAULT_PORT = 8080;
    private static final int MAX_PORT = 65_535;

    static Demo parse(List<String> words) throws UsageException {
        int port = DEFAULT_PORT;
        int seconds = 0;
        for (int i = 0; i < words.size(); i += 2) {
            String value = i + 1 < words.size() ? words.get(i + 1) : "";
            switch (words.get(i)) {
                case "--port" -> port = number(words.get(i), value, 0, MAX_PORT);
                case "--seconds" -> seconds = number(words.get(i), value, 1, Integer.MAX_VALUE);
                default -> throw new UsageException("unknown argument of demo '" + words.get(i) + "'");
            }
        }
        return new Demo(port, seconds);
    }

    private static int number(String option, String value, int min, int max) throws UsageException {
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new UsageException(
                "'" + option + "' takes a number from " + min + " to " + max + ", not '" + value + "'");
    }

    /** Returns the exit status. */
    int run() {
        int freePort;
        // asked without SO_REUSEPORT, with which two demos would share the port and each get half of the requests
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            freePort = probe.getLocalPort();
        } catch (IOException e) {
            System.err.println("fairlead: cannot listen on 127.0.0.1:" + port + ": " + e.getMessage()
                    + "; choose another port with --port");
            return 1;
        }
        // an origin's answer leaves in two writes, which Nagle's algorithm would hold apart
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try (Origin statics = new Origin("statsrv1");
                Origin first = new Origin("dynsrv1");
                Origin second = new Origin("dynsrv2")) {
            return serve(Map.of(
                    "${PORT}", freePort,
                    "${STATIC1}", statics.port(),
                    "${DYNAMIC1}", first.port(),
                    "${DYNAMIC2}", second.port()));
        } catch (IOException e) {
            System.err.println("fairlead: the demo cannot start: " + e.getMessage());
            return 1;
        }
    }

    private int serve(Map<String, Integer> ports) throws IOException {
        Console console = new Console(System.err, false, false);
        int status = new Program(configuration(ports), OldProcesses.NONE, console).run(service -> {
            System.out.println(filled("demo.txt", ports));
            new StatusLine(service, seconds).start();
        });
        System.out.println();
        return status;
    }

    private static Config configuration(Map<String, Integer> ports) throws IOException {
        Path file = Files.createTempFile("fairlead-demo-", ".cfg");
        try {
            Files.writeString(file, filled("demo.cfg", ports));
            ConfigReader.Result result = ConfigReader.read(List.of(file), Overrides.NONE);
            return Objects.requireNonNull(
                    result.config(), () -> result.messages().toString());
        } finally {
            Files.delete(file);
        }
    }

    private static String filled(String resource, Map<String, Integer> ports) {
        String text = resource(resource);
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            text = text.replace(port.getKey(), port.getValue().toString());
        }
        return text;
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Demo.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
