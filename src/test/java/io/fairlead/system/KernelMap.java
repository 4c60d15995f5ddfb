package io.fairlead.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in the hash maps of a process (bpf(2)), as proc_pid_fdinfo(5) names them. Needs root. */
@SuppressWarnings("restricted") // tests are granted native access
public final class KernelMap {
    private static final String HASH = "1";
    private static final int NEXT_KEY = 4;
    private static final int BY_ID = 14;
    private static final int ATTRIBUTE_BYTES = 128;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle CLOSE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private KernelMap() {}

    /** The keys in all hash maps of a process together. */
    public static int entries(long pid) throws IOException {
        int entries = 0;
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "fdinfo"))) {
            for (Path each : all.toList()) {
                List<String> lines = lines(each);
                if (lines.contains("map_type:\t" + HASH)) {
                    entries += entries(number(lines, "map_id:"), number(lines, "key_size:"));
                }
            }
        }
        return entries;
    }

    private static List<String> lines(Path descriptor) {
        try {
            return Files.readAllLines(descriptor);
        } catch (IOException _) {
            return List.of(); // closed meanwhile
        }
    }

    private static int number(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToInt(line -> Integer.parseInt(line.substring(name.length()).strip()))
                .findFirst()
                .orElseThrow();
    }

    private static int entries(int id, int keyBytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(ATTRIBUTE_BYTES, Long.BYTES);
            MemorySegment key = arena.allocate(keyBytes, Long.BYTES);
            attribute.set(JAVA_INT, 0, id);
            int map = (int) KernelObjects.bpf(BY_ID, attribute);
            if (map < 0) {
                throw new AssertionError("no map " + id);
            }
            attribute.fill((byte) 0).set(JAVA_INT, 0, map); // no key yet: the first is next
            attribute.set(JAVA_LONG, 16, key.address());
            int entries = 0;
            while (KernelObjects.bpf(NEXT_KEY, attribute) == 0) {
                attribute.set(JAVA_LONG, 8, key.address());
                entries++;
            }
            int closed = (int) CLOSE.invokeExact(map);
            return entries + closed;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
