package io.fairlead.config;

import io.fairlead.config.LogTarget.Facility;
import io.fairlead.config.LogTarget.Level;

/** {@code log <address>[:<port>] <facility> [<level>]}. */
final class LogSyntax {
    private static final Syntax<Facility> FACILITY = Syntax.oneOf(Facility.class);
    private static final Syntax<Level> LEVEL = Syntax.oneOf(Level.class).orElse(Level.DEBUG);

    static final Syntax<LogTarget> TARGET =
            Syntax.of(Addresses.SYSLOG.notation() + " <facility> [<level>]", LogSyntax::read);

    private LogSyntax() {}

    private static LogTarget read(Words words) throws Refusal {
        Address address = Addresses.SYSLOG.reader().read(words);
        Facility facility = FACILITY.reader().read(words);
        return new LogTarget(address, facility, LEVEL.reader().read(words));
    }
}
