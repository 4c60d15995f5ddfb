package io.fairlead.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The process's own environment, the machine's files and resolver; each host name is asked for once. */
final class SystemEnvironment implements Environment {
    private static final Path USERS = Path.of("/etc/passwd");
    private static final Path GROUPS = Path.of("/etc/group");

    private final Map<String, Optional<InetAddress>> resolved = new HashMap<>();

    @Override
    public @Nullable String variable(String name) {
        return System.getenv(name);
    }

    @Override
    public @Nullable InetAddress resolve(String hostName) {
        return resolved.computeIfAbsent(hostName, SystemEnvironment::ask).orElse(null);
    }

    @Override
    public OptionalInt userId(String name) {
        return number(USERS, name);
    }

    @Override
    public OptionalInt groupId(String name) {
        return number(GROUPS, name);
    }

    @Override
    public byte[] read(String path, int maxBytes) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            return in.readNBytes(maxBytes);
        }
    }

    private static Optional<InetAddress> ask(String hostName) {
        try {
            InetAddress[] all = InetAddress.getAllByName(hostName);
            return Arrays.stream(all)
                    .filter(Inet4Address.class::isInstance)
                    .findFirst()
                    .or(() -> Arrays.stream(all).findFirst());
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    /** The third field of the line that begins with the name. */
    private static OptionalInt number(Path file, String name) {
        try {
            // names of other encodings than UTF-8 must not make the file unreadable
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                String[] fields = line.split(":", -1);
                if (fields.length > 2 && fields[0].equals(name)) {
                    return OptionalInt.of(Integer.parseInt(fields[2]));
                }
            }
        } catch (IOException | NumberFormatException _) {
            // as good as not there
        }
        return OptionalInt.empty();
    }
}
