package io.fairlead.config;

/**
 * A word of a line, quotes and escapes removed.
 *
 * @param text each char an octet ({@link Octets})
 * @param column counts characters, from 1
 * @param endColumn of what follows it
 */
record Word(String text, int column, int endColumn) {

    private static final int SHOWN_CHARS = 60;

    /** The word as a message may show it: short, in quotes, without control characters. */
    String quoted() {
        return quote(text);
    }

    static String quote(String octets) {
        String text = Octets.text(octets);
        StringBuilder shown = new StringBuilder("'");
        for (int i = 0; i < text.length() && i < SHOWN_CHARS; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? '?' : c);
        }
        return shown.append(text.length() > SHOWN_CHARS ? "...'" : "'").toString();
    }
}
