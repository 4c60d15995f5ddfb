package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Origin;

/** The name of a backend that some line sends traffic to; whether it exists shows when all is read. */
record Target(String backend, Origin origin) {

    static final Syntax<Target> SYNTAX = Syntax.of("<backend>", Target::read);

    private static Target read(Words words) throws Refusal {
        String name = Syntax.readName(words, "<backend>");
        return new Target(name, words.origin(words.last()));
    }
}
