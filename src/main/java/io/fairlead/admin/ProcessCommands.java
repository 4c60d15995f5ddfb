package io.fairlead.admin;

import static io.fairlead.config.GlobalConfig.StatsSocket.Level.ADMIN;
import static io.fairlead.config.GlobalConfig.StatsSocket.Level.OPERATOR;
import static io.fairlead.config.GlobalConfig.StatsSocket.Level.USER;

import io.fairlead.admin.Command.Request;
import io.fairlead.balance.Backend;
import io.fairlead.config.LogTarget.Level;
import io.fairlead.session.Frontend;
import java.util.List;
import java.util.stream.Collectors;

/** What operators ask of and do to the process, its frontends and its counters. */
final class ProcessCommands {
    private final Statistics statistics;
    private final Targets targets;
    private final Doors doors;
    private final Ledger ledger;

    ProcessCommands(Statistics statistics, Targets targets, Doors doors, Ledger ledger) {
        this.statistics = statistics;
        this.targets = targets;
        this.doors = doors;
        this.ledger = ledger;
    }

    List<Command> commands() {
        return List.of(
                new Command(
                        "show version",
                        "",
                        "tell the version",
                        USER,
                        request -> Pieces.of(statistics.facts().version() + "\n")),
                new Command("show backend", "", "list the backends", USER, request -> showBackend()),
                new Command(
                        "set maxconn frontend",
                        "<frontend> <n>",
                        "change a frontend's limit of sessions",
                        ADMIN,
                        this::setFrontendMaxconn),
                new Command(
                        "set maxconn global",
                        "<n>",
                        "change the limit of the process, up to what is configured",
                        ADMIN,
                        this::setGlobalMaxconn),
                new Command(
                        "disable frontend",
                        "<frontend>",
                        "stop accepting; clients are refused",
                        ADMIN,
                        this::disableFrontend),
                new Command("enable frontend", "<frontend>", "accept again", ADMIN, this::enableFrontend),
                new Command(
                        "shutdown frontend",
                        "<frontend>",
                        "close its listeners for good",
                        ADMIN,
                        this::shutdownFrontend),
                new Command("clear counters", "", "clear the highest values", OPERATOR, _ -> clearCounters(false)),
                new Command(
                        "clear counters all",
                        "",
                        "clear the highest values and the totals",
                        ADMIN,
                        _ -> clearCounters(true)));
    }

    private Pieces showBackend() {
        return Pieces.of(statistics.backends().stream()
                .map(backend -> backend.name() + "\n")
                .collect(Collectors.joining("", "# name\n", "")));
    }

    private Pieces setFrontendMaxconn(Request request) throws CommandError {
        Frontend frontend = targets.frontend(request.word(0));
        int limit = limit(request.word(1));
        frontend.limit(limit);
        note(frontend, Level.NOTICE, "Frontend " + frontend.name() + " has maxconn " + limit + " now.");
        return Pieces.none();
    }

    private Pieces setGlobalMaxconn(Request request) throws CommandError {
        int limit = limit(request.word(0));
        if (limit > statistics.facts().maxConnections()) {
            throw new CommandError("Value out of range.");
        }
        // as in HAProxy 0 stands for what is configured
        statistics.process().limit(limit == 0 ? statistics.facts().maxConnections() : limit);
        return Pieces.none();
    }

    private static int limit(String word) throws CommandError {
        Integer number = Numbers.parse(word);
        if (number == null) {
            throw new CommandError("Expects an integer value.");
        }
        if (number < 0) {
            throw new CommandError("Value out of range.");
        }
        return number;
    }

    private Pieces disableFrontend(Request request) throws CommandError {
        Frontend frontend = targets.frontend(request.word(0));
        switch (frontend.state()) {
            case STOPPED -> throw new CommandError("Frontend was previously shut down, cannot disable.");
            case PAUSED -> throw new CommandError("Frontend is already disabled.");
            case OPEN -> {
                doors.pause(frontend);
                note(frontend, Level.WARNING, "Paused frontend " + frontend.name() + ".");
            }
        }
        return Pieces.none();
    }

    private void note(Frontend frontend, Level level, String text) {
        ledger.note(frontend.proxy(), level, text);
    }

    private Pieces enableFrontend(Request request) throws CommandError {
        Frontend frontend = targets.frontend(request.word(0));
        switch (frontend.state()) {
            case STOPPED -> throw new CommandError("Frontend was previously shut down, cannot enable.");
            case OPEN -> throw new CommandError("Frontend is already enabled.");
            case PAUSED -> {
                doors.resume(frontend);
                note(frontend, Level.WARNING, "Resumed frontend " + frontend.name() + ".");
            }
        }
        return Pieces.none();
    }

    private Pieces shutdownFrontend(Request request) throws CommandError {
        Frontend frontend = targets.frontend(request.word(0));
        if (frontend.state() == Frontend.State.STOPPED) {
            throw new CommandError("Frontend was already shut down.");
        }
        doors.shutDown(frontend);
        return Pieces.none();
    }

    private Pieces clearCounters(boolean all) {
        statistics.meters().clearHighest();
        statistics.frontends().forEach(frontend -> frontend.counters().clear(all));
        for (Backend backend : statistics.backends()) {
            backend.clearCounters(all);
        }
        return Pieces.none();
    }
}
