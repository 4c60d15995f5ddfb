package io.fairlead.config;

import io.fairlead.config.HttpRules.Action;
import io.fairlead.http.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what follows the keywords of rules: expressions, replacements, header lines. */
final class RuleSyntax {
    private static final String REGEX = "<regex>";
    private static final String REPLACEMENT = "<replacement>";
    static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

    /** One or more header lines, parted by line ends. */
    static final Syntax<List<String>> HEADERS = Syntax.of("<header>", RuleSyntax::readHeaders);

    private RuleSyntax() {}

    static Syntax<RuleDraft> matching(Action action, boolean ignoreCase) {
        return Syntax.of(REGEX, words -> new RuleDraft(action, readRegex(words, ignoreCase), ignoreCase, null, null));
    }

    static Syntax<RuleDraft> replacing(boolean ignoreCase) {
        return Syntax.of(REGEX + " " + REPLACEMENT, words -> {
            String regex = readRegex(words, ignoreCase);
            return new RuleDraft(Action.REPLACE, regex, ignoreCase, readReplacement(words), null);
        });
    }

    static Syntax<RuleDraft> switching(boolean ignoreCase) {
        return Syntax.of(REGEX + " " + Target.SYNTAX.notation(), words -> {
            String regex = readRegex(words, ignoreCase);
            Target target = Target.SYNTAX.reader().read(words);
            return new RuleDraft(Action.SET_BACKEND, regex, ignoreCase, null, target);
        });
    }

    private static String readRegex(Words words, boolean ignoreCase) throws Refusal {
        Word regex = words.next(REGEX);
        String complaint = RuleSet.complaint(regex.text(), ignoreCase);
        if (complaint != null) {
            String hint = "expected a POSIX extended expression, blanks escaped or the whole in quotes";
            throw words.refuse(regex, "bad regular expression " + regex.quoted() + ": " + complaint, hint);
        }
        return regex.text();
    }

    private static String readReplacement(Words words) throws Refusal {
        Word word = words.next(REPLACEMENT);
        String complaint = ReplacementText.complaint(word.text());
        if (complaint != null) {
            throw words.refuse(word, "bad replacement " + word.quoted() + ": " + complaint, ReplacementText.EXPECTED);
        }
        if (ReplacementText.isDeprecated(word.text())) {
            words.warn(word, "deprecated use of a backslash in " + word.quoted() + "; " + ReplacementText.EXPECTED);
        }
        return word.text();
    }

    private static List<String> readHeaders(Words words) throws Refusal {
        Word word = words.next(HEADERS.notation());
        List<String> headers = new ArrayList<>();
        for (String line : word.text().split("\r?\n", -1)) {
            headers.add(header(words, word, line));
        }
        return headers;
    }

    private static String header(Words words, Word word, String line) throws Refusal {
        String name = line.substring(0, Math.max(0, line.indexOf(':')));
        boolean token = !name.isEmpty() && name.chars().allMatch(Syntax::isTokenChar);
        if (!token || line.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            throw words.refuse(word, Word.quote(line) + " is not a header", "expected <name>: <value>, blanks escaped");
        }
        if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
            throw words.refuse(word, "a rule cannot add " + Word.quote(name), "it says where a message ends");
        }
        return line;
    }
}
