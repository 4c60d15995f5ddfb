package io.fairlead.http;

import io.fairlead.http.HeadRule.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code req*} rules of a proxy. They are tried in their order, each on all lines of the head, the start line first;
 * a line that was replaced is matched in its new form by the rules that follow, and a line that matched a
 * {@link Kind#PASS} rule (which did nothing in HAProxy 1.3.5) by none of them. Lines to be added come last.
 *
 * <p>A head that was changed is parsed anew, so that what is passed on was judged like everything received, and is
 * refused where a rule changed where the body ends. A replacement may hold line ends (CRLF or LF) and so become several
 * header lines; later rules still see it as one. An empty line is refused.
 *
 * <p>A head in which no rule matches costs one pass over each line, however many rules there are, and no garbage. Not
 * thread-safe: one per loop and proxy.
 */
public final class RequestRules {
    /** No rule. */
    public static final int NONE = Expressions.NONE;

    private final Kind[] kinds;
    private final @Nullable Substitution[] substitutions;
    private final byte[][] additions;
    private final int lastEdit; // the last rule of its kinds, or NONE
    private final int lastSwitch;
    private final int lastVerdict;
    private final Candidates candidates;
    private final HeadRewrite rewrite = new HeadRewrite();
    private boolean allowed;
    private int switchRule;

    /**
     * @param additions header lines without line ends
     * @throws IllegalArgumentException with the reason if a rule or an addition cannot be used
     */
    public RequestRules(List<HeadRule> rules, List<String> additions) {
        kinds = rules.stream().map(HeadRule::kind).toArray(Kind[]::new);
        substitutions = rules.stream().map(Substitution::of).toArray(Substitution[]::new);
        candidates = new Candidates(rules);
        this.additions = Additions.of(additions);
        lastEdit = last(EnumSet.of(Kind.REPLACE, Kind.DELETE));
        lastSwitch = last(EnumSet.of(Kind.SET_BACKEND));
        lastVerdict = last(EnumSet.of(Kind.ALLOW, Kind.DENY, Kind.PASS, Kind.TARPIT));
    }

    private int last(Set<Kind> wanted) {
        int last = kinds.length - 1;
        while (last >= 0 && !wanted.contains(kinds[last])) {
            last--;
        }
        return last;
    }

    /**
     * Applies the rules to a request. After {@link Verdict#ACCEPT} the head says what is to be passed on, and may begin
     * elsewhere in its buffer; it ends where it ended. After {@link Verdict#INVALID} only {@link Head#problem} is left of
     * it; else it is untouched.
     *
     * @param lowest first offset of the buffer that may be written to
     */
    public Verdict apply(Head request, int lowest) {
        allowed = false;
        switchRule = NONE;
        int rule = kinds.length == 0 ? NONE : candidates.begin(request);
        if (rule == NONE && additions.length == 0) {
            return Verdict.ACCEPT;
        }
        rewrite.reset();
        while (rule != NONE) {
            Verdict verdict = carryOut(request, rule);
            if (verdict != Verdict.ACCEPT) {
                return verdict;
            }
            rule = matters(rule) ? candidates.next(request, rule) : NONE;
        }
        return finish(request, lowest);
    }

    /** The index of the {@link Kind#SET_BACKEND} rule that decided about the last request, or {@link #NONE}. */
    public int switchRule() {
        return switchRule;
    }

    /** Whether any rule behind this one can still change anything. */
    private boolean matters(int rule) {
        return rule < lastEdit || (rule < lastSwitch && switchRule == NONE) || (rule < lastVerdict && !allowed);
    }

    private Verdict carryOut(Head head, int rule) {
        return switch (kinds[rule]) {
            case REPLACE -> replace(head, rule);
            case DELETE -> {
                delete(rule);
                yield Verdict.ACCEPT;
            }
            case SET_BACKEND -> {
                switchRule = switchRule == NONE ? rule : switchRule;
                yield Verdict.ACCEPT;
            }
            case ALLOW, DENY, PASS, TARPIT -> allowed ? Verdict.ACCEPT : judge(rule);
        };
    }

    private Verdict judge(int rule) {
        switch (kinds[rule]) {
            case DENY -> {
                return Verdict.DENY;
            }
            case TARPIT -> {
                return Verdict.TARPIT;
            }
            case ALLOW -> allowed = true;
            default -> pass(rule);
        }
        return Verdict.ACCEPT;
    }

    private void pass(int rule) {
        for (int line = 0; line < candidates.lines(); line++) {
            if (candidates.matches(line, rule)) {
                candidates.settle(line);
            }
        }
    }

    private void delete(int rule) {
        for (int line = 0; line < candidates.lines(); line++) {
            if (candidates.matches(line, rule)) {
                candidates.delete(line);
            }
        }
    }

    private Verdict replace(Head head, int rule) {
        Substitution substitution = Objects.requireNonNull(substitutions[rule]);
        for (int line = 0; line < candidates.lines(); line++) {
            if (candidates.matches(line, rule)) {
                byte[] text = substitution.apply(candidates.text(head, line));
                if (text == null) {
                    HeadRewrite.refuse(head, Problem.TOO_LARGE, head.start);
                    return Verdict.INVALID;
                }
                candidates.replace(line, text);
            }
        }
        return Verdict.ACCEPT;
    }

    private Verdict finish(Head head, int lowest) {
        candidates.changes(head, rewrite);
        for (byte[] line : additions) {
            rewrite.add(head, line);
        }
        return rewrite.finish(head, lowest) ? Verdict.ACCEPT : Verdict.INVALID;
    }
}
