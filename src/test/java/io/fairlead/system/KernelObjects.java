package io.fairlead.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The BPF programs, maps and links that a process has, and those that the kernel has of anybody (bpf(2)). */
@SuppressWarnings("restricted") // tests are granted native access
final class KernelObjects {
    /** What bpf(2) counts by itself, how it asks for the next one, and what /proc/PID/fdinfo calls its number. */
    enum Kind {
        PROGRAM(11, "prog_id"),
        MAP(12, "map_id"),
        LINK(31, "link_id");

        private final int nextCommand;
        private final String word;

        Kind(int nextCommand, String word) {
            this.nextCommand = nextCommand;
            this.word = word;
        }
    }

    private static final long BPF = System.getProperty("os.arch").equals("amd64") ? 321 : 280;
    private static final long NEXT_BYTES = 12; // start_id, next_id, open_flags
    private static final MethodHandle SYSCALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ValueLayout.ADDRESS, JAVA_INT),
                    Linker.Option.firstVariadicArg(1));

    private KernelObjects() {}

    /** The numbers of all that exist. */
    static Set<Integer> all(Kind kind) {
        Set<Integer> numbers = new TreeSet<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(NEXT_BYTES, Long.BYTES);
            while (bpf(kind.nextCommand, attribute) == 0) {
                int number = attribute.get(JAVA_INT, 4);
                numbers.add(number);
                attribute.set(JAVA_INT, 0, number);
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        return numbers;
    }

    /** The numbers of those that a process has descriptors of. */
    static Set<Integer> of(Kind kind, long pid) throws Exception {
        Set<Integer> numbers = new TreeSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fdinfo"))) {
            for (Path descriptor : descriptors.toList()) {
                String text = Files.readString(descriptor);
                boolean links = text.contains(Kind.LINK.word); // which name their program, too
                text.lines()
                        .filter(line -> line.startsWith(kind.word + ":") && (kind == Kind.LINK || !links))
                        .forEach(line -> numbers.add(Integer.parseInt(line.replaceAll("\\D", ""))));
            }
        }
        return numbers;
    }

    /** bpf(2) of so many bytes as the attribute has. */
    static long bpf(int command, MemorySegment attribute) throws Throwable {
        return (long) SYSCALL.invokeExact(BPF, command, attribute, (int) attribute.byteSize());
    }
}
