package io.fairlead.http;

import java.util.BitSet;
import java.util.stream.Collectors;

/** Writes a parsed expression in the syntax of RE2, for text in which each char is an octet. */
final class Re2Syntax {
    private Re2Syntax() {}

    static String of(EreNode node) {
        return switch (node) {
            case EreNode.Octets(BitSet set) -> set(set);
            case EreNode.Sequence sequence ->
                sequence.parts().stream().map(Re2Syntax::of).collect(Collectors.joining());
            case EreNode.Choice choice ->
                choice.branches().stream().map(Re2Syntax::of).collect(Collectors.joining("|"));
            case EreNode.Repeat repeat -> of(repeat.body()) + count(repeat);
            case EreNode.Group group -> "(" + of(group.body()) + ")";
            case EreNode.Anchor anchor -> anchor.lineStart() ? "\\A" : "\\z";
        };
    }

    private static String set(BitSet set) {
        StringBuilder ranges = new StringBuilder("[");
        if (set.isEmpty()) {
            ranges.append("^\\x{0}-\\x{10ffff}");
        }
        for (int from = set.nextSetBit(0); from >= 0; ) {
            int to = set.nextClearBit(from);
            ranges.append(String.format("\\x{%x}-\\x{%x}", from, to - 1));
            from = set.nextSetBit(to);
        }
        return ranges.append(']').toString();
    }

    private static String count(EreNode.Repeat repeat) {
        return repeat.max() == EreNode.UNBOUNDED
                ? "{" + repeat.min() + ",}"
                : "{" + repeat.min() + "," + repeat.max() + "}";
    }
}
