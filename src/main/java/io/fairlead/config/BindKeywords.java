package io.fairlead.config;

import io.fairlead.config.BindDraft.Family;
import io.fairlead.config.KeywordTable.Chapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The {@code bind} line and the rows of its options. */
final class BindKeywords {
    private static final Set<Section> BINDS = Section.OWN_FRONTENDS;

    static final KeywordTable<BindDraft> TABLE =
            new KeywordTable<>(List.of(new Chapter<>("Options of a `bind` line", options())));

    static final Syntax<BindDraft> BIND =
            Syntax.of(Endpoints.LISTENERS.notation() + " [<option> ...]", BindKeywords::read);

    private BindKeywords() {}

    /** The addresses on the line that begins a proxy. */
    static BindDraft addresses(Words words) throws Refusal {
        List<Endpoints.Listener> listeners = Endpoints.LISTENERS.reader().read(words);
        Word addresses = words.last();
        return new BindDraft(listeners, addresses, words.origin(addresses));
    }

    private static List<Keyword<BindDraft, ?>> options() {
        List<Keyword<BindDraft, ?>> rows = new ArrayList<>();
        rows.add(row("v4v6")
                .absent("on")
                .doc("an IPv6 address that stands for all of them takes IPv4 clients too")
                .sets((bind, _) -> bind.family = Family.V4V6));
        rows.add(row("v6only")
                .absent("off")
                .doc("it takes IPv6 clients only; of the two options the later one counts")
                .sets((bind, _) -> bind.family = Family.V6ONLY));
        rows.add(row("transparent")
                .absent("off")
                .doc("the address need not belong to this machine (`IP_TRANSPARENT`); takes CAP_NET_ADMIN")
                .sets((bind, _) -> bind.transparent = true));
        rows.addAll(AccessDraft.keywords(BINDS, bind -> bind.access));
        return rows;
    }

    private static Row<BindDraft, Boolean> row(String name) {
        return new Row<>(name, Syntax.none(), BINDS);
    }

    private static BindDraft read(Words words) throws Refusal {
        BindDraft bind = addresses(words);
        LineOptions.read(words, TABLE).accept(bind);
        boolean unix = any(bind, UnixAddress.class::isInstance);
        if (bind.access.build() != null && !unix) {
            String what = "'mode', 'uid' and 'gid' have no effect: no UNIX socket is in ";
            words.warn(bind.addresses, what + bind.addresses.quoted());
        }
        boolean ip = any(bind, Address.class::isInstance);
        if ((bind.transparent || bind.family != null) && !ip) {
            String what = "'transparent', 'v4v6' and 'v6only' have no effect: no IP address is in ";
            words.warn(bind.addresses, what + bind.addresses.quoted());
        }
        return bind;
    }

    private static boolean any(BindDraft bind, Predicate<Endpoint> kind) {
        return bind.listeners.stream().map(Endpoints.Listener::first).anyMatch(kind);
    }
}
