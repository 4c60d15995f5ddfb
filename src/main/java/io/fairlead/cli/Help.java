package io.fairlead.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The texts made from the table of flags. */
final class Help {
    private static final int WIDTH = 100;

    private Help() {}

    /** Every flag once, in few lines. */
    static String usage() {
        StringBuilder text = new StringBuilder("Usage: fairlead");
        int column = text.length();
        for (String word : synopsis().toList()) {
            if (column + 1 + word.length() > WIDTH) {
                text.append("\n      ");
                column = 6;
            }
            text.append(' ').append(word);
            column += 1 + word.length();
        }
        return text.append("\n       fairlead demo [--port <port>] [--seconds <seconds>]")
                .append("\n       fairlead splices -f <file>|-S <socket> [hex|counters]")
                .toString();
    }

    private static Stream<String> synopsis() {
        return Stream.of(Flag.values())
                .map(flag -> flag.argument().isEmpty() ? flag.word() : flag.word() + " " + flag.argument())
                .map(form -> form.startsWith("-f ") ? form + " ..." : "[" + form + "]");
    }

    /** The usage and what each flag does. */
    static String help() {
        String flags = Stream.of(Flag.values())
                .map(flag -> "  %-22s %s".formatted(flag.word() + " " + flag.argument(), flag.doc()))
                .collect(Collectors.joining("\n"));
        return """
                Fairlead, a load balancer for Linux that speaks HAProxy's language and splices TCP in the kernel.

                %s

                %s

                  %-22s try it: three origin servers, a balancer before them, and what it does each second
                  %-22s the connections that the kernel joins for a running Fairlead, packet by packet

                Signals: SIGINT and SIGTERM stop at once, SIGUSR1 lets sessions finish, SIGTTOU and SIGTTIN
                pause and resume, SIGHUP shows the servers.
                """.formatted(usage(), flags, Demo.WORD, Splices.WORD).stripTrailing();
    }
}
