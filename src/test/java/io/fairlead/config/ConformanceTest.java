package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests' names in docs/conformance.md are written by hand; they must not go stale. */
class ConformanceTest {
    private static final Path PAGE = Path.of("docs/conformance.md");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))(?:\\.(should[A-Za-z0-9]+))?`");
    private static final Pattern CASE = Pattern.compile("`((?:ok|bad)/[^`]+)`");

    static Stream<String> parts() {
        return Conformance.TABLES.keySet().stream().sorted();
    }

    @Test
    void shouldNameTheCasesOfEveryKeyword() throws IOException {
        String completed = Conformance.completed(Files.readString(PAGE));
        if (Boolean.getBoolean("fairlead.docs.update")) {
            Files.writeString(PAGE, completed);
        }
        assertThat(Files.readString(PAGE))
                .as("%s differs from the corpus; -Dfairlead.docs.update=true on this test writes it", PAGE)
                .isEqualTo(completed);
    }

    @ParameterizedTest
    @MethodSource("parts")
    void shouldHaveARowForEveryKeyword(String part) throws IOException {
        KeywordTable<?> table = Objects.requireNonNull(Conformance.TABLES.get(part));

        assertThat(Conformance.rows(Files.readString(PAGE), part)).containsExactlyInAnyOrderElementsOf(table.names());
    }

    @Test
    void shouldShowEveryRowByATestOrACase() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.matches("\\| (keyword|what) \\|.*"))
                .toList();

        assertThat(rows)
                .hasSizeGreaterThan(300)
                .allSatisfy(row -> assertThat(
                                TEST.matcher(row).find() || CASE.matcher(row).find())
                        .as(row)
                        .isTrue());
    }

    @Test
    void shouldNameOnlyCasesThatExist() throws IOException {
        assertThat(named(CASE).stream().map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(name ->
                        assertThat(Conformance.CASES.resolve(name + ".cfg")).exists());
    }

    @Test
    void shouldNameOnlyTestsThatExist() throws IOException {
        Map<String, String> sources = sources();

        assertThat(named(TEST)).isNotEmpty();
        assertThat(named(TEST).stream()
                        .filter(found -> !isThere(found, sources))
                        .map(MatchResult::group))
                .isEmpty();
    }

    /** Whether there is a class of that name and, where a method is named too, has it. */
    private static boolean isThere(MatchResult named, Map<String, String> sources) {
        String source = sources.get(named.group(1));
        return source != null && (named.group(2) == null || source.contains("void " + named.group(2) + "("));
    }

    private static List<MatchResult> named(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE)).results().toList();
    }

    /** By the class's name; where two rooms have one of the same name, both. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                sources.merge(name, Files.readString(file), String::concat);
            }
        }
        return sources;
    }
}
