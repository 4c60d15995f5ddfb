package io.fairlead.config;

import java.util.List;

/** Reads what checks say to servers: the {@code option} lines {@code httpchk} and {@code smtpchk}. */
final class ServerChecks {
    private static final String DEFAULT_METHOD = "OPTIONS";
    private static final String DEFAULT_VERSION = "HTTP/1.0";
    private static final Syntax<String> URI = Syntax.plain("uri");
    private static final Syntax<String> DOMAIN = Syntax.plain("domain");

    static final Syntax<ServerCheck> HTTP = Syntax.of("[<uri> | <method> <uri> [<version>]]", ServerChecks::readHttp);

    static final Syntax<ServerCheck> SMTP = Syntax.of("[HELO|EHLO <domain>]", ServerChecks::readSmtp);

    private ServerChecks() {}

    private static ServerCheck readHttp(Words words) throws Refusal {
        if (!words.hasNext()) {
            return new ServerCheck.Http(DEFAULT_METHOD, "/", DEFAULT_VERSION);
        }
        String first = URI.reader().read(words);
        if (!words.hasNext()) {
            return new ServerCheck.Http(DEFAULT_METHOD, first, DEFAULT_VERSION);
        }
        if (!first.chars().allMatch(Syntax::isTokenChar)) {
            throw words.refuse(words.last(), words.last().quoted() + " is not a method", "");
        }
        String uri = URI.reader().read(words);
        return new ServerCheck.Http(first, uri, words.hasNext() ? readVersion(words) : DEFAULT_VERSION);
    }

    private static String readVersion(Words words) throws Refusal {
        Word version = words.next("<version>");
        if (!version.text().startsWith("HTTP/1.")) {
            throw words.refuse(version, version.quoted() + " is not a version", "expected HTTP/1.0 or HTTP/1.1");
        }
        return version.text();
    }

    private static ServerCheck readSmtp(Words words) throws Refusal {
        if (!words.hasNext()) {
            return new ServerCheck.Smtp("HELO", "localhost");
        }
        String hello = Syntax.oneOf(List.of("HELO", "EHLO")).reader().read(words);
        return new ServerCheck.Smtp(hello, DOMAIN.reader().read(words));
    }
}
