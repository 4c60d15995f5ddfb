package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Origin;

/** The name of a proxy that some line refers to; whether it exists shows when all is read. */
record Target(String proxy, Origin origin) {

    static final Syntax<Target> SYNTAX = Syntax.of("<backend>", Target::read);

    private static Target read(Words words) throws Refusal {
        return read(words, SYNTAX.notation());
    }

    static Target read(Words words, String notation) throws Refusal {
        String name = Syntax.readName(words, notation);
        return new Target(name, words.origin(words.last()));
    }
}
