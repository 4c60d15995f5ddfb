package io.fairlead.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** examples/switchd at work on a host of a test's, started from its source as its reader would, and what it says. */
final class Switch implements AutoCloseable {
    /** What lets the library know the channels' descriptors. */
    static final String FLAG = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";

    private final Process process;
    private final Path output = Files.createTempFile("fairlead-switchd-", ".out");

    /**
     * @param before words in front of the JVM's
     * @param flags of the JVM
     * @param words the program's: where it listens, and its table
     */
    Switch(String host, List<String> before, List<String> flags, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", host));
        command.addAll(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--class-path", "target/fairlead.jar", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(flags);
        command.add("examples/switchd/Switchd.java");
        command.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        Sweeper.mark(builder.environment());
        process = builder.start();
    }

    /** The lines that it has finished. */
    String said() throws IOException {
        String text = Files.readString(output);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    /** Waits until it has said this; returns the line. */
    String await(String words) throws Exception {
        return line(words, 0, false);
    }

    /** Asks for the list of pairs, and again, until this is in it; returns the line. */
    String awaitListed(String words) throws Exception {
        return line(words, said().length(), true);
    }

    private String line(String words, int from, boolean asking) throws Exception {
        Serving.await(words, () -> {
            if (asking) {
                list();
            }
            return !process.isAlive() || lineOf(words, from).isPresent();
        });
        return lineOf(words, from).orElseThrow(() -> new AssertionError("not said: " + words));
    }

    private Optional<String> lineOf(String words, int from) throws IOException {
        return said().substring(from)
                .lines()
                .filter(line -> line.contains(words))
                .findFirst();
    }

    private void list() throws IOException {
        process.outputWriter().write('\n');
        process.outputWriter().flush();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    int exitStatus() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() throws IOException {
        kill();
        process.onExit().join();
        Files.delete(output);
    }
}
