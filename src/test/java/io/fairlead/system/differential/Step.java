package io.fairlead.system.differential;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of an exchange's script.
 *
 * @param actor {@code C}, {@code C1} and so on: clients; {@code S}: the servers; {@code L}: the log
 * @param verb {@code >} sends, {@code >>} sends byte by byte, {@code ?} waits, {@code !} does something else
 * @param text bytes for a sender, as {@link Escapes} writes them; a word for the others
 */
record Step(String actor, String verb, String text) {
    private static final Pattern FORM = Pattern.compile("(C\\d*|S|L)(>>|>|\\?|!) ?(.*)");

    static boolean matches(String line) {
        return FORM.matcher(line).matches();
    }

    static Step of(String line) {
        Matcher matcher = FORM.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no step: " + line);
        }
        return new Step(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    boolean isServers() {
        return actor.equals("S");
    }

    boolean isClients() {
        return actor.startsWith("C");
    }

    boolean waits() {
        return verb.equals("?");
    }

    @Override
    public String toString() {
        return actor + verb + " " + text;
    }
}
