package io.fairlead.system.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The differences that are meant. A reason, {@code ## TITLE}, is followed by its explanation and by lines
 * {@code - AREA/NAME: ASPECT, ASPECT} with the exchanges that differ for it. An exchange may have several reasons.
 */
final class Accepted {
    private final Map<String, TreeSet<String>> aspects = new TreeMap<>();

    Accepted(Path file) throws IOException {
        for (String line : Files.readAllLines(file, UTF_8)) {
            if (line.startsWith("- ")) {
                int colon = line.lastIndexOf(": ");
                TreeSet<String> of = aspects.computeIfAbsent(line.substring(2, colon), _ -> new TreeSet<>());
                for (String aspect : line.substring(colon + 2).split(",", -1)) {
                    of.add(aspect.strip());
                }
            }
        }
    }

    /** In which aspects an exchange may, and must, differ. */
    Set<String> of(String exchange) {
        return aspects.getOrDefault(exchange, new TreeSet<>());
    }

    /** All exchanges that are named. */
    Iterable<String> names() {
        return aspects.keySet();
    }
}
