package io.fairlead.admin;

import static io.fairlead.config.GlobalConfig.StatsSocket.Level.OPERATOR;
import static io.fairlead.config.GlobalConfig.StatsSocket.Level.USER;

import io.fairlead.admin.Command.Request;
import io.fairlead.config.GlobalConfig.StatsSocket.Level;
import java.util.List;
import java.util.Locale;

/** What a connection to the runtime socket changes of itself. */
final class ConsoleCommands {
    private ConsoleCommands() {}

    static List<Command> commands() {
        return List.of(
                new Command("prompt", "", "stay after an answer, with a prompt; once more: do not", USER, request -> {
                    request.console().togglePrompt();
                    return Pieces.none();
                }),
                new Command("quit", "", "close the connection", USER, request -> {
                    request.console().quit();
                    return Pieces.none();
                }),
                new Command(
                        "set timeout",
                        "cli <delay>",
                        "change how long this connection may be idle; in seconds, or with a unit",
                        USER,
                        ConsoleCommands::setTimeout),
                new Command(
                        "operator",
                        "",
                        "lower this connection's level to operator",
                        OPERATOR,
                        request -> lower(request, OPERATOR)),
                new Command("user", "", "lower this connection's level to user", USER, request -> lower(request, USER)),
                new Command(
                        "show cli level",
                        "",
                        "tell this connection's level",
                        USER,
                        request -> Pieces.of(request.console().level().name().toLowerCase(Locale.ROOT) + "\n")));
    }

    private static Pieces lower(Request request, Level level) {
        request.console().lower(level);
        return Pieces.none();
    }

    private static Pieces setTimeout(Request request) throws CommandError {
        if (!request.word(0).equals("cli")) {
            throw new CommandError("'set timeout' only supports 'cli'.");
        }
        if (request.word(1).isEmpty()) {
            throw new CommandError("Expects an integer value.");
        }
        long timeoutMs = Numbers.durationMs(request.word(1));
        if (timeoutMs < 0) {
            throw new CommandError("Invalid timeout value.");
        }
        request.console().timeoutMs(timeoutMs);
        return Pieces.none();
    }
}
