package io.fairlead.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code pidfile}: a number a line, readable by all. It is made beside its place before anything else happens, and takes
 * the place of an older one when all processes serve: a start that fails leaves the older one as it was.
 */
final class Pidfile implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> READABLE_BY_ALL =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

    private final Path file;
    private final Path temporary;

    private Pidfile(Path file, Path temporary) {
        this.file = file;
        this.temporary = temporary;
    }

    /** @throws ProcessException where it could not be written later */
    static Pidfile prepare(String name) throws ProcessException {
        Path file = Path.of(name);
        Path temporary = Path.of(name + "." + ProcessHandle.current().pid());
        try {
            if (Files.isDirectory(file)) {
                throw new ProcessException("cannot create pidfile '" + name + "': it is a directory");
            }
            Files.deleteIfExists(temporary);
            Files.createFile(temporary, READABLE_BY_ALL); // fails where there is one: nobody's link is followed
            return new Pidfile(file, temporary);
        } catch (IOException e) {
            throw new ProcessException("cannot create pidfile '" + name + "': " + reason(e));
        }
    }

    void write(List<Long> pids) throws ProcessException {
        try {
            Files.writeString(temporary, pids.stream().map(pid -> pid + "\n").collect(Collectors.joining()));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ProcessException("cannot write pidfile '" + file + "': " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such directory";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(e.getMessage());
        };
    }

    /** Leaves nothing but the file itself. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException _) {
            // an empty file too many is no reason to fail
        }
    }
}
