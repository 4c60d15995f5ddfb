package io.fairlead.config;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whose a UNIX socket's file becomes, while the line is read. */
final class AccessDraft {
    private static final int AS_IT_COMES = -1;
    private static final String EXPECTED = "octal digits up to 777";
    private static final int MAX_MODE = 0_777;
    private static final Syntax<Integer> MODE = Syntax.of("<mode>", AccessDraft::readMode);

    private int mode = AS_IT_COMES;
    private int uid = AS_IT_COMES;
    private int gid = AS_IT_COMES;

    /** The rows that fill it, wherever it is part of. */
    static <D> List<Keyword<D, ?>> keywords(Set<Section> sections, Function<D, AccessDraft> of) {
        return List.of(
                new Row<D, Integer>("mode", MODE, sections)
                        .absent("umask")
                        .doc("permissions of a UNIX socket's file, in octal digits")
                        .sets((draft, mode) -> of.apply(draft).mode = mode),
                new Row<D, Integer>("uid", Identities.number(), sections)
                        .doc("owner of a UNIX socket's file")
                        .sets((draft, uid) -> of.apply(draft).uid = uid),
                new Row<D, Integer>("user", Identities.USER, sections)
                        .doc("the same, by name")
                        .sets((draft, uid) -> of.apply(draft).uid = uid),
                new Row<D, Integer>("gid", Identities.number(), sections)
                        .doc("group of a UNIX socket's file")
                        .sets((draft, gid) -> of.apply(draft).gid = gid),
                new Row<D, Integer>("group", Identities.GROUP, sections)
                        .doc("the same, by name")
                        .sets((draft, gid) -> of.apply(draft).gid = gid));
    }

    @Nullable
    Access build() {
        boolean unset = mode == AS_IT_COMES && uid == AS_IT_COMES && gid == AS_IT_COMES;
        return unset ? null : new Access(mode, uid, gid);
    }

    private static int readMode(Words words) throws Refusal {
        Word word = words.next(EXPECTED);
        boolean octal = word.text().matches("[0-7]{1,4}") && Integer.parseInt(word.text(), 8) <= MAX_MODE;
        if (!octal) {
            throw words.refuse(word, word.quoted() + " is not a file mode", "expected " + EXPECTED);
        }
        return Integer.parseInt(word.text(), 8);
    }
}
