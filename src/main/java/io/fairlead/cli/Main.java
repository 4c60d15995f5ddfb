package io.fairlead.cli;

import java.util.List;

/** Where the program begins. */
public final class Main {
    private Main() {}

    /** Exit status: 0 after a stop that was asked for, 1 where something is wrong. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> words) {
        String first = words.isEmpty() ? "" : words.getFirst();
        try {
            return switch (first) {
                case Demo.WORD -> Demo.parse(words.subList(1, words.size())).run();
                case Splices.WORD ->
                    Splices.parse(words.subList(1, words.size())).run(System.out, System.err);
                default -> new Cli(System.out, System.err).run(CommandLine.parse(words));
            };
        } catch (UsageException e) {
            System.err.println("fairlead: " + e.getMessage());
            System.err.println(Help.usage());
            return 1;
        }
    }
}
