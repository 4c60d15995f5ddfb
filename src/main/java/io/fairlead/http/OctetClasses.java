package io.fairlead.http;

import io.fairlead.http.Nfa.State;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** The octets in classes: those that no expression of an {@link Nfa} tells apart share one. */
final class OctetClasses {
    private final byte[] classes = new byte[256];
    private int count = 1;

    OctetClasses(Nfa nfa) {
        Set<BitSet> sets = new HashSet<>();
        for (int state = 0; state < nfa.size(); state++) {
            if (nfa.state(state) instanceof State.Read(BitSet set, int _) && sets.add(set)) {
                split(set);
            }
        }
    }

    private int of(int octet) {
        return classes[octet] & 0xff;
    }

    /** The class of each octet, for those who look up many; not to be written to. */
    byte[] table() {
        return classes;
    }

    /** How many classes there are, numbered from 0. */
    int count() {
        return count;
    }

    private void split(BitSet set) {
        int[] insiders = new int[count]; // by class: the class of its members inside the set, 0 if not yet seen
        boolean[] hasOutsider = new boolean[count];
        for (int octet = 0; octet < 256; octet++) {
            hasOutsider[of(octet)] |= !set.get(octet);
        }
        for (int octet = 0; octet < 256; octet++) {
            int old = of(octet);
            if (set.get(octet) && hasOutsider[old]) {
                if (insiders[old] == 0) {
                    insiders[old] = count++;
                }
                classes[octet] = (byte) insiders[old];
            }
        }
    }
}
