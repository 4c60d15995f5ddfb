package io.fairlead.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fetches configuration files; a directory stands for its {@code *.cfg} files in byte order of their names. */
final class SourceReader {
    private static final String SUFFIX = ".cfg";
    private static final String BYTE_ORDER_MARK = Octets.of("\uFEFF");

    private final Messages messages;

    SourceReader(Messages messages) {
        this.messages = messages;
    }

    List<SourceFile> read(List<Path> paths) {
        List<Path> files = paths.stream().flatMap(path -> files(path).stream()).toList();
        if (files.size() > Limits.MAX_FILES) {
            messages.alert("more than " + Limits.MAX_FILES + " configuration files");
            return List.of();
        }
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : files) {
            SourceFile source = open(file);
            if (source != null) {
                sources.add(source);
            }
        }
        return sources;
    }

    private List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> files = entries.filter(SourceReader::isConfiguration)
                    .sorted((a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b)))
                    .toList();
            if (files.isEmpty()) {
                messages.alert("directory " + Word.quote(path.toString()) + " has no file '*" + SUFFIX + "'");
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            messages.alert("cannot list directory " + Word.quote(path.toString()) + " : " + reason(e));
            return List.of();
        }
    }

    private static boolean isConfiguration(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(SUFFIX) && !name.startsWith(".") && Files.isRegularFile(path);
    }

    private static byte[] bytes(Path path) {
        return path.getFileName().toString().getBytes(StandardCharsets.UTF_8);
    }

    private @Nullable SourceFile open(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(Limits.MAX_FILE_BYTES + 1);
            if (bytes.length <= Limits.MAX_FILE_BYTES) {
                return decode(path.toString(), bytes);
            }
            refuse(path, "larger than " + Limits.MAX_FILE_BYTES + " bytes");
        } catch (IOException e) {
            refuse(path, reason(e));
        }
        return null;
    }

    private void refuse(Path path, String why) {
        messages.alert("cannot open configuration file " + Word.quote(path.toString()) + " : " + why);
    }

    static String reason(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(e.getMessage());
        };
    }

    /** The lines of a file, whatever its encoding. */
    static SourceFile decode(String name, byte[] bytes) {
        String text = Octets.of(bytes);
        String body = text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        List<String> lines = Arrays.stream(body.split("\n", -1))
                .map(SourceReader::withoutReturn)
                .toList();
        return new SourceFile(name, lines);
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
