package io.fairlead.system;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * A thread of the test on another host, a network namespace: sockets that it makes, and those accepted from them, stay
 * there, whoever uses them afterwards (setns(2)).
 */
@SuppressWarnings("restricted") // tests are granted native access
final class Netns {
    private static final int NETWORK = 0x40000000; // CLONE_NEWNET
    private static final MethodHandle OPEN = link("open", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETNS = link("setns", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);

    private Netns() {}

    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor types = FunctionDescriptor.of(result, arguments);
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), types);
    }

    /** What something brings when it is done on a host. */
    static <T> T on(String host, Callable<T> what) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter(host);
            return what.call();
        });
        Thread.ofPlatform().daemon().start(task);
        return task.get();
    }

    private static void enter(String host) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom("/run/netns/" + host);
            int namespace = (int) OPEN.invokeExact(path, 0);
            int entered = (int) SETNS.invokeExact(namespace, NETWORK);
            int closed = (int) CLOSE.invokeExact(namespace);
            if (entered < 0 || closed < 0) {
                throw new AssertionError("cannot enter " + host);
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
