package io.fairlead.admin;

import java.util.ArrayList;
import java.util.List;

/** Takes a line of the runtime socket apart: commands between semicolons, words between blanks; a backslash quotes. */
final class CommandWords {
    private CommandWords() {}

    /** The commands of a line, each as it was typed. */
    static List<String> commands(String line) {
        List<String> commands = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\\') {
                i++;
            } else if (line.charAt(i) == ';') {
                commands.add(line.substring(start, i));
                start = i + 1;
            }
        }
        commands.add(line.substring(start));
        return commands;
    }

    /** The words of a command. */
    static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean within = false;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (c != ' ' && c != '\t') {
                within = true;
                i += c == '\\' && i + 1 < command.length() ? 1 : 0;
                word.append(command.charAt(i));
            } else if (within) {
                words.add(word.toString());
                word.setLength(0);
                within = false;
            }
        }
        if (within) {
            words.add(word.toString());
        }
        return words;
    }
}
