package io.fairlead.config;

import io.fairlead.config.Endpoints.Destination;
import io.fairlead.config.ProxyConfig.Origin;
import java.util.function.Consumer;

/**
 * What a {@code server} line says; {@code default-server} lines before it go first.
 *
 * @param origin where the name stands
 */
record ServerLine(String name, Origin origin, Destination destination, Consumer<ServerDraft> options) {

    static final Syntax<ServerLine> SYNTAX =
            Syntax.of("<name> " + Endpoints.SERVER.notation() + " [<option> ...]", ServerLine::read);

    /** {@code default-server}. */
    static final Syntax<Consumer<ServerDraft>> DEFAULTS =
            Syntax.of("<option> ...", words -> LineOptions.read(words, ServerKeywords.TABLE));

    private static ServerLine read(Words words) throws Refusal {
        String name = Syntax.readName(words, "<name>");
        Origin origin = words.origin(words.last());
        Destination destination = Endpoints.SERVER.reader().read(words);
        return new ServerLine(name, origin, destination, LineOptions.read(words, ServerKeywords.TABLE));
    }
}
