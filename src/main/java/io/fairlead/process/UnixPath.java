package io.fairlead.process;

import io.fairlead.config.Access;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file of a listening UNIX socket, as this process made or met it.
 *
 * @param key what tells the file from another of the same name; null: it was not there
 */
record UnixPath(Path path, @Nullable Object key) {
    static UnixPath of(String name) {
        Path path = Path.of(name);
        return new UnixPath(path, keyOf(path));
    }

    private static @Nullable Object keyOf(Path path) {
        BasicFileAttributes attributes = attributesOf(path);
        return attributes == null ? null : attributes.fileKey();
    }

    private static @Nullable BasicFileAttributes attributesOf(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException _) {
            return null; // not there, or not to be reached: after a chroot, say
        }
    }

    static boolean isSocket(Path path) {
        BasicFileAttributes attributes = attributesOf(path);
        return attributes != null && attributes.isOther();
    }

    /**
     * Whether a process has a socket open there. Asked by a socket of a kind that cannot be connected to it, so that
     * nobody is disturbed (unix(7), EPROTOTYPE).
     */
    static boolean isAlive(String path) {
        SocketAddress address = new SocketAddress();
        address.setUnix(path, false);
        int probe = Sockets.packets();
        int answer = Sockets.connect(probe, address);
        Io.close(probe);
        return answer != -Errno.ECONNREFUSED && answer != -Errno.ENOENT;
    }

    /** Where a socket is made before it takes its place, in the same directory. */
    static String temporary(String path) {
        return path + "." + ProcessHandle.current().pid();
    }

    /** Sets mode and owner, as far as they are given. */
    static void allow(Path path, @Nullable Access access) throws Binder.Refusal {
        try {
            if (access != null) {
                set(path, access);
            }
        } catch (IOException e) {
            throw new Binder.Refusal("cannot set its mode and owner: " + e.getMessage(), false);
        }
    }

    private static void set(Path path, Access access) throws IOException {
        if (access.uid() >= 0) {
            Files.setAttribute(path, "unix:uid", access.uid(), LinkOption.NOFOLLOW_LINKS);
        }
        if (access.gid() >= 0) {
            Files.setAttribute(path, "unix:gid", access.gid(), LinkOption.NOFOLLOW_LINKS);
        }
        if (access.mode() >= 0) { // last, for a change of owner may clear bits
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(letters(access.mode())));
        }
    }

    private static String letters(int mode) {
        StringBuilder letters = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            letters.append((mode >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
        }
        return letters.toString();
    }

    /** Moves a socket's file to its place at once: there is no moment without one, if there was one. */
    static void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes the file away, unless it leads to a socket that somebody still has, or is another by now. */
    void deleteIfDead() {
        if (key != null && !isAlive(path.toString()) && Objects.equals(key, keyOf(path))) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException _) {
                // no longer allowed to: the next that binds there replaces it
            }
        }
    }
}
