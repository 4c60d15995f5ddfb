package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/compatibility.md is written by hand; these are the parts of it that can be checked. */
class CompatibilityTest {
    private static final Path DOCUMENT = Path.of("docs/compatibility.md");
    private static final Path CASES = Path.of("src/test/resources/config");
    private static final int DEFECTS = 37;

    @Test
    void shouldNameEveryKeyword() throws IOException {
        String text = section("Keyword by keyword");

        assertThat(KeywordsTest.names()).allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
    }

    @Test
    void shouldAnswerForEveryDefect() throws IOException {
        List<String> numbers = Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\| [^|]+ \\|")
                .matcher(section("Defects of 1.3.5"))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, DEFECTS)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void shouldNameOnlyCasesThatExist() throws IOException {
        List<String> cases = Pattern.compile("`((ok|bad)/[^`]+)`")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(cases)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(CASES.resolve(name + ".cfg")).exists());
    }

    @Test
    void shouldNameOnlyTestsThatExist() throws IOException {
        List<String> named = Pattern.compile("`([A-Z][A-Za-z0-9]*(Test|IT|Fuzz))`")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(match -> match.group(1) + ".java")
                .toList();

        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsAll(named);
        }
    }

    private static String section(String title) throws IOException {
        String text = Files.readString(DOCUMENT);
        int start = text.indexOf("\n## " + title + "\n");
        int end = text.indexOf("\n## ", start + 1);
        return text.substring(start, end < 0 ? text.length() : end);
    }
}
