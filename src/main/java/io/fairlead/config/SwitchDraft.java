package io.fairlead.config;

import io.fairlead.config.HttpRules.Action;
import io.fairlead.config.HttpRules.Rule;
import io.fairlead.http.RuleSet;

/** A {@code reqsetbe} or {@code reqisetbe} line. */
record SwitchDraft(String regex, boolean ignoreCase, Target target) {

    static Syntax<SwitchDraft> syntax(boolean ignoreCase) {
        return Syntax.of("<regex> <backend>", words -> read(words, ignoreCase));
    }

    private static SwitchDraft read(Words words, boolean ignoreCase) throws Refusal {
        Word regex = words.next("<regex>");
        String complaint = RuleSet.complaint(regex.text(), ignoreCase);
        if (complaint != null) {
            String hint = "expected a POSIX extended expression, blanks escaped or the whole in quotes";
            throw words.refuse(regex, "bad regular expression " + regex.quoted() + ": " + complaint, hint);
        }
        return new SwitchDraft(regex.text(), ignoreCase, Target.SYNTAX.reader().read(words));
    }

    Rule build() {
        return new Rule(Action.SET_BACKEND, regex, ignoreCase, target.backend());
    }
}
