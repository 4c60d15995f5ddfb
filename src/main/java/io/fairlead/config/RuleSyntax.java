package io.fairlead.config;

import io.fairlead.config.HttpRules.Action;
import io.fairlead.config.ProxyConfig.Origin;
import io.fairlead.http.HeadRule;
import io.fairlead.http.HeadRule.Kind;
import java.util.List;

/** Reads what follows the keywords of rules: expressions, replacements, header lines. */
final class RuleSyntax {
    private static final String REGEX = "<regex>";
    private static final String REPLACEMENT = "<replacement>";

    /** One or more header lines, parted by line ends. */
    static final Syntax<List<String>> HEADERS = Syntax.of("<header>", RuleSyntax::readHeaders);

    private RuleSyntax() {}

    static Syntax<RuleDraft> matching(Action action, boolean ignoreCase) {
        Kind kind = Kind.valueOf(action.name());
        return Syntax.of(
                REGEX,
                words -> new RuleDraft(
                        action,
                        readRegex(words, kind, ignoreCase),
                        words.origin(words.last()),
                        ignoreCase,
                        null,
                        null));
    }

    static Syntax<RuleDraft> replacing(boolean ignoreCase) {
        return Syntax.of(REGEX + " " + REPLACEMENT, words -> {
            String regex = readRegex(words, Kind.REPLACE, ignoreCase);
            Origin origin = words.origin(words.last());
            return new RuleDraft(Action.REPLACE, regex, origin, ignoreCase, readReplacement(words, regex), null);
        });
    }

    static Syntax<RuleDraft> switching(boolean ignoreCase) {
        return Syntax.of(REGEX + " " + Target.SYNTAX.notation(), words -> {
            String regex = readRegex(words, Kind.SET_BACKEND, ignoreCase);
            Origin origin = words.origin(words.last());
            Target target = Target.SYNTAX.reader().read(words);
            return new RuleDraft(Action.SET_BACKEND, regex, origin, ignoreCase, null, target);
        });
    }

    private static String readRegex(Words words, Kind kind, boolean ignoreCase) throws Refusal {
        Word regex = words.next(REGEX);
        String complaint = HeadRule.patternComplaint(kind, regex.text(), ignoreCase);
        if (complaint != null) {
            String hint = "expected a POSIX extended expression, blanks escaped or the whole in quotes";
            throw words.refuse(regex, "bad regular expression " + regex.quoted() + ": " + Octets.text(complaint), hint);
        }
        return regex.text();
    }

    private static String readReplacement(Words words, String regex) throws Refusal {
        Word word = words.next(REPLACEMENT);
        String complaint = HeadRule.replacementComplaint(word.text());
        if (complaint != null) {
            String hint = "expected \\0 to \\9 for groups, \\xHH for a character, \\\\ for a backslash";
            throw words.refuse(word, "bad replacement " + word.quoted() + ": " + Octets.text(complaint), hint);
        }
        String warning = HeadRule.replacementWarning(regex, word.text());
        if (warning != null) {
            words.warn(word, Octets.text(warning) + " in " + word.quoted());
        }
        return word.text();
    }

    private static List<String> readHeaders(Words words) throws Refusal {
        Word word = words.next(HEADERS.notation());
        List<String> headers = List.of(word.text().split("\r?\n", -1));
        for (String header : headers) {
            String complaint = HeadRule.additionComplaint(header);
            if (complaint != null) {
                String what = Word.quote(header) + " cannot be added: " + complaint;
                throw words.refuse(word, what, "expected <name>: <value>, blanks escaped or the whole in quotes");
            }
        }
        return headers;
    }
}
