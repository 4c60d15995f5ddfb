package io.fairlead.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The keywords of one kind of line, grouped into the chapters of the manual. */
final class KeywordTable<D> {
    private static final int MAX_NAME_WORDS = 3;

    private final List<Chapter<D>> chapters;
    private final Map<List<String>, Keyword<D, ?>> byName = new HashMap<>();
    private final Set<String> families = new TreeSet<>();

    /** Some keywords that belong together. */
    record Chapter<D>(String title, List<Keyword<D, ?>> keywords) {}

    KeywordTable(List<Chapter<D>> chapters) {
        this.chapters = chapters;
        for (Chapter<D> chapter : chapters) {
            chapter.keywords().forEach(this::index);
        }
    }

    private void index(Keyword<D, ?> keyword) {
        put(keyword.name(), keyword);
        keyword.aliases().forEach(alias -> put(alias, keyword));
    }

    private void put(String name, Keyword<D, ?> keyword) {
        List<String> words = List.of(name.split(" ", -1));
        if (byName.put(words, keyword) != null) {
            throw new IllegalStateException("two keywords are named '" + name + "'");
        }
        for (int count = 1; count < words.size(); count++) {
            families.add(String.join(" ", words.subList(0, count)));
        }
    }

    List<Chapter<D>> chapters() {
        return chapters;
    }

    /** Takes the longest keyword the words begin with, or returns null and takes nothing. */
    @Nullable
    Keyword<D, ?> take(Words words) {
        for (int count = MAX_NAME_WORDS; count > 0; count--) {
            List<String> name = words.peek(count);
            Keyword<D, ?> keyword = name.size() == count ? byName.get(name) : null;
            if (keyword != null && !isMistyped(keyword, words, count)) {
                words.takeKeyword(String.join(" ", name), count);
                return keyword;
            }
        }
        return null;
    }

    /** {@code stats sokcet} is no {@code stats}: that takes no arguments, and others begin so. */
    private boolean isMistyped(Keyword<D, ?> keyword, Words words, int count) {
        boolean alone = keyword.syntax().notation().isEmpty();
        return alone
                && families.contains(keyword.name())
                && words.peek(count + 1).size() > count;
    }

    /** How many of the next words only begin the name of a keyword: of {@code capture request}, both. */
    int familyWords(Words words) {
        int count = 0;
        while (families.contains(String.join(" ", words.peek(count + 1)))
                && words.peek(count + 1).size() > count) {
            count++;
        }
        return count;
    }

    /** What keywords with several words begin with. */
    Collection<String> families() {
        return families;
    }

    /** Every name and alias. */
    Collection<String> names() {
        return namesWhere(_ -> true);
    }

    /** The names that may stand in a section. */
    Collection<String> names(Section section) {
        return namesWhere(keyword -> keyword.sections().contains(section));
    }

    private Collection<String> namesWhere(Predicate<Keyword<D, ?>> condition) {
        return byName.entrySet().stream()
                .filter(entry -> condition.test(entry.getValue()))
                .map(entry -> String.join(" ", entry.getKey()))
                .sorted()
                .toList();
    }
}
