package io.fairlead.linux;

import static io.fairlead.linux.Libc.INT;
import static io.fairlead.linux.Libc.LONG;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * What a process is to the system: its session, identity, root directory, limits, and signals to others. Each call
 * returns the kernel's answer or a negated errno. Rare calls all, so none is tuned.
 */
public final class Processes {
    /** signal(7), as numbered on x86-64 and aarch64. */
    public static final int SIGUSR1 = 10;

    public static final int SIGTERM = 15;
    public static final int SIGTTIN = 21;
    public static final int SIGTTOU = 22;

    private static final int RLIMIT_NOFILE = 7;
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;

    private static final MethodHandle SETSID = Libc.prompt("setsid", INT);
    private static final MethodHandle GETEUID = Libc.prompt("geteuid", INT);
    private static final MethodHandle KILL = Libc.prompt("kill", INT, INT, INT);
    private static final MethodHandle GETRLIMIT = Libc.prompt("getrlimit", INT, INT, LONG);
    private static final MethodHandle SETRLIMIT = Libc.prompt("setrlimit", INT, INT, LONG);
    private static final MethodHandle DUP2 = Libc.prompt("dup2", INT, INT, INT);
    private static final MethodHandle OPEN = Libc.variadic("open", 2, INT, LONG, INT, INT);
    private static final MethodHandle CHROOT = Libc.blocking("chroot", INT, LONG);
    private static final MethodHandle CHDIR = Libc.blocking("chdir", INT, LONG);
    // glibc hands a change of identity to every thread and waits for them: these calls block
    private static final MethodHandle SETGROUPS = Libc.blocking("setgroups", INT, LONG, LONG);
    private static final MethodHandle SETGID = Libc.blocking("setgid", INT, INT);
    private static final MethodHandle SETUID = Libc.blocking("setuid", INT, INT);

    private Processes() {}

    /** A linked call; throws nothing of its own. */
    private interface Call {
        int run() throws Throwable;
    }

    private static int answer(Call call) {
        try {
            return Libc.answer(call.run());
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** setsid(2): a session of our own, without a terminal. */
    public static int newSession() {
        return answer(() -> (int) SETSID.invokeExact(Libc.state()));
    }

    public static int effectiveUser() {
        return answer(() -> (int) GETEUID.invokeExact(Libc.state()));
    }

    /** kill(2); signal 0 only asks whether the process is there. */
    public static int kill(int pid, int signal) {
        return answer(() -> (int) KILL.invokeExact(Libc.state(), pid, signal));
    }

    /** chroot(2) and then chdir(2) into it, so that nothing outside stays in reach. */
    public static int changeRoot(String directory) {
        try (Arena arena = Arena.ofConfined()) {
            long path = arena.allocateFrom(directory).address();
            long root = arena.allocateFrom("/").address();
            int changed = answer(() -> (int) CHROOT.invokeExact(Libc.state(), path));
            return changed < 0 ? changed : answer(() -> (int) CHDIR.invokeExact(Libc.state(), root));
        }
    }

    /** Leaves every supplementary group (setgroups(2)). */
    public static int leaveGroups() {
        return answer(() -> (int) SETGROUPS.invokeExact(Libc.state(), 0L, 0L));
    }

    /** Real, effective and saved group of every thread (setgid(3) of glibc). */
    public static int becomeGroup(int gid) {
        return answer(() -> (int) SETGID.invokeExact(Libc.state(), gid));
    }

    /** Real, effective and saved user of every thread (setuid(3) of glibc); for root there is no way back. */
    public static int becomeUser(int uid) {
        return answer(() -> (int) SETUID.invokeExact(Libc.state(), uid));
    }

    /** How many descriptors this process may have open: the soft RLIMIT_NOFILE. */
    public static long descriptorLimit() {
        ByteBuffer limits = Memory.allocate(2 * Long.BYTES);
        long pointer = Memory.addressOf(limits);
        answer(() -> (int) GETRLIMIT.invokeExact(Libc.state(), RLIMIT_NOFILE, pointer));
        long soft = limits.getLong(0);
        return soft < 0 ? Long.MAX_VALUE : soft; // RLIM_INFINITY is all ones
    }

    /** Sets the soft and the hard RLIMIT_NOFILE. */
    public static int limitDescriptors(long count) {
        ByteBuffer limits = Memory.allocate(2 * Long.BYTES).putLong(0, count).putLong(8, count);
        long pointer = Memory.addressOf(limits);
        return answer(() -> (int) SETRLIMIT.invokeExact(Libc.state(), RLIMIT_NOFILE, pointer));
    }

    /** A descriptor of {@code /dev/null}, which a later chroot would hide. */
    public static int openNull() {
        try (Arena arena = Arena.ofConfined()) {
            long path = arena.allocateFrom("/dev/null").address();
            return answer(() -> (int) OPEN.invokeExact(Libc.state(), path, O_RDWR | O_CLOEXEC, 0));
        }
    }

    /** Standard input, output and error become copies of a descriptor. */
    public static void replaceStandardStreams(int fd) {
        for (int standard = 0; standard <= 2; standard++) {
            int target = standard;
            answer(() -> (int) DUP2.invokeExact(Libc.state(), fd, target));
        }
    }
}
