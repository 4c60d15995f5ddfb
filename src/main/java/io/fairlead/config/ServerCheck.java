package io.fairlead.config;

/** What a health check says to a server that accepts its connection. */
public sealed interface ServerCheck {
    /** {@code option httpchk [method] uri [version]}; the version may carry headers after {@code \r\n}. */
    record Http(String method, String uri, String version) implements ServerCheck {}

    /** {@code option ssl-hello-chk}. */
    record SslHello() implements ServerCheck {}

    /** {@code option smtpchk [<hello> <domain>]}. */
    record Smtp(String hello, String domain) implements ServerCheck {}
}
