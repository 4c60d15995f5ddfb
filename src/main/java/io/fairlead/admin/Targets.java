package io.fairlead.admin;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.session.Frontend;

/** Finds what a command names, or says in HAProxy's words that there is none. */
final class Targets {
    /** A server with the backend that it belongs to. */
    record Target(Backend backend, Server server) {}

    private final Statistics statistics;

    Targets(Statistics statistics) {
        this.statistics = statistics;
    }

    Frontend frontend(String name) throws CommandError {
        if (name.isEmpty()) {
            throw new CommandError("A frontend name is expected.");
        }
        return statistics.frontends().stream()
                .filter(frontend -> frontend.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandError("No such frontend."));
    }

    Backend backend(String name) throws CommandError {
        return statistics.backends().stream()
                .filter(backend -> backend.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandError("No such backend."));
    }

    /** @param path {@code <backend>/<server>} */
    Target server(String path) throws CommandError {
        int slash = path.indexOf('/');
        if (slash < 0) {
            throw new CommandError("Require 'backend/server'.");
        }
        Backend backend = backend(path.substring(0, slash));
        String name = path.substring(slash + 1);
        return backend.servers().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .map(server -> new Target(backend, server))
                .orElseThrow(() -> new CommandError("No such server."));
    }
}
