package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.ProxyConfig.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message about any file of {@link ConfigurationFilesTest} says which word of which line it is about. */
class MessagePlacesTest {
    /** The only one that is about no word: nothing of the kind stands anywhere. */
    private static final String ABOUT_NO_WORD = "no 'listen' or 'frontend' section that is not disabled: nothing to do";

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    static Stream<Path> files() throws IOException {
        return Stream.concat(ConfigurationFilesTest.goodFiles(), ConfigurationFilesTest.badFiles());
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldPointAtTheWordItSpeaksOf(Path file) throws Exception {
        List<String> lines = SourceReader.decode("", Files.readAllBytes(file)).lines();
        for (Message message : ConfigurationFilesTest.read(file).messages()) {
            Origin origin = message.origin();
            if (origin == null) {
                assertThat(message.text()).isEqualTo(ABOUT_NO_WORD);
            } else {
                String line = lines.get(origin.line() - 1);
                assertThat(message.text()).contains(", column " + origin.column());
                assertThat(pointsAtItsWord(message.text(), line, origin.column()))
                        .as("%s: %s\n%s", file, message, line)
                        .isTrue();
            }
        }
    }

    /** One of the quoted words stands there, or is the name of the section whose line begins there. */
    private static boolean pointsAtItsWord(String text, String line, int column) {
        String what = text.substring(0, text.lastIndexOf(", column "));
        List<Word> words;
        try {
            words = new Lexer("", 1, line, new FakeEnvironment(), new Messages()).words();
        } catch (Refusal refusal) {
            return refusal.message().text().startsWith(what); // about characters, not words
        }
        if (what.endsWith("is incomplete")) {
            return words.getLast().endColumn() == column;
        }
        List<Word> there =
                words.stream().filter(word -> word.column() >= column).toList();
        boolean lexical = what.contains("environment variable");
        return lexical || (there.getFirst().column() == column && speaksOf(what, there));
    }

    private static boolean speaksOf(String what, List<Word> there) {
        List<String> shown = there.stream().map(MessagePlacesTest::shown).toList();
        String name = Section.named(shown.getFirst()) != null && shown.size() > 1 ? shown.get(1) : "";
        List<String> quoted = QUOTED.matcher(what)
                .results()
                .map(match -> match.group(1).replace("...", ""))
                .toList();
        return quoted.isEmpty()
                || quoted.stream()
                        .anyMatch(word -> String.join(" ", shown).startsWith(word)
                                || shown.getFirst().contains(word)
                                || name.equals(word));
    }

    /** Unlike {@link Word#quoted}, the whole of it. */
    private static String shown(Word word) {
        return CONTROL.matcher(Octets.text(word.text())).replaceAll("?");
    }
}
