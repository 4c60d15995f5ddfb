package io.fairlead.splice;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;

/**
 * Stops work at each of its system calls by which connections are asked about and joined, bpf(2) and ioctl(2), before
 * the call is done (seccomp_unotify(2)). Others are let pass: they are called without leaving the Java state, and the
 * virtual machine would wait for a thread that is stopped there. Needs root.
 */
@SuppressWarnings("restricted") // tests are granted native access
final class Stops {
    private static final boolean AMD64 = System.getProperty("os.arch").equals("amd64");
    private static final int SECCOMP = AMD64 ? 317 : 277;
    private static final int BPF = AMD64 ? 321 : 280;
    private static final int IOCTL = AMD64 ? 16 : 29;
    private static final int SET_MODE_FILTER = 1;
    private static final int NEW_LISTENER = 1 << 3;
    private static final long RECEIVE = 0xc0502100L; // SECCOMP_IOCTL_NOTIF_RECV
    private static final long SEND = 0xc0182101L; // SECCOMP_IOCTL_NOTIF_SEND
    private static final int CONTINUE = 1;
    private static final int NOTICE_BYTES = 80;
    private static final int ANSWER_BYTES = 24;
    private static final short POLLIN = 1;

    /** Classic BPF: a load of the call's number, jumps that count instructions ahead, answers. */
    private static final long[] FILTER = {
        instruction(0x20, 0, 0, 0),
        instruction(0x15, 2, 0, BPF),
        instruction(0x15, 1, 0, IOCTL),
        instruction(0x06, 0, 0, 0x7fff0000), // SECCOMP_RET_ALLOW
        instruction(0x06, 0, 0, 0x7fc00000) // SECCOMP_RET_USER_NOTIF
    };

    private static final MethodHandle SYSCALL = link("syscall", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle ASK = link("ioctl", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle POLL = link("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);

    private Stops() {}

    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor types = FunctionDescriptor.of(result, arguments);
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), types);
    }

    private static long instruction(int code, int ifTrue, int ifFalse, int number) {
        return (long) number << 32 | (long) ifFalse << 24 | (long) ifTrue << 16 | code;
    }

    /** What the work brings, which is done on a thread of its own; each time it stops there, something else is done. */
    static <T> T run(Callable<T> work, Runnable atEach) throws Exception {
        CompletableFuture<Integer> listener = new CompletableFuture<>();
        FutureTask<T> task = new FutureTask<>(() -> {
            listener.complete(listen());
            return work.call();
        });
        Thread.ofPlatform().daemon().start(task);
        try (Arena arena = Arena.ofConfined()) {
            follow(listener.get(), arena, atEach);
        }
        return task.get();
    }

    /** From now on this thread is stopped; returns the descriptor that tells of it. */
    private static int listen() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment filter = arena.allocateFrom(JAVA_LONG, FILTER);
            MemorySegment program = arena.allocate(16, Long.BYTES); // struct sock_fprog
            program.set(JAVA_SHORT, 0, (short) FILTER.length);
            program.set(ADDRESS, 8, filter);
            long answer = (long) SYSCALL.invokeExact((long) SECCOMP, SET_MODE_FILTER, NEW_LISTENER, program);
            return Math.toIntExact(checked(answer));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static void follow(int listener, Arena arena, Runnable atEach) {
        MemorySegment poll = arena.allocate(8, Integer.BYTES); // struct pollfd
        MemorySegment notice = arena.allocate(NOTICE_BYTES, Long.BYTES);
        MemorySegment answer = arena.allocate(ANSWER_BYTES, Long.BYTES);
        poll.set(JAVA_INT, 0, listener);
        poll.set(JAVA_SHORT, 4, POLLIN);
        answer.set(JAVA_INT, 20, CONTINUE);
        try {
            while (isStopped(poll)) {
                long received = (int) ASK.invokeExact(listener, RECEIVE, notice.fill((byte) 0));
                checked(received);
                atEach.run();
                answer.set(JAVA_LONG, 0, notice.get(JAVA_LONG, 0));
                long sent = (int) ASK.invokeExact(listener, SEND, answer);
                checked(sent);
            }
            long closed = (int) CLOSE.invokeExact(listener);
            checked(closed);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the thread is stopped again, or over. */
    private static boolean isStopped(MemorySegment poll) throws Throwable {
        long answered = (int) POLL.invokeExact(poll, 1L, -1);
        checked(answered);
        return (poll.get(JAVA_SHORT, 6) & POLLIN) != 0;
    }

    private static long checked(long answer) {
        if (answer < 0) {
            throw new AssertionError("the kernel refuses to stop a thread");
        }
        return answer;
    }
}
