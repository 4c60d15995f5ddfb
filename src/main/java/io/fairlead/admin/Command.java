package io.fairlead.admin;

import io.fairlead.config.GlobalConfig.StatsSocket.Level;
import java.util.List;

/**
 * A row of the table of commands.
 *
 * @param words what it begins with, such as {@code show servers state}
 * @param syntax what follows those words, for people; may be empty
 * @param sentence what it does
 * @param level who may use it
 */
record Command(String words, String syntax, String sentence, Level level, Action action) {
    /** What a command does. Runs on the loop of the runtime socket, so that it holds up no traffic. */
    @FunctionalInterface
    interface Action {
        /** @throws CommandError where there is something to say instead of the answer */
        Pieces run(Request request) throws CommandError;
    }

    /**
     * One use of a command.
     *
     * @param words those behind the command's own
     * @param console whoever uses it
     */
    record Request(List<String> words, Console console) {
        /** The word at an index; empty where there are fewer. */
        String word(int index) {
            return index < words.size() ? words.get(index) : "";
        }
    }

    String usage() {
        return syntax.isEmpty() ? words : words + " " + syntax;
    }
}
