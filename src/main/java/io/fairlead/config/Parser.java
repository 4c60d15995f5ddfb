package io.fairlead.config;

import io.fairlead.config.Body.Statement;
import io.fairlead.config.ProxyConfig.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through the lines of every file: a section's name begins a section, other lines belong to the current one. */
final class Parser {
    private final Environment environment;
    private final Messages messages;
    private final Body<GlobalDraft> global;
    private final List<Body<ProxyDraft>> proxies = new ArrayList<>();
    private List<Statement<ProxyDraft>> defaults = List.of();

    private @Nullable Body<?> current;

    private boolean skipping;

    Parser(Environment environment, Messages messages) {
        this.environment = environment;
        this.messages = messages;
        this.global = new Body<>(Section.GLOBAL, "'global'", Keywords.GLOBAL, new GlobalDraft(), messages);
    }

    Body<GlobalDraft> global() {
        return global;
    }

    List<Body<ProxyDraft>> proxies() {
        return proxies;
    }

    /** Reads a file on; a section does not reach over the end of a file. */
    void read(SourceFile file) {
        current = null;
        skipping = false;
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size() && !messages.full(); i++) {
            read(file.name(), i + 1, lines.get(i));
        }
    }

    private void read(String file, int line, String text) {
        try {
            List<Word> words = new Lexer(file, line, text, environment, messages).words();
            if (!words.isEmpty()) {
                read(new Words(file, line, words, environment, messages));
            }
        } catch (Refusal refusal) {
            messages.alert(refusal);
            if (current != null) {
                current.markBroken();
            }
        }
    }

    private void read(Words words) throws Refusal {
        Section section = Section.named(String.join("", words.peek(1)));
        if (section != null) {
            words.takeKeyword(section.keyword(), 1);
            open(section, words);
        } else if (current != null) {
            current.read(words);
        } else if (!skipping) {
            Word first = words.next("");
            String nearest = Nearest.hint(first.text(), Section.keywords());
            String hint = nearest.isEmpty() ? "expected the name of a section" : nearest;
            throw words.refuse(first, "unknown keyword " + first.quoted() + " out of section", hint);
        }
    }

    private void open(Section section, Words words) throws Refusal {
        current = null;
        skipping = false;
        switch (section) {
            case GLOBAL -> current = global;
            case DEFAULTS -> openDefaults(words);
            case RULESET -> openRuleset(words);
            default -> openProxy(section, words);
        }
        words.expectEnd(section.notation());
    }

    private void openDefaults(Words words) throws Refusal {
        Body<ProxyDraft> body = proxyBody(new ProxyDraft(Section.DEFAULTS, "", words.lineOrigin()));
        current = body;
        defaults = body.statements();
        if (words.hasNext()) {
            Syntax.readName(words, "<label>");
        }
    }

    /** Its lines are read for their errors and then forgotten. */
    private void openRuleset(Words words) throws Refusal {
        current = proxyBody(new ProxyDraft(Section.RULESET, "", words.lineOrigin()));
        String name = Syntax.readName(words, "<name>");
        current = proxyBody(new ProxyDraft(Section.RULESET, name, words.lineOrigin()));
        messages.warning(words.lineOrigin(), "ruleset '" + name + "' has no effect", "no keyword can refer to it");
    }

    private void openProxy(Section section, Words words) throws Refusal {
        Origin origin = words.lineOrigin();
        if (proxies.size() == Limits.MAX_PROXIES) {
            skipping = true;
            throw words.refuse(words.last(), "more than " + Limits.MAX_PROXIES + " proxies", "");
        }
        // lines after a header without a usable name still have to be read for their own errors
        Body<ProxyDraft> nameless = proxyBody(new ProxyDraft(section, "", origin));
        current = nameless;
        Body<ProxyDraft> body = proxyBody(new ProxyDraft(section, Syntax.readName(words, "<name>"), origin));
        current = body;
        body.inherit(defaults);
        body.draft.back.endInheritance();
        proxies.add(body);
        if (section.listens() && words.hasNext()) {
            body.draft.front.binds.add(BindKeywords.addresses(words));
        }
    }

    private Body<ProxyDraft> proxyBody(ProxyDraft draft) {
        return new Body<>(draft.section, draft.title(), Keywords.PROXY, draft, messages);
    }
}
