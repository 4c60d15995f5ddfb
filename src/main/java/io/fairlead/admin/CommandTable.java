package io.fairlead.admin;

import io.fairlead.admin.Command.Request;
import io.fairlead.config.GlobalConfig.StatsSocket.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every command of the runtime socket: finds the one that is meant, lists those that may be meant. */
final class CommandTable {
    private static final String UNKNOWN = "Unknown command. Please enter one of the following commands only:\n";
    private static final String NEARLY = "Unknown command, but maybe one of the following ones is a better match:\n";
    private static final String DENIED = "Permission denied\n";

    private final List<Command> commands = new ArrayList<>();

    CommandTable(List<Command> commands) {
        this.commands.addAll(commands);
        this.commands.add(new Command(
                "help", "[<command>]", "list the commands, or those that begin so", Level.USER, this::help));
        this.commands.sort(Comparator.comparing(Command::words));
    }

    /** In alphabetical order. */
    List<Command> commands() {
        return commands;
    }

    /** Does what a line, or one of its parts, says. */
    Pieces run(String line, Console console) {
        List<String> words = CommandWords.split(line);
        Command command = find(words);
        if (command == null) {
            return Pieces.of(hint(words, console.level()));
        }
        if (command.level().compareTo(console.level()) > 0) {
            return Pieces.of(DENIED);
        }
        try {
            int own = CommandWords.split(command.words()).size();
            return command.action().run(new Request(words.subList(own, words.size()), console));
        } catch (CommandError e) {
            return Pieces.of(e.text() + "\n");
        }
    }

    /** The command whose words all stand there; of several the one with the most. */
    private @Nullable Command find(List<String> typed) {
        return commands.stream()
                .filter(command -> beginsWith(typed, CommandWords.split(command.words())))
                .max(Comparator.comparingInt(command -> command.words().length()))
                .orElse(null);
    }

    private static boolean beginsWith(List<String> words, List<String> start) {
        return words.size() >= start.size() && words.subList(0, start.size()).equals(start);
    }

    private Pieces help(Request request) {
        List<Command> meant =
                matching(request.words(), request.console().level()).toList();
        return Pieces.of("The following commands are valid at this level:\n"
                + list(meant.isEmpty() ? allowed(request.console().level()) : meant.stream()));
    }

    private String hint(List<String> words, Level level) {
        List<Command> meant = matching(words, level).toList();
        return words.isEmpty() || meant.isEmpty() ? UNKNOWN + list(allowed(level)) : NEARLY + list(meant.stream());
    }

    /** Those that begin with as many of these words as any does. */
    private Stream<Command> matching(List<String> words, Level level) {
        for (int count = words.size(); count > 0; count--) {
            List<String> start = words.subList(0, count);
            List<Command> found = allowed(level)
                    .filter(command -> beginsWith(CommandWords.split(command.words()), start))
                    .toList();
            if (!found.isEmpty()) {
                return found.stream();
            }
        }
        return Stream.empty();
    }

    private Stream<Command> allowed(Level level) {
        return commands.stream().filter(command -> command.level().compareTo(level) <= 0);
    }

    private static String list(Stream<Command> commands) {
        StringBuilder text = new StringBuilder();
        commands.forEach(command -> text.append("  %-40s: %s\n".formatted(command.usage(), command.sentence())));
        return text.toString();
    }
}
