package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
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
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Messages messages;

    SourceReader(Messages messages) {
        this.messages = messages;
    }

    List<SourceFile> read(List<Path> paths) {
        List<Path> files = paths.stream().flatMap(path -> files(path).stream()).toList();
        if (files.size() > Limits.MAX_FILES) {
            messages.alert(null, "more than " + Limits.MAX_FILES + " configuration files");
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
                messages.alert(null, "directory " + Word.quote(path.toString()) + " has no file '*" + SUFFIX + "'");
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            messages.alert(null, "cannot list directory " + Word.quote(path.toString()) + " : " + reason(e));
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
                return decode(path.toString(), bytes, messages);
            }
            refuse(path, "larger than " + Limits.MAX_FILE_BYTES + " bytes");
        } catch (IOException e) {
            refuse(path, reason(e));
        }
        return null;
    }

    private void refuse(Path path, String why) {
        messages.alert(null, "cannot open configuration file " + Word.quote(path.toString()) + " : " + why);
    }

    static String reason(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(e.getMessage());
        };
    }

    /** The lines of a file, or null, with an alert, where it is not text in UTF-8. */
    static @Nullable SourceFile decode(String name, byte[] bytes, Messages messages) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            messages.alert(
                    end(name, text), "not UTF-8 text, column " + end(name, text).column());
            return null;
        }
        String body = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        List<String> lines = Arrays.stream(body.split("\n", -1))
                .map(SourceReader::withoutReturn)
                .toList();
        return new SourceFile(name, lines);
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /** The place that follows {@code text} in its file. */
    private static Origin end(String name, String text) {
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        return new Origin(name, line, text.length() - text.lastIndexOf('\n'));
    }
}
