package io.fairlead.admin;

import static io.fairlead.config.GlobalConfig.StatsSocket.Level.OPERATOR;

import io.fairlead.admin.Command.Request;
import io.fairlead.loop.Clock;
import io.fairlead.session.Frontend;
import io.fairlead.session.InvalidMessage;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code show errors}: the last request and the last response of each frontend that could not be understood. */
final class ErrorsCommand {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** What one line of a dump shows, as HAProxy has it. */
    private static final int OCTETS_A_LINE = 70;

    private final Statistics statistics;
    private final Clock clock;

    ErrorsCommand(Statistics statistics, Clock clock) {
        this.statistics = statistics;
        this.clock = clock;
    }

    List<Command> commands() {
        return List.of(new Command(
                "show errors",
                "[<proxy>] [request|response]",
                "show the last messages that could not be understood",
                OPERATOR,
                this::run));
    }

    private Pieces run(Request request) throws CommandError {
        List<String> words = new ArrayList<>(request.words());
        boolean onlyRequests = words.remove("request");
        boolean onlyResponses = words.remove("response");
        String name = words.isEmpty() ? "" : words.getFirst();
        if (!name.isEmpty() && statistics.rows().noneMatch(row -> row.proxy().equals(name))) {
            throw new CommandError("No such proxy.");
        }
        List<String> found = new ArrayList<>();
        for (Frontend frontend : statistics.frontends()) {
            add(found, frontend, onlyResponses ? null : frontend.lastInvalidRequest(), name);
            add(found, frontend, onlyRequests ? null : frontend.lastInvalidResponse(), name);
        }
        found.addFirst("Total events captured on [" + DATE.format(Instant.ofEpochMilli(clock.wallTimeMs())) + "] : "
                + found.size() + "\n");
        return Pieces.of(found.iterator());
    }

    private static void add(List<String> found, Frontend frontend, @Nullable InvalidMessage message, String name) {
        if (message != null && (name.isEmpty() || name.equals(frontend.name()) || name.equals(message.backend()))) {
            found.add(describe(frontend, message));
        }
    }

    private static String describe(Frontend frontend, InvalidMessage message) {
        StringBuilder text = new StringBuilder();
        text.append("\n[%s] frontend %s: invalid %s\n"
                .formatted(
                        DATE.format(Instant.ofEpochMilli(message.atMs())),
                        frontend.name(),
                        message.backend() == null ? "request" : "response"));
        text.append("  backend %s, server %s, src %s\n"
                .formatted(orNone(message.backend()), orNone(message.server()), message.client()));
        text.append("  %s at position %d of %d octets:\n\n"
                .formatted(message.problem().text(), message.position(), message.bytes().length));
        putOctets(text, message.bytes());
        return text.toString();
    }

    private static String orNone(@Nullable String name) {
        return name == null ? "<NONE>" : name;
    }

    /** Each line begins with the position of its first octet; a {@code +} says that it goes on the line before. */
    private static void putOctets(StringBuilder text, byte[] octets) {
        boolean continued = false;
        int position = 0;
        while (position < octets.length) {
            text.append("  %05d%s ".formatted(position, continued ? "+" : " "));
            int end = Math.min(position + OCTETS_A_LINE, octets.length);
            boolean ended = false;
            while (position < end && !ended) {
                ended = octets[position] == '\n';
                text.append(octet(octets[position]));
                position++;
            }
            text.append('\n');
            continued = !ended;
        }
    }

    private static String octet(byte octet) {
        return switch (octet) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\\' -> "\\\\";
            default -> octet >= ' ' && octet < 0x7F ? String.valueOf((char) octet) : "\\x%02X".formatted(octet & 0xFF);
        };
    }
}
