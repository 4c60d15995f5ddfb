package io.fairlead.config;

import io.fairlead.config.Addresses.HostPort;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what can be listened on or connected to: addresses with ports, UNIX sockets, descriptors. */
final class Endpoints {
    private static final String UNIX = "unix@";
    private static final String ABSTRACT = "abns@";
    private static final String DESCRIPTOR = "fd@";
    private static final int MAX_DESCRIPTOR_DIGITS = 9;

    /** {@code [ip|host|*]:port[-port][,...]}, UNIX sockets and descriptors. */
    static final Syntax<List<Listener>> LISTENERS =
            Syntax.of("<address>:<port>[-<port>][,...]", Endpoints::readListeners);

    /** One of them, with one port. */
    static final Syntax<Endpoint> COMMANDS = Syntax.of("<path>|fd@<number>|<address>:<port>", Endpoints::readCommands);

    /** {@code ip:port} or a UNIX socket. */
    static final Syntax<Endpoint> FIXED = Syntax.of("<address>:<port>", Endpoints::readFixed);

    /** {@code ip[:port]}, {@code ip:+n}, {@code ip:-n} or a UNIX socket. */
    static final Syntax<Destination> SERVER = Syntax.of("<address>[:[+-]<port>]", Endpoints::readServer);

    private Endpoints() {}

    /** Something to listen on, and how many ports from its own on; 1 for what has no port. */
    record Listener(Endpoint first, int ports) {
        Stream<Endpoint> all() {
            return first instanceof Address(InetAddress ip, int port)
                    ? IntStream.range(port, port + ports).mapToObj(each -> new Address(ip, each))
                    : Stream.of(first);
        }
    }

    /** Where a server is; {@code relative}: {@code portOffset} is added to the port the client connected to. */
    record Destination(Endpoint endpoint, boolean relative, int portOffset) {}

    private static List<Listener> readListeners(Words words) throws Refusal {
        Word word = words.next(LISTENERS.notation());
        List<Listener> listeners = new ArrayList<>();
        for (String part : word.text().split(",", -1)) {
            listeners.add(listener(words, word, part));
        }
        return listeners;
    }

    private static Listener listener(Words words, Word word, String part) throws Refusal {
        Endpoint named = named(words, word, part);
        if (named != null) {
            return new Listener(named, 1);
        }
        HostPort split = splitWithPort(words, word, part, LISTENERS);
        String ports = String.valueOf(split.port());
        int dash = ports.indexOf('-');
        int first = Addresses.port(words, word, dash < 0 ? ports : ports.substring(0, dash));
        int last = dash < 0 ? first : Addresses.port(words, word, ports.substring(dash + 1));
        if (last < first) {
            throw words.refuse(word, "port range in " + Word.quote(part) + " ends before it begins", "");
        }
        return new Listener(new Address(local(words, word, split), first), last - first + 1);
    }

    private static Endpoint readCommands(Words words) throws Refusal {
        Word word = words.next(COMMANDS.notation());
        Endpoint named = named(words, word, word.text());
        if (named != null) {
            return named;
        }
        HostPort split = splitWithPort(words, word, word.text(), COMMANDS);
        int port = Addresses.port(words, word, String.valueOf(split.port()));
        return new Address(local(words, word, split), port);
    }

    private static Endpoint readFixed(Words words) throws Refusal {
        Word word = words.next(FIXED.notation());
        Endpoint unix = unix(words, word, word.text());
        if (unix != null) {
            return unix;
        }
        HostPort split = splitWithPort(words, word, word.text(), FIXED);
        int port = Addresses.port(words, word, String.valueOf(split.port()));
        return new Address(Addresses.resolve(words, word, split.host()), port);
    }

    private static Destination readServer(Words words) throws Refusal {
        Word word = words.next(SERVER.notation());
        Endpoint unix = unix(words, word, word.text());
        if (unix != null) {
            return new Destination(unix, false, 0);
        }
        HostPort split = Addresses.split(words, word, word.text());
        String port = split.port() == null ? "" : split.port();
        InetAddress ip = Addresses.resolve(words, word, split.host());
        if (port.isEmpty()) {
            return new Destination(new Address(ip, 0), true, 0);
        }
        return switch (port.charAt(0)) {
            case '+' -> new Destination(new Address(ip, 0), true, Addresses.offset(words, word, port.substring(1)));
            case '-' -> new Destination(new Address(ip, 0), true, -Addresses.offset(words, word, port.substring(1)));
            default -> new Destination(new Address(ip, Addresses.port(words, word, port)), false, 0);
        };
    }

    private static HostPort splitWithPort(Words words, Word word, String text, Syntax<?> syntax) throws Refusal {
        HostPort split = Addresses.split(words, word, text);
        if (split.port() == null || split.port().isEmpty()) {
            throw words.refuse(word, "missing port number in " + Word.quote(text), "expected " + syntax.notation());
        }
        return split;
    }

    private static InetAddress local(Words words, Word word, HostPort split) throws Refusal {
        boolean any = split.host().isEmpty() || split.host().equals("*");
        return Addresses.resolve(words, word, any ? Addresses.ANY : split.host());
    }

    /** A UNIX socket or a descriptor, or null where the text is an address. */
    private static @Nullable Endpoint named(Words words, Word word, String text) throws Refusal {
        return text.startsWith(DESCRIPTOR) ? descriptor(words, word, text) : unix(words, word, text);
    }

    private static Endpoint descriptor(Words words, Word word, String text) throws Refusal {
        String number = text.substring(DESCRIPTOR.length());
        boolean digits = number.matches("[0-9]{1," + MAX_DESCRIPTOR_DIGITS + "}");
        if (!digits) {
            throw words.refuse(word, Word.quote(text) + " is not a descriptor", "expected fd@<number>");
        }
        return new InheritedSocket(Integer.parseInt(number));
    }

    private static @Nullable Endpoint unix(Words words, Word word, String text) throws Refusal {
        if (text.startsWith(ABSTRACT)) {
            return unix(words, word, text.substring(ABSTRACT.length()), true);
        }
        if (text.startsWith(UNIX)) {
            return unix(words, word, text.substring(UNIX.length()), false);
        }
        return text.startsWith("/") ? unix(words, word, text, false) : null;
    }

    private static Endpoint unix(Words words, Word word, String name, boolean isAbstract) throws Refusal {
        int bytes = name.length();
        if (bytes == 0 || bytes > Limits.MAX_UNIX_PATH_BYTES) {
            String rule = "expected 1 to " + Limits.MAX_UNIX_PATH_BYTES + " bytes";
            throw words.refuse(word, Word.quote(name) + " cannot be the name of a UNIX socket", rule);
        }
        return new UnixAddress(Octets.fileName(words, word, name), isAbstract);
    }
}
