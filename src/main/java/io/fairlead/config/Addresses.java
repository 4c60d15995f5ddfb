package io.fairlead.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Reads addresses: IPv4, IPv6 (raw, or in brackets), host names; the last colon separates the port. */
final class Addresses {
    private static final String PORTS = "a port from 1 to " + Limits.MAX_PORT;
    private static final String DOTTED = "[0-9.]+";
    private static final int MAX_HOST_NAME_CHARS = 253;

    /** Every IPv4 address. */
    static final String ANY = "0.0.0.0";

    /** {@code ip[:port]}, the port being syslog's where none is given. */
    static final Syntax<Address> SYSLOG = Syntax.of("<address>[:<port>]", Addresses::readSyslog);

    /** {@code ip|*[:port]}, 0 being any port. */
    static final Syntax<Address> SOURCE = Syntax.of("<address>[:<port>]", Addresses::readSource);

    private Addresses() {}

    /** The two sides of the last colon; no colon, no port. */
    record HostPort(String host, @Nullable String port) {}

    private static Address readSyslog(Words words) throws Refusal {
        Word word = words.next(SYSLOG.notation());
        if (word.text().startsWith("/")) {
            throw words.refuse(word, "a socket file cannot be logged to", "expected " + SYSLOG.notation());
        }
        HostPort split = split(words, word, word.text());
        int port = split.port() == null ? Limits.SYSLOG_PORT : port(words, word, split.port());
        return new Address(resolve(words, word, split.host()), port);
    }

    private static Address readSource(Words words) throws Refusal {
        Word word = words.next(SOURCE.notation());
        HostPort split = split(words, word, word.text());
        int port = split.port() == null || split.port().isEmpty() ? 0 : offset(words, word, split.port());
        return new Address(resolve(words, word, split.host().equals("*") ? ANY : split.host()), port);
    }

    static HostPort split(Words words, Word word, String text) throws Refusal {
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

    static int port(Words words, Word word, String text) throws Refusal {
        int port = offset(words, word, text);
        if (port == 0) {
            throw words.refuse(word, "invalid port 0", "expected " + PORTS);
        }
        return port;
    }

    static int offset(Words words, Word word, String text) throws Refusal {
        boolean number = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(text) > Limits.MAX_PORT) {
            throw words.refuse(word, "invalid port " + Word.quote(text), "expected " + PORTS);
        }
        return Integer.parseInt(text);
    }

    static InetAddress resolve(Words words, Word word, String host) throws Refusal {
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
