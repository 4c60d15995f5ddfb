package io.fairlead.splice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The packet programs' resources: what scripts/bpf made of src/main/bpf. */
final class Layout {
    private static final Map<String, Integer> PLACES = readPlaces();

    private Layout() {}

    /** The offset of {@code structure.field} in bytes, or the size of {@code structure}. */
    static int of(String name) {
        return Objects.requireNonNull(PLACES.get(name), name);
    }

    private static Map<String, Integer> readPlaces() {
        Map<String, Integer> places = new HashMap<>();
        for (String line : lines("splice.layout")) {
            int blank = line.indexOf(' ');
            places.put(line.substring(0, blank), Integer.parseInt(line.substring(blank + 1)));
        }
        return places;
    }

    static List<String> lines(String resource) {
        return new String(bytes(resource), US_ASCII).lines().toList();
    }

    static byte[] bytes(String resource) {
        try (InputStream stream = Layout.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(stream, resource).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
