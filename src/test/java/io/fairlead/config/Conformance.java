package io.fairlead.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** docs/conformance.md, whose columns "read" and "refused" are made from the corpus of configurations. */
final class Conformance {
    static final Path CASES = Path.of("src/test/resources/config");

    /** The parts of the page that have a row for every keyword of a table. */
    static final Map<String, KeywordTable<?>> TABLES = Map.of(
            "Global keywords", Keywords.GLOBAL,
            "Proxies' keywords and options", Keywords.PROXY,
            "Servers' options", Keywords.SERVER,
            "Options of `bind`", Keywords.BIND,
            "Options of `stats socket`", Keywords.SOCKET);

    private static final Map<KeywordTable<?>, String> PREFIXES = Map.of(
            Keywords.GLOBAL, "global-",
            Keywords.PROXY, "",
            Keywords.SERVER, "server-",
            Keywords.BIND, "bind-",
            Keywords.SOCKET, "global-stats-socket-");
    private static final Map<KeywordTable<?>, String> LINES = Map.of(
            Keywords.GLOBAL, "",
            Keywords.PROXY, "(no )?",
            Keywords.SERVER, "(default-)?server .*\\b",
            Keywords.BIND, "bind .* ",
            Keywords.SOCKET, "stats socket .* ");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (.+) \\| [^|]+ \\| [^|]+ \\|");
    private static final String NONE = "–";
    private static final int MOST_CASES = 3;

    private Conformance() {}

    /** The page with those two columns as they are to be. */
    static String completed(String page) {
        Map<String, List<String>> read = cases("ok", ".cfg");
        Map<String, List<String>> refused = cases("bad", ".cfg");
        Map<String, List<String>> messages = cases("bad", ".expected");
        StringBuilder out = new StringBuilder();
        String title = "";
        for (String line : page.lines().toList()) {
            title = line.startsWith("## ") ? line.substring(3) : title;
            KeywordTable<?> table = table(title);
            Matcher row = ROW.matcher(line);
            if (table != null && row.matches()) {
                String name = row.group(1);
                out.append("| `").append(name).append("` | ").append(row.group(2));
                out.append(" | ").append(cell(table, name, read, _ -> true));
                out.append(" | ").append(cell(table, name, refused, isAbout(name, messages)));
                out.append(" |\n");
            } else {
                out.append(line).append('\n');
            }
        }
        return out.toString();
    }

    /** The keywords that have a row in the part about their table. */
    static List<String> rows(String page, String part) {
        List<String> names = new ArrayList<>();
        boolean inside = false;
        for (String line : page.lines().toList()) {
            inside = line.startsWith("## ") ? line.startsWith("## " + part + " (") : inside;
            Matcher row = ROW.matcher(line);
            if (inside && row.matches()) {
                names.add(row.group(1));
            }
        }
        return names;
    }

    private static @Nullable KeywordTable<?> table(String title) {
        return TABLES.get(title.replaceFirst(" \\(.*", ""));
    }

    /** Whether a message of the case names the keyword. */
    private static Predicate<String> isAbout(String name, Map<String, List<String>> messages) {
        return each -> Objects.requireNonNull(messages.get(each)).stream()
                .anyMatch(message -> message.contains("'" + name + "'"));
    }

    /**
     * The cases that carry the keyword's name; where none does, the first that have it on a line.
     *
     * @param counts which of the cases without its name may stand for it
     */
    private static String cell(
            KeywordTable<?> table, String name, Map<String, List<String>> cases, Predicate<String> counts) {
        String file = PREFIXES.get(table) + name.replaceAll("[ ._]", "-");
        Pattern line = Pattern.compile(LINES.get(table) + Pattern.quote(name) + "( .*)?");
        List<String> having = cases.entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(text -> line.matcher(text).matches()))
                .map(Map.Entry::getKey)
                .toList();
        List<String> named = having.stream()
                .filter(each -> (each + "-").substring(each.indexOf('/') + 1).startsWith(file + "-"))
                .toList();
        String chosen = (named.isEmpty() ? having.stream().filter(counts) : named.stream())
                .limit(MOST_CASES)
                .map(each -> "`" + each + "`")
                .collect(Collectors.joining(", "));
        return chosen.isEmpty() ? NONE : chosen;
    }

    /** The lines of every case's file, by the case's name. */
    private static Map<String, List<String>> cases(String kind, String suffix) {
        Map<String, List<String>> cases = new TreeMap<>();
        try (Stream<Path> files = Files.list(CASES.resolve(kind))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(suffix)).toList()) {
                String name = kind + "/" + file.getFileName().toString().replace(suffix, "");
                cases.put(name, lines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static List<String> lines(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        return text.lines().map(String::strip).toList();
    }
}
