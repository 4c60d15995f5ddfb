package io.fairlead.system.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of exchanges. Settings, {@code name: value}, stand before the first {@code ## NAME of an exchange} and hold
 * for all, or in an exchange and add to them. Steps are in the form of {@link Step}; a line that begins with a blank
 * goes on with the one before. {@code each: A | B} makes as many exchanges, with {@code {each}} replaced.
 */
final class ExchangeFile {
    private static final String ANSWER = "HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\n\\r\\n{server}";
    private static final String CHECK = "HTTP/1.0 200 OK\\r\\n\\r\\n";

    private final String area;
    private final List<Exchange> exchanges = new ArrayList<>();

    private ExchangeFile(Path file) throws IOException {
        area = file.getFileName().toString().replaceFirst("\\.txt$", "");
        List<String> common = new ArrayList<>();
        List<String> own = common;
        String name = "";
        for (String line : joined(file)) {
            if (!line.startsWith("## ")) {
                own.add(line);
                continue;
            }
            if (!name.isEmpty()) {
                add(name, common, own);
            }
            name = line.substring(3).strip();
            own = new ArrayList<>();
        }
        add(name, common, own);
    }

    /** All exchanges of a directory's files, in the order of names. */
    static List<Exchange> readAll(Path directory) throws IOException {
        List<Exchange> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".txt"))
                    .sorted()
                    .toList()) {
                all.addAll(new ExchangeFile(file).exchanges);
            }
        }
        return all;
    }

    private static List<String> joined(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file, UTF_8)) {
            if (line.startsWith(" ")) {
                lines.addLast(lines.removeLast() + line.strip());
            } else if (!line.isBlank() && !line.startsWith("# ")) {
                lines.add(line);
            }
        }
        return lines;
    }

    private void add(String name, List<String> common, List<String> own) {
        List<String> values = settings(own, "each");
        if (values.isEmpty()) {
            exchanges.add(exchange(name, common, own));
            return;
        }
        int number = 1;
        for (String value : values.getFirst().split("\\|", -1)) {
            String each = value.strip();
            List<String> lines =
                    own.stream().map(line -> line.replace("{each}", each)).toList();
            exchanges.add(exchange(name + " #" + number++ + " " + each, common, lines));
        }
    }

    private Exchange exchange(String name, List<String> common, List<String> own) {
        List<String> lines = new ArrayList<>(common);
        lines.addAll(own);
        for (String line : lines) {
            if (!Step.matches(line) && !SETTINGS.contains(line.split(":", 2)[0])) {
                throw new IllegalArgumentException(area + "/" + name + ": " + line);
            }
        }
        List<Step> steps = lines.stream().filter(Step::matches).map(Step::of).toList();
        List<String> ownServers = settings(own, "server");
        List<String> servers = ownServers.isEmpty() ? settings(common, "server") : ownServers;
        return new Exchange(
                area,
                name,
                settings(lines, "proxy"),
                servers.isEmpty() ? List.of("a") : servers,
                settings(lines, "section"),
                last(lines, "answer", ANSWER),
                last(lines, "check", CHECK),
                steps);
    }

    private static final List<String> SETTINGS = List.of("each", "proxy", "server", "section", "answer", "check");

    private static List<String> settings(List<String> lines, String name) {
        String prefix = name + ":";
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }

    private static String last(List<String> lines, String name, String otherwise) {
        List<String> values = settings(lines, name);
        return values.isEmpty() ? otherwise : values.getLast();
    }
}
