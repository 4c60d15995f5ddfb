package io.fairlead.cli;

import io.fairlead.config.Address;
import io.fairlead.config.ConfigReader;
import io.fairlead.config.Endpoint;
import io.fairlead.config.GlobalConfig.StatsSocket;
import io.fairlead.config.InheritedSocket;
import io.fairlead.config.Message.Severity;
import io.fairlead.config.Overrides;
import io.fairlead.config.UnixAddress;
import io.fairlead.process.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code fairlead splices}: what the kernel joins for a running Fairlead, as its runtime socket tells it.
 *
 * @param files the configuration that names the socket; empty where {@code socket} says it
 * @param socket the path of the socket, or null
 * @param form what follows {@code show splices}: nothing, {@code hex} or {@code counters}
 */
record Splices(List<Path> files, @Nullable Path socket, String form) {
    static final String WORD = "splices";

    private static final List<String> FORMS = List.of("hex", "counters");

    static Splices parse(List<String> arguments) throws UsageException {
        List<Path> files = new ArrayList<>();
        Path socket = null;
        String form = "";
        Words words = new Words(arguments);
        while (words.more()) {
            String word = words.next();
            if (word.equals("-f")) {
                files.add(Path.of(words.argumentOf(Flag.FILE)));
            } else if (word.equals("-S") && words.more()) {
                socket = Path.of(words.next());
            } else if (FORMS.contains(word) && form.isEmpty()) {
                form = word;
            } else {
                throw new UsageException("unknown argument of splices '" + word + "'");
            }
        }
        if (files.isEmpty() == (socket == null)) {
            throw new UsageException("splices needs either '-f', a configuration, or '-S', a socket");
        }
        return new Splices(List.copyOf(files), socket, form);
    }

    /** Returns the exit status. */
    int run(PrintStream out, PrintStream err) {
        SocketAddress address = socket == null ? configured(err) : UnixDomainSocketAddress.of(socket);
        if (address == null) {
            return 1;
        }
        try {
            out.print(RuntimeClient.ask(address, form.isEmpty() ? "show splices" : "show splices " + form));
            return 0;
        } catch (IOException e) {
            err.println("fairlead: nobody answers at " + address + ": " + e.getMessage());
            return 1;
        }
    }

    /** The first socket of the configuration that can be reached, or null, which is explained. */
    private @Nullable SocketAddress configured(PrintStream err) {
        ConfigReader.Result result = ConfigReader.read(files, Overrides.NONE);
        if (result.config() == null) {
            Console console = new Console(err, false, false);
            result.messages().stream()
                    .filter(message -> message.severity() == Severity.ALERT)
                    .forEach(console::show);
            return null;
        }
        SocketAddress found = result.config().global().sockets().stream()
                .map(StatsSocket::endpoint)
                .flatMap(endpoint -> Stream.ofNullable(reachable(endpoint)))
                .findFirst()
                .orElse(null);
        if (found == null) {
            err.println("fairlead: the configuration has no 'stats socket' with a path or an address");
        }
        return found;
    }

    private static @Nullable SocketAddress reachable(Endpoint endpoint) {
        return switch (endpoint) {
            case UnixAddress unix -> unix.isAbstract() ? null : UnixDomainSocketAddress.of(unix.path());
            case Address address -> new InetSocketAddress(address.ip(), address.port());
            case InheritedSocket _ -> null;
        };
    }
}
