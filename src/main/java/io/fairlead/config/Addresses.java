package io.fairlead.config;

import io.fairlead.config.FrontendConfig.Bind;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads addresses: IPv4, IPv6 (raw, or in brackets), host names; the last colon separates the port. */
final class Addresses {
    private static final String PORTS = "a port from 1 to " + Limits.MAX_PORT;
    private static final String DOTTED = "[0-9.]+";
    private static final int MAX_HOST_NAME_CHARS = 253;

    /** {@code [ip|host|*]:port[-port][,...]}. */
    static final Syntax<List<Listener>> LISTENERS =
            Syntax.of("<address>:<port>[-<port>][,...]", Addresses::readListeners);

    /** {@code ip[:port]}, {@code ip:+n}, {@code ip:-n}. */
    static final Syntax<ServerAddress> SERVER = Syntax.of("<address>[:[+-]<port>]", Addresses::readServer);

    /** {@code ip[:port]}, the port being syslog's where none is given. */
    static final Syntax<Address> SYSLOG = Syntax.of("<address>[:<port>]", Addresses::readSyslog);

    private Addresses() {}

    /** One address and the ports to listen on, both ends included. */
    record Listener(InetAddress ip, int firstPort, int lastPort) {
        int ports() {
            return lastPort - firstPort + 1;
        }

        List<Bind> expand() {
            List<Bind> binds = new ArrayList<>();
            for (int port = firstPort; port <= lastPort; port++) {
                binds.add(new Bind(new Address(ip, port), false, false, null));
            }
            return binds;
        }
    }

    /** Where a server is; {@code relative}: the port is an offset to the one the client connected to. */
    record ServerAddress(InetAddress ip, boolean relative, int port) {}

    /** The two sides of the last colon; no colon, no port. */
    private record HostPort(String host, @Nullable String port) {}

    private static List<Listener> readListeners(Words words) throws Refusal {
        Word word = words.next(LISTENERS.notation());
        List<Listener> listeners = new ArrayList<>();
        for (String part : word.text().split(",", -1)) {
            listeners.add(listener(words, word, part));
        }
        return listeners;
    }

    private static Listener listener(Words words, Word word, String part) throws Refusal {
        HostPort split = split(words, word, part);
        if (split.port() == null || split.port().isEmpty()) {
            throw words.refuse(word, "missing port number in " + Word.quote(part), "expected " + LISTENERS.notation());
        }
        boolean any = split.host().isEmpty() || split.host().equals("*");
        InetAddress ip = resolve(words, word, any ? "0.0.0.0" : split.host());
        int dash = split.port().indexOf('-');
        int first = port(words, word, dash < 0 ? split.port() : split.port().substring(0, dash));
        int last = dash < 0 ? first : port(words, word, split.port().substring(dash + 1));
        if (last < first) {
            throw words.refuse(word, "port range in " + Word.quote(part) + " ends before it begins", "");
        }
        return new Listener(ip, first, last);
    }

    private static ServerAddress readServer(Words words) throws Refusal {
        Word word = words.next(SERVER.notation());
        HostPort split = split(words, word, word.text());
        String port = split.port() == null ? "" : split.port();
        InetAddress ip = resolve(words, word, split.host());
        if (port.isEmpty()) {
            return new ServerAddress(ip, true, 0);
        }
        return switch (port.charAt(0)) {
            case '+' -> new ServerAddress(ip, true, offset(words, word, port.substring(1)));
            case '-' -> new ServerAddress(ip, true, -offset(words, word, port.substring(1)));
            default -> new ServerAddress(ip, false, port(words, word, port));
        };
    }

    private static Address readSyslog(Words words) throws Refusal {
        Word word = words.next(SYSLOG.notation());
        if (word.text().startsWith("/")) {
            throw Syntax.unsupported(words, word, "logging to a socket file");
        }
        HostPort split = split(words, word, word.text());
        int port = split.port() == null ? Limits.SYSLOG_PORT : port(words, word, split.port());
        return new Address(resolve(words, word, split.host()), port);
    }

    private static HostPort split(Words words, Word word, String text) throws Refusal {
        if (!text.startsWith("[")) {
            int colon = text.lastIndexOf(':');
            return colon < 0
                    ? new HostPort(text, null)
                    : new HostPort(text.substring(0, colon), text.substring(colon + 1));
        }
        int end = text.indexOf(']');
        String rest = text.substring(end + 1);
        boolean bracketed = end > 0 && text.substring(1, end).contains(":");
        if (!bracketed || !(rest.isEmpty() || rest.startsWith(":"))) {
            throw words.refuse(word, "bad brackets in " + Word.quote(text), "expected [<IPv6 address>]:<port>");
        }
        return new HostPort(text.substring(1, end), rest.isEmpty() ? null : rest.substring(1));
    }

    private static int port(Words words, Word word, String text) throws Refusal {
        int port = offset(words, word, text);
        if (port == 0) {
            throw words.refuse(word, "invalid port 0", "expected " + PORTS);
        }
        return port;
    }

    private static int offset(Words words, Word word, String text) throws Refusal {
        boolean number = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(text) > Limits.MAX_PORT) {
            throw words.refuse(word, "invalid port " + Word.quote(text), "expected " + PORTS);
        }
        return Integer.parseInt(text);
    }

    private static InetAddress resolve(Words words, Word word, String host) throws Refusal {
        if (host.contains(":") || host.matches(DOTTED)) {
            return literal(words, word, host);
        }
        InetAddress ip = isHostName(host) ? words.environment().resolve(host) : null;
        if (ip == null) {
            String what = "cannot resolve host " + Word.quote(host) + " of '" + words.keyword() + "'";
            throw words.refuse(word, what, "expected an IPv4 or IPv6 address, or a host name that resolves");
        }
        return ip;
    }

    private static InetAddress literal(Words words, Word word, String host) throws Refusal {
        try {
            boolean quad =
                    host.contains(":") || host.chars().filter(c -> c == '.').count() == 3;
            if (quad) {
                return host.contains(":") ? Inet6Address.ofLiteral(host) : Inet4Address.ofLiteral(host);
            }
        } catch (IllegalArgumentException _) {
            // falls through to the refusal
        }
        throw words.refuse(word, "invalid IP address " + Word.quote(host), "");
    }

    private static boolean isHostName(String host) {
        return !host.isEmpty()
                && host.length() <= MAX_HOST_NAME_CHARS
                && host.chars().allMatch(c -> Syntax.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0);
    }
}
