package io.fairlead.config;

import io.fairlead.http.HeadRule;
import org.jspecify.annotations.Nullable;

/** {@code [except <network>] [header <name>] [if-none]}, in any order. */
final class ForwardForSyntax {
    private static final String DEFAULT_HEADER = "X-Forwarded-For";

    static final Syntax<ForwardFor> SYNTAX =
            Syntax.of("[except <network>] [header <name>] [if-none]", words -> new ForwardForSyntax().read(words));

    private @Nullable Network except;
    private String header = DEFAULT_HEADER;
    private boolean ifNone;

    private ForwardFor read(Words words) throws Refusal {
        while (words.hasNext()) {
            readWord(words);
        }
        return new ForwardFor(except, header, ifNone);
    }

    private void readWord(Words words) throws Refusal {
        Word word = words.next("");
        switch (word.text()) {
            case "except" -> except = Networks.SYNTAX.reader().read(words);
            case "header" -> header = readHeader(words);
            case "if-none" -> ifNone = true;
            default -> {
                String hint = "expected " + SYNTAX.notation();
                throw words.refuse(word, word.quoted() + " does not fit '" + words.keyword() + "'", hint);
            }
        }
    }

    private static String readHeader(Words words) throws Refusal {
        String name = Syntax.readToken(words, "<name>");
        String complaint = HeadRule.additionComplaint(name + ": 192.0.2.1");
        if (complaint != null) {
            throw words.refuse(words.last(), Word.quote(name) + " cannot be added: " + complaint, "");
        }
        return name;
    }
}
