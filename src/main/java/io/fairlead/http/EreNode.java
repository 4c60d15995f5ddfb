package io.fairlead.http;

import java.util.BitSet;
import java.util.List;

/** A parsed extended regular expression over octets. */
sealed interface EreNode {
    /** One octet out of a set. */
    record Octets(BitSet set) implements EreNode {}

    /** One after the other. */
    record Sequence(List<EreNode> parts) implements EreNode {}

    /** One of several. */
    record Choice(List<EreNode> branches) implements EreNode {}

    /** Between min and max times; max is {@link #UNBOUNDED} or a count. */
    record Repeat(EreNode body, int min, int max) implements EreNode {}

    /** In parentheses; groups are numbered from 1 in the order of their opening ones. */
    record Group(EreNode body) implements EreNode {}

    /** {@code ^} or {@code $}: nothing, but only at the line's start or end. */
    record Anchor(boolean lineStart) implements EreNode {}

    int UNBOUNDED = -1;
}
