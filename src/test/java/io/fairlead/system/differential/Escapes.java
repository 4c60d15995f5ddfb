package io.fairlead.system.differential;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes as text: {@code \r \n \t \\ \xHH}, and {@code {x TIMES TEXT}} for repetitions, where % is their number. */
final class Escapes {
    private static final Pattern REPEATED = Pattern.compile("\\{x (\\d+) ([^}]*)}");

    private Escapes() {}

    /** One character for each byte. */
    static String decode(String text) {
        return unescape(repeat(text));
    }

    private static String repeat(String text) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = REPEATED.matcher(text);
        while (matcher.find()) {
            StringBuilder repeated = new StringBuilder();
            for (int i = 0; i < Integer.parseInt(matcher.group(1)); i++) {
                repeated.append(matcher.group(2).replace("%", Integer.toString(i)));
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(repeated.toString()));
        }
        return matcher.appendTail(out).toString();
    }

    private static String unescape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char kind = text.charAt(i++);
            switch (kind) {
                case 'r' -> out.append('\r');
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 's' -> out.append(' ');
                case '\\' -> out.append('\\');
                case 'x' -> {
                    out.append((char) Integer.parseInt(text.substring(i, i + 2), 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException("unknown escape \\" + kind + " in " + text);
            }
        }
        return out.toString();
    }

    /** The other way round, on one line, with long texts cut short. */
    static String encode(String bytes) {
        StringBuilder out = new StringBuilder();
        int shown = Math.min(bytes.length(), 300);
        for (int i = 0; i < shown; i++) {
            char c = bytes.charAt(i);
            switch (c) {
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> out.append(c < ' ' || c > '~' ? String.format("\\x%02x", (int) c) : Character.toString(c));
            }
        }
        if (shown < bytes.length()) {
            out.append("... ").append(bytes.length()).append(" bytes, hash ").append(bytes.hashCode());
        }
        return out.toString();
    }
}
