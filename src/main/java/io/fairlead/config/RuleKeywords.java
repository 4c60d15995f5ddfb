package io.fairlead.config;

import static io.fairlead.config.RuleSyntax.matching;
import static io.fairlead.config.RuleSyntax.replacing;
import static io.fairlead.config.RuleSyntax.switching;
import static io.fairlead.config.Section.OWN_RULES;
import static io.fairlead.config.Section.SWITCHING_RULES;

import io.fairlead.config.HttpRules.Action;
import io.fairlead.config.KeywordTable.Chapter;
import java.util.List;

/** The rows of rules on heads, in HTTP mode. */
final class RuleKeywords {
    private static final String SAME = "the same, ignoring case";

    private RuleKeywords() {}

    static List<Chapter<ProxyDraft>> chapters() {
        return List.of(
                new Chapter<>("Rules on requests", requests()), new Chapter<>("Rules on responses", responses()));
    }

    private static List<Keyword<ProxyDraft, ?>> requests() {
        return List.of(
                switchTo("reqsetbe", false, "sends a request to a backend where a line matches; the first one counts"),
                switchTo("reqisetbe", true, SAME),
                row("reqadd", RuleSyntax.HEADERS)
                        .doc("adds a header after the others")
                        .sets((p, headers) -> p.rules.requestAdditions.addAll(headers)),
                row("reqrep", replacing(false))
                        .alias("cliexp")
                        .doc("replaces every line that matches, the whole line; `\\0` to `\\9` are its groups")
                        .sets(RuleKeywords::addRequest),
                row("reqirep", replacing(true)).doc(SAME).sets(RuleKeywords::addRequest),
                row("reqdel", matching(Action.DELETE, false))
                        .doc("removes every line that matches")
                        .sets(RuleKeywords::addRequest),
                row("reqidel", matching(Action.DELETE, true)).doc(SAME).sets(RuleKeywords::addRequest),
                row("reqdeny", matching(Action.DENY, false))
                        .doc("answers 403 where a line matches")
                        .sets(RuleKeywords::addRequest),
                row("reqideny", matching(Action.DENY, true)).doc(SAME).sets(RuleKeywords::addRequest),
                row("reqallow", matching(Action.ALLOW, false))
                        .doc("where a line matches, the later rules that deny, tarpit or pass no longer count")
                        .sets(RuleKeywords::addRequest),
                row("reqiallow", matching(Action.ALLOW, true)).doc(SAME).sets(RuleKeywords::addRequest),
                row("reqpass", matching(Action.PASS, false))
                        .doc("a line that matches is left alone by the later rules")
                        .sets(RuleKeywords::addRequest),
                row("reqipass", matching(Action.PASS, true)).doc(SAME).sets(RuleKeywords::addRequest),
                row("reqtarpit", matching(Action.TARPIT, false))
                        .doc("where a line matches, answers 500 after `timeout tarpit`; no server sees the request")
                        .sets(RuleKeywords::addRequest),
                row("reqitarpit", matching(Action.TARPIT, true)).doc(SAME).sets(RuleKeywords::addRequest));
    }

    private static List<Keyword<ProxyDraft, ?>> responses() {
        return List.of(
                row("rspadd", RuleSyntax.HEADERS)
                        .doc("adds a header after the others")
                        .sets((p, headers) -> p.rules.responseAdditions.addAll(headers)),
                row("rsprep", replacing(false))
                        .alias("srvexp")
                        .doc(
                                "replaces lines that match, the whole line; the first rule on a line is the last one on it")
                        .sets(RuleKeywords::addResponse),
                row("rspirep", replacing(true)).doc(SAME).sets(RuleKeywords::addResponse),
                row("rspdel", matching(Action.DELETE, false))
                        .doc("removes lines that match")
                        .sets(RuleKeywords::addResponse),
                row("rspidel", matching(Action.DELETE, true)).doc(SAME).sets(RuleKeywords::addResponse),
                row("rspdeny", matching(Action.DENY, false))
                        .doc("answers 502 in place of the response where a line matches")
                        .sets(RuleKeywords::addResponse),
                row("rspideny", matching(Action.DENY, true)).doc(SAME).sets(RuleKeywords::addResponse));
    }

    private static Keyword<ProxyDraft, RuleDraft> switchTo(String name, boolean ignoreCase, String doc) {
        return new Row<ProxyDraft, RuleDraft>(name, switching(ignoreCase), SWITCHING_RULES)
                .repeatable()
                .http()
                .doc(doc)
                .sets(RuleKeywords::addRequest);
    }

    private static <T> Row<ProxyDraft, T> row(String name, Syntax<T> syntax) {
        return new Row<ProxyDraft, T>(name, syntax, OWN_RULES).repeatable().http();
    }

    private static void addRequest(ProxyDraft proxy, RuleDraft rule) {
        proxy.rules.request.add(rule);
    }

    private static void addResponse(ProxyDraft proxy, RuleDraft rule) {
        proxy.rules.response.add(rule);
    }
}
