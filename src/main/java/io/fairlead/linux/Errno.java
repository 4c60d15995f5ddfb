package io.fairlead.linux;

import java.util.Map;

/** Error numbers as Linux numbers them on x86-64 and aarch64 (asm-generic/errno.h), and their wording. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int EACCES = 13;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int EPIPE = 32;
    public static final int ENOSYS = 38;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETUNREACH = 101;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int ENOTCONN = 107;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTUNREACH = 113;
    public static final int EINPROGRESS = 115;

    private static final Map<Integer, String> WORDING = Map.ofEntries(
            Map.entry(EPERM, "Operation not permitted"),
            Map.entry(EACCES, "Permission denied"),
            Map.entry(ENOENT, "No such file or directory"),
            Map.entry(ESRCH, "No such process"),
            Map.entry(EINTR, "Interrupted system call"),
            Map.entry(EBADF, "Bad file descriptor"),
            Map.entry(EAGAIN, "Resource temporarily unavailable"),
            Map.entry(ENOMEM, "Out of memory"),
            Map.entry(17, "File exists"),
            Map.entry(20, "Not a directory"),
            Map.entry(EINVAL, "Invalid argument"),
            Map.entry(ENFILE, "Too many open files in system"),
            Map.entry(EMFILE, "Too many open files"),
            Map.entry(EPIPE, "Broken pipe"),
            Map.entry(ENOSYS, "Function not implemented"),
            Map.entry(91, "Protocol wrong type for socket"),
            Map.entry(92, "Protocol not available"),
            Map.entry(97, "Address family not supported by protocol"),
            Map.entry(EADDRINUSE, "Address already in use"),
            Map.entry(EADDRNOTAVAIL, "Cannot assign requested address"),
            Map.entry(ENETUNREACH, "Network is unreachable"),
            Map.entry(ECONNABORTED, "Connection aborted"),
            Map.entry(ECONNRESET, "Connection reset by peer"),
            Map.entry(ENOBUFS, "No buffer space available"),
            Map.entry(ETIMEDOUT, "Connection timed out"),
            Map.entry(ECONNREFUSED, "Connection refused"),
            Map.entry(EHOSTUNREACH, "No route to host"),
            Map.entry(EINPROGRESS, "Operation now in progress"));

    private Errno() {}

    /** Whether an answer says that the process or the machine is out of descriptors or memory: nobody else is to blame. */
    public static boolean isShortage(int answer) {
        return switch (-answer) {
            case EMFILE, ENFILE, ENOMEM, ENOBUFS -> true;
            default -> false;
        };
    }

    /** Words for an answer of this room: an errno, negated or not. */
    public static String describe(int errno) {
        int number = Math.abs(errno);
        return WORDING.getOrDefault(number, "errno " + number);
    }
}
