package io.fairlead.http;

import io.fairlead.http.EreNode.Anchor;
import io.fairlead.http.EreNode.Choice;
import io.fairlead.http.EreNode.Group;
import io.fairlead.http.EreNode.Octets;
import io.fairlead.http.EreNode.Repeat;
import io.fairlead.http.EreNode.Sequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Several expressions as one nondeterministic automaton (Thompson's construction). Each expression has a rank: the
 * lower, the more it is wanted.
 */
final class Nfa {
    /** States of one expression; {@code (a{255}){255}} must not be had. */
    static final int MAX_STATES = 20_000;

    /** States of all expressions together: 8 bytes of objects each, and a bit in every state of a {@link Dfa}. */
    static final int MAX_STATES_IN_ALL = 100_000;

    /** One state; what it leads to are indexes of states. */
    sealed interface State {
        /** Reads one octet of the set. */
        record Read(BitSet set, int next) implements State {}

        /** Goes both ways without reading. */
        record Split(int one, int other) implements State {}

        /** Goes on at the line's start, or end, only. */
        record At(boolean lineStart, int next) implements State {}

        /** The expression of that rank matches. */
        record Match(int rank) implements State {}
    }

    private final List<State> states = new ArrayList<>();
    private final BitSet waiting = new BitSet();
    private final BitSet ends = new BitSet();
    private int limit; // of the expression being added
    private final int[] firsts; // the states of expression r are numbered firsts[r] to firsts[r + 1] - 1
    private final int[] entries;

    /**
     * @throws IllegalArgumentException if an expression needs too many states
     */
    Nfa(List<EreNode> expressions) {
        firsts = new int[expressions.size() + 1];
        entries = new int[expressions.size()];
        for (int rank = 0; rank < entries.length; rank++) {
            limit = Math.min(states.size() + MAX_STATES, MAX_STATES_IN_ALL);
            entries[rank] = enter(expressions.get(rank), state(new State.Match(rank)));
            firsts[rank + 1] = states.size();
        }
        for (int state = 0; state < states.size(); state++) {
            boolean end = states.get(state) instanceof State.At at && !at.lineStart();
            ends.set(state, end);
            waiting.set(state, end || states.get(state) instanceof State.Read);
        }
    }

    /** The states that wait for the end of the line. */
    BitSet ends() {
        return ends;
    }

    /** The states that wait for an octet, or for the end of the line. */
    BitSet waiting() {
        return waiting;
    }

    int expressions() {
        return entries.length;
    }

    int size() {
        return states.size();
    }

    State state(int number) {
        return states.get(number);
    }

    /** The state in which an expression begins. */
    int entry(int rank) {
        return entries[rank];
    }

    /** The lowest number of the states of an expression; those of higher ranks have higher numbers. */
    int first(int rank) {
        return firsts[rank];
    }

    private int state(State state) {
        if (states.size() == limit) {
            boolean alone = limit < MAX_STATES_IN_ALL;
            throw new IllegalArgumentException(alone ? "expression too large" : "expressions too large together");
        }
        states.add(state);
        return states.size() - 1;
    }

    /** Builds the states of a node in front of the state that follows it; returns the first of them. */
    private int enter(EreNode node, int next) {
        return switch (node) {
            case Octets octets -> state(new State.Read(octets.set(), next));
            case Group group -> enter(group.body(), next);
            case Anchor anchor -> state(new State.At(anchor.lineStart(), next));
            case Sequence sequence -> sequence(sequence.parts(), next);
            case Choice choice -> choice(choice.branches(), next);
            case Repeat repeat -> repeat(repeat, next);
        };
    }

    private int sequence(List<EreNode> parts, int next) {
        int entry = next;
        for (EreNode part : parts.reversed()) {
            entry = enter(part, entry);
        }
        return entry;
    }

    private int choice(List<EreNode> branches, int next) {
        int entry = enter(branches.getLast(), next);
        for (EreNode branch : branches.subList(0, branches.size() - 1).reversed()) {
            entry = state(new State.Split(enter(branch, next), entry));
        }
        return entry;
    }

    private int repeat(Repeat repeat, int next) {
        int entry = repeat.max() == EreNode.UNBOUNDED ? loop(repeat.body(), next) : next;
        for (int i = repeat.min(); i < repeat.max(); i++) {
            entry = state(new State.Split(enter(repeat.body(), entry), next));
        }
        for (int i = 0; i < repeat.min(); i++) {
            entry = enter(repeat.body(), entry);
        }
        return entry;
    }

    private int loop(EreNode body, int next) {
        int entry = state(new State.Split(next, next)); // until the body is known
        states.set(entry, new State.Split(enter(body, entry), next));
        return entry;
    }
}
