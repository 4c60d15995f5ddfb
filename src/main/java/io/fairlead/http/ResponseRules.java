package io.fairlead.http;

import io.fairlead.http.HeadRule.Kind;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code rsp*} rules of a proxy. The lines of the head are looked at in their order, the status line first, and of
 * the rules that match a line only the first is carried out. Lines to be added come last.
 *
 * <p>What {@link RequestRules} says of changed heads, of replacements and of costs holds here too. Not thread-safe: one
 * per loop and proxy.
 */
public final class ResponseRules {
    private static final Set<Kind> KINDS = EnumSet.of(Kind.REPLACE, Kind.DELETE, Kind.DENY);

    private final Kind[] kinds;
    private final @Nullable Substitution[] substitutions;
    private final Expressions expressions;
    private final byte[][] additions;
    private final HeadRewrite rewrite = new HeadRewrite();

    /**
     * @param additions header lines without line ends
     * @throws IllegalArgumentException with the reason if a rule or an addition cannot be used
     */
    public ResponseRules(List<HeadRule> rules, List<String> additions) {
        kinds = rules.stream().map(HeadRule::kind).toArray(Kind[]::new);
        if (!KINDS.containsAll(List.of(kinds))) {
            throw new IllegalArgumentException("not a rule for responses");
        }
        substitutions = rules.stream().map(Substitution::of).toArray(Substitution[]::new);
        expressions = new Expressions(rules);
        this.additions = Additions.of(additions);
    }

    /**
     * Applies the rules to a response. After {@link Verdict#ACCEPT} the head says what is to be passed on, and may begin
     * elsewhere in its buffer; it ends where it ended. After {@link Verdict#INVALID} only {@link Head#problem} is left of
     * it; after {@link Verdict#DENY} it is untouched.
     *
     * @param lowest first offset of the buffer that may be written to
     */
    public Verdict apply(Head response, int lowest) {
        rewrite.reset();
        for (int line = 0; line <= response.count() && kinds.length > 0; line++) {
            int rule = match(response, line);
            if (rule != Expressions.NONE && !carryOut(response, line, rule)) {
                return kinds[rule] == Kind.DENY ? Verdict.DENY : Verdict.INVALID;
            }
        }
        for (byte[] line : additions) {
            rewrite.add(response, line);
        }
        return rewrite.finish(response, lowest) ? Verdict.ACCEPT : Verdict.INVALID;
    }

    private int match(Head head, int line) {
        ByteBuffer bytes = head.bytes;
        if (line == 0) {
            return expressions.first(0, bytes, head.start, head.start, head.startLineEnd);
        }
        int header = line - 1;
        return expressions.first(0, bytes, head.nameStart(header), head.nameEnd(header), head.lineEnd(header));
    }

    /** Returns whether the response may still be passed on. */
    private boolean carryOut(Head head, int line, int rule) {
        if (kinds[rule] == Kind.DENY) {
            return false;
        }
        if (kinds[rule] == Kind.DELETE) {
            rewrite.delete(head, line);
            return true;
        }
        byte[] text = Objects.requireNonNull(substitutions[rule]).apply(HeadRewrite.line(head, line));
        if (text == null) {
            HeadRewrite.refuse(head, Problem.TOO_LARGE, head.start);
            return false;
        }
        rewrite.replace(head, line, text);
        return true;
    }
}
