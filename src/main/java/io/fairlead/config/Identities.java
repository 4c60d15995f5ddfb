package io.fairlead.config;

import java.util.OptionalInt;

/** Users and groups by number or by name. */
final class Identities {
    /** A user's name, made a number now: after a chroot nobody could look it up. */
    static final Syntax<Integer> USER = Syntax.of("<name>", Identities::readUser);

    /** A group's name, made a number now. */
    static final Syntax<Integer> GROUP = Syntax.of("<name>", Identities::readGroup);

    private Identities() {}

    /** The number of a user or group. */
    static Syntax<Integer> number() {
        return Syntax.number("number", 0, Integer.MAX_VALUE);
    }

    private static int readUser(Words words) throws Refusal {
        Word word = words.next(USER.notation());
        return known(words, word, words.environment().userId(word.text()), "user", "/etc/passwd");
    }

    private static int readGroup(Words words) throws Refusal {
        Word word = words.next(GROUP.notation());
        return known(words, word, words.environment().groupId(word.text()), "group", "/etc/group");
    }

    private static int known(Words words, Word word, OptionalInt number, String kind, String file) throws Refusal {
        if (number.isEmpty()) {
            throw words.refuse(word, "no " + kind + " is called " + word.quoted(), "expected a name from " + file);
        }
        return number.getAsInt();
    }
}
