package io.fairlead.config;

import io.fairlead.config.Keyword.Repeat;
import io.fairlead.config.ProxyConfig.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lines of one section: looks each up in the keyword table and lets it fill the section's draft. */
final class Body<D> {
    private static final String NO = "no ";

    final D draft;
    private final Section section;
    private final String title;
    private final KeywordTable<D> table;
    private final Messages messages;
    private final List<Statement<D>> statements = new ArrayList<>();
    private final List<Statement<D>> inherited = new ArrayList<>();
    private final Map<Keyword<D, ?>, Origin> lines = new HashMap<>();
    private boolean broken;

    /** A line that has been read: its keyword as it is written, where it stands, what it does to a draft. */
    record Statement<D>(Keyword<D, ?> keyword, String written, Origin origin, Consumer<D> effect) {
        boolean negated() {
            return written.startsWith(NO);
        }
    }

    Body(Section section, String title, KeywordTable<D> table, D draft, Messages messages) {
        this.section = section;
        this.title = title;
        this.table = table;
        this.draft = draft;
        this.messages = messages;
    }

    /** Starts with what an earlier section said, as far as the keywords may stand in this one. */
    void inherit(List<Statement<D>> defaults) {
        for (Statement<D> statement : defaults) {
            if (statement.keyword().sections().contains(section)) {
                statement.effect().accept(draft);
                inherited.add(statement);
            }
        }
    }

    /** How messages call it. */
    String title() {
        return title;
    }

    /** The section's own lines. */
    List<Statement<D>> statements() {
        return statements;
    }

    /** What was inherited, then the section's own lines. */
    Stream<Statement<D>> everything() {
        return Stream.concat(inherited.stream(), statements.stream());
    }

    /** Where the last line with one of these keywords begins; there is one. */
    Origin last(String... keywords) {
        List<String> names = List.of(keywords);
        return everything()
                .filter(statement -> names.contains(statement.keyword().name()))
                .map(Statement::origin)
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    /** True once a line was refused: what the draft lacks may be what that line meant to say. */
    boolean broken() {
        return broken;
    }

    void markBroken() {
        broken = true;
    }

    void read(Words words) throws Refusal {
        if ("no".equals(words.peek())) {
            readNegated(words);
            return;
        }
        Keyword<D, ?> keyword = table.take(words);
        if (keyword == null) {
            throw unknown(words);
        }
        if (belongsHere(keyword, words.keyword(), words)) {
            Consumer<D> effect = keyword.read(words);
            words.expectEnd(keyword.notation());
            refuseTooMany(words);
            add(new Statement<>(keyword, words.keyword(), words.lineOrigin(), effect));
        }
    }

    private void refuseTooMany(Words words) throws Refusal {
        if (section == Section.DEFAULTS && statements.size() == Limits.MAX_DEFAULTS_LINES) {
            throw words.refuseLine("more than " + Limits.MAX_DEFAULTS_LINES + " lines in a 'defaults' section", "");
        }
    }

    private void readNegated(Words words) throws Refusal {
        words.takeKeyword("no", 1);
        if (!words.hasNext()) {
            throw words.refuseMissing("option <name>");
        }
        Keyword<D, ?> keyword = table.take(words);
        if (keyword == null) {
            throw unknown(words);
        }
        boolean here = belongsHere(keyword, NO + words.keyword(), words);
        Consumer<D> reset = keyword.reset();
        if (reset == null) {
            throw words.refuseLine("'no " + words.keyword() + "' does not exist", "expected 'no option <name>'");
        }
        if (here) {
            words.expectEnd("no " + keyword.name());
            refuseTooMany(words);
            add(new Statement<>(keyword, NO + words.keyword(), words.lineOrigin(), reset));
        }
    }

    /** Refuses the keyword, or drops it with a warning, where it has nothing to say here. */
    private boolean belongsHere(Keyword<D, ?> keyword, String written, Words words) throws Refusal {
        if (section == Section.DEFAULTS && !keyword.inherited()) {
            throw words.refuseLine("'" + written + "' is not allowed in 'defaults' section", "");
        }
        if (!keyword.sections().contains(section)) {
            warnIgnored(words, keyword, written);
            return false;
        }
        return true;
    }

    private void add(Statement<D> statement) {
        if (!statement.keyword().effective()) {
            String what = "'" + statement.written() + "' has no effect";
            messages.warning(statement.origin(), what, statement.keyword().doc());
            return;
        }
        Origin earlier = lines.get(statement.keyword());
        Repeat repeat = statement.keyword().repeat();
        if (earlier != null && repeat == Repeat.FIRST_WINS) {
            warnRepeated(statement, "is already specified " + place(earlier, statement) + ", this line is ignored");
            return;
        }
        if (earlier != null && repeat == Repeat.LAST_WINS) {
            warnRepeated(statement, "replaces the one " + place(earlier, statement));
        }
        lines.put(statement.keyword(), statement.origin());
        statements.add(statement);
        statement.effect().accept(draft);
    }

    private void warnRepeated(Statement<D> statement, String what) {
        messages.warning(statement.origin(), "'" + statement.written() + "' " + what);
    }

    private static String place(Origin earlier, Statement<?> later) {
        boolean sameFile = earlier.file().equals(later.origin().file());
        return sameFile ? "on line " + earlier.line() : "in " + earlier.file() + ":" + earlier.line();
    }

    private void warnIgnored(Words words, Keyword<D, ?> keyword, String written) {
        Origin origin = words.lineOrigin();
        String what = "'" + written + "' ignored because " + title + " has " + section.lacks() + " capability";
        String instead = keyword.instead().isEmpty() ? "" : "maybe you want '" + keyword.instead() + "' instead?";
        messages.warning(origin, what, instead);
    }

    private Refusal unknown(Words words) throws Refusal {
        int family = table.familyWords(words);
        List<String> name = words.peek(family + 1);
        if (name.size() == family) {
            return incomplete(words, family);
        }
        String joined = String.join(" ", name);
        String what = "unknown keyword " + Word.quote(joined) + " in '" + section.keyword() + "' section";
        return words.refuse(words.next(""), what, Keywords.hint(section, joined));
    }

    /** {@code option}, {@code capture request}, ... with nothing after it. */
    private Refusal incomplete(Words words, int familyWords) {
        String family = String.join(" ", words.peek(familyWords));
        words.takeKeyword(family, familyWords);
        String start = family + " ";
        return words.refuseMissing(table.names(section).stream()
                .filter(name -> name.startsWith(start))
                .map(name -> name.substring(start.length()))
                .collect(Collectors.joining(", ")));
    }
}
