package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Origin;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What the reader has to say about a configuration.
 *
 * @param origin the word it is about, or null where it is about no word
 * @param text one line, with the column where there is one, what was expected, and the nearest keyword
 */
public record Message(Severity severity, @Nullable Origin origin, String text) {

    public Message {
        text = text.chars().noneMatch(Character::isISOControl)
                ? text
                : text.replaceAll("\\p{Cntrl}|[\u0080-\u009f]", "?");
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    /** ALERT: the configuration cannot be used. WARNING: it can, but something is not as it looks. */
    public enum Severity {
        ALERT,
        WARNING
    }

    /** About the word at a place: {@code what, column 7; hint}; the hint may be empty. */
    static Message at(Severity severity, Origin origin, String what, String hint) {
        String end = hint.isEmpty() ? "" : "; " + hint;
        return new Message(severity, origin, what + ", column " + origin.column() + end);
    }

    /**
     * HAProxy's form: {@code [ALERT] 006/190238 (4242) : parsing [file:12] : text}. The first number is the day of the
     * year, counted from 0.
     */
    public String format(LocalDateTime now, long pid) {
        String where = origin == null ? "" : "parsing [" + origin.file() + ":" + origin.line() + "] : ";
        return "[%s] %03d/%s (%d) : %s%s"
                .formatted(severity, now.getDayOfYear() - 1, TIME.format(now), pid, where, text);
    }
}
