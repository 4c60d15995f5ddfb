package io.fairlead.config;

import io.fairlead.config.GlobalConfig.StatsSocket.Level;
import io.fairlead.config.KeywordTable.Chapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The {@code stats socket} line and the rows of its options. */
final class SocketKeywords {
    private static final Set<Section> GLOBAL = Set.of(Section.GLOBAL);

    static final KeywordTable<SocketDraft> TABLE =
            new KeywordTable<>(List.of(new Chapter<>("Options of a `stats socket` line", options())));

    static final Syntax<SocketDraft> SOCKET =
            Syntax.of(Endpoints.COMMANDS.notation() + " [<option> ...]", SocketKeywords::read);

    private SocketKeywords() {}

    private static List<Keyword<SocketDraft, ?>> options() {
        List<Keyword<SocketDraft, ?>> rows = new ArrayList<>();
        rows.add(new Row<SocketDraft, Level>("level", Syntax.oneOf(Level.class), GLOBAL)
                .absent("operator")
                .doc("what its clients may do: `user` looks, `operator` also clears counters, `admin` changes servers")
                .sets((socket, level) -> socket.level = level));
        rows.add(new Row<SocketDraft, Boolean>("expose-fd listeners", Syntax.none(), GLOBAL)
                .doc("Fairlead hands its listeners over without it")
                .hasNoEffect());
        rows.addAll(AccessDraft.keywords(GLOBAL, socket -> socket.access));
        return rows;
    }

    private static SocketDraft read(Words words) throws Refusal {
        Endpoint endpoint = Endpoints.COMMANDS.reader().read(words);
        Word address = words.last();
        SocketDraft socket = new SocketDraft(address, words.origin(address), endpoint);
        LineOptions.read(words, TABLE).accept(socket);
        return socket;
    }
}
