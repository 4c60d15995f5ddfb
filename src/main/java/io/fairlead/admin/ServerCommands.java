package io.fairlead.admin;

import static io.fairlead.config.GlobalConfig.StatsSocket.Level.ADMIN;
import static io.fairlead.config.GlobalConfig.StatsSocket.Level.USER;

import io.fairlead.admin.Command.Request;
import io.fairlead.admin.Targets.Target;
import io.fairlead.balance.AdminState;
import io.fairlead.balance.Server;
import io.fairlead.config.LogTarget.Level;
import io.fairlead.loop.Clock;
import java.util.List;

/** What operators do to servers: their weights, states, limits and checks. */
final class ServerCommands {
    private static final int MAX_WEIGHT = 256;

    private final Targets targets;
    private final Clock clock;
    private final ServerNotices notices;

    ServerCommands(Targets targets, Clock clock, ServerNotices notices) {
        this.targets = targets;
        this.clock = clock;
        this.notices = notices;
    }

    List<Command> commands() {
        return List.of(
                new Command("get weight", "<backend>/<server>", "tell a server's weight", USER, this::getWeight),
                new Command(
                        "set weight",
                        "<backend>/<server> <n>[%]",
                        "change a server's weight, or set a part of the one configured",
                        ADMIN,
                        request -> setWeight(request, 1)),
                new Command(
                        "set server",
                        "<backend>/<server> {state {ready|drain|maint} | weight <n>[%] | health {up|down}}",
                        "change how a server is used",
                        ADMIN,
                        this::setServer),
                new Command(
                        "set maxconn server",
                        "<backend>/<server> <n>",
                        "change a server's limit of sessions; 0: none",
                        ADMIN,
                        this::setMaxconn),
                new Command(
                        "disable server",
                        "<backend>/<server>",
                        "put a server into maintenance",
                        ADMIN,
                        request -> setState(request, AdminState.MAINT)),
                new Command(
                        "enable server",
                        "<backend>/<server>",
                        "take a server out of maintenance",
                        ADMIN,
                        request -> setState(request, AdminState.READY)),
                new Command(
                        "disable health",
                        "<backend>/<server>",
                        "stop checking a server, which stays as it is",
                        ADMIN,
                        request -> setChecks(request, false)),
                new Command(
                        "enable health",
                        "<backend>/<server>",
                        "check a server again",
                        ADMIN,
                        request -> setChecks(request, true)));
    }

    private Pieces getWeight(Request request) throws CommandError {
        Server server = target(request).server();
        return Pieces.of(server.weight() + " (initial " + server.config().weight() + ")\n");
    }

    private Target target(Request request) throws CommandError {
        return targets.server(request.word(0));
    }

    private Pieces setServer(Request request) throws CommandError {
        Target target = target(request);
        return switch (request.word(1)) {
            case "state" -> setState(request, state(request.word(2)));
            case "weight" -> setWeight(request, 2);
            case "health" -> setHealth(target, request.word(2));
            default -> throw new CommandError("usage: set server <backend>/<server> state|weight|health <value>.");
        };
    }

    private static AdminState state(String word) throws CommandError {
        return switch (word) {
            case "ready" -> AdminState.READY;
            case "drain" -> AdminState.DRAIN;
            case "maint" -> AdminState.MAINT;
            default -> throw new CommandError("'set server <srv> state' expects 'ready', 'drain' and 'maint'.");
        };
    }

    private Pieces setState(Request request, AdminState state) throws CommandError {
        Target target = target(request);
        notices.state(target, state, (backend, server) -> backend.setState(server, state, clock.wallTimeMs()));
        return Pieces.none();
    }

    private Pieces setHealth(Target target, String word) throws CommandError {
        boolean up = switch (word) {
            case "up" -> true;
            case "down" -> false;
            default -> throw new CommandError("'set server <srv> health' expects 'up' or 'down'.");
        };
        notices.health(target, (backend, server) -> backend.setHealth(server, up, clock.wallTimeMs()));
        return Pieces.none();
    }

    private Pieces setWeight(Request request, int index) throws CommandError {
        Target target = target(request);
        int weight = weight(request.word(index), target.server().config().weight());
        int before = target.server().weight();
        target.backend().setWeight(target.server(), weight, clock.wallTimeMs());
        notices.figure(target, "weight", before, weight);
        return Pieces.none();
    }

    /** An absolute weight, or percents of the one configured. */
    private static int weight(String word, int configured) throws CommandError {
        boolean relative = word.endsWith("%");
        Integer number = Numbers.parse(relative ? word.substring(0, word.length() - 1) : word);
        if (number == null) {
            throw new CommandError(
                    word.isEmpty()
                            ? "Require <weight> or <weight%>."
                            : "Empty weight string empty or preceded by garbage");
        }
        if (relative && (number < 0 || (long) number * configured > 100L * MAX_WEIGHT)) {
            throw new CommandError("Relative weight can only be between 0 and 100% inclusive, or as much as makes "
                    + MAX_WEIGHT + ".");
        }
        if (!relative && (number < 0 || number > MAX_WEIGHT)) {
            throw new CommandError("Absolute weight can only be between 0 and 256 inclusive.");
        }
        return relative ? Math.ceilDiv(number * configured, 100) : number;
    }

    private Pieces setMaxconn(Request request) throws CommandError {
        Target target = target(request);
        String word = request.word(1);
        if (word.isEmpty()) {
            throw new CommandError("Require <maxconn>.");
        }
        Integer number = Numbers.parse(word);
        if (number == null || number < 0) {
            throw new CommandError("maxconn string empty or preceded by garbage");
        }
        int before = target.server().maxConnections();
        target.backend().setMaxConnections(target.server(), number);
        notices.figure(target, "maxconn", before, number);
        return Pieces.none();
    }

    private Pieces setChecks(Request request, boolean on) throws CommandError {
        Target target = target(request);
        target.server().checks(on);
        notices.note(target, Level.NOTICE, on ? "is checked again." : "is not checked any more.");
        return Pieces.none();
    }
}
