package io.fairlead.config;

import io.fairlead.config.KeywordTable.Chapter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the keyword table as Markdown: docs/configuration.md. */
final class Reference {
    private Reference() {}

    /** The whole manual. */
    static String markdown() {
        StringBuilder out = new StringBuilder(introduction());
        writeSections(out);
        out.append("\n## Global section\n");
        Keywords.GLOBAL.chapters().forEach(chapter -> write(chapter, out));
        out.append("\n## Proxies: defaults, listen, frontend, backend\n");
        Keywords.PROXY.chapters().forEach(chapter -> write(chapter, out));
        out.append("\n## Options at the end of lines\n");
        Keywords.BIND.chapters().forEach(chapter -> write(chapter, out));
        Keywords.SERVER.chapters().forEach(chapter -> write(chapter, out));
        Keywords.SOCKET.chapters().forEach(chapter -> write(chapter, out));
        return out.toString();
    }

    private static String introduction() {
        return """
            # Configuration

            <!-- Generated from the keyword table in src/main/java/io/fairlead/config; the test ReferenceTest writes it. -->

            Fairlead reads HAProxy's language. A file is a sequence of lines, a line is a sequence of words. The first
            word of a line begins a section, or says something about the section it stands in.

            - Words are separated by blanks. `#` starts a comment.
            - `\\` takes the meaning from a blank, `#`, a quote or `\\`, and makes `\\r`, `\\n`, `\\t` and `\\xHH` (01 to ff).
              Before any other character it stays, so that `\\.` reaches a regular expression.
            - `'single quotes'` take all meaning from what they enclose. `"double quotes"` leave it to `\\` and to `$NAME`
              and `${NAME}`, which insert an environment variable.
            - A time is a number of milliseconds, or a number with a unit: `us`, `ms`, `s`, `m`, `h`, `d`. `<seconds>` are
              the same, but a number alone means seconds, and fractions of a second are refused.
            - An address is IPv4, IPv6 (raw or in brackets) or a host name, which is resolved once, at the start. The last
              colon separates the port.
            - A UNIX socket is `unix@<path>`, or a path that begins with `/`; `abns@<name>` is one of the abstract namespace.
              `fd@<number>` is a listening socket that the parent process opened.
            - A regular expression is a POSIX extended one; the longest match counts. It is searched for in each line of a
              head on its own, the first line included, without the line's end.
            - Of a replacement `\\0` to `\\9` are what the expression and its groups matched, `\\xHH` is a character, `\\\\` a
              backslash.
            - `no option <name>` takes an option back, in `defaults` or where it was inherited.
            - Several files are read as one, but no section reaches over the end of a file. A directory stands for its
              `*.cfg` files.
            - A file has at most %d bytes, a line at most %d words, the whole configuration at most %d listening ports.

            Nothing is ignored in silence: a keyword that Fairlead does not know, or a number out of range, is an error on its
            line, and what has no effect is a warning. A second line with the same keyword in a section is said to replace
            the first, or to be ignored, unless it adds to it.

            "In" tells where a keyword may stand: **D** defaults, **L** listen, **F** frontend, **B** backend,
            **R** ruleset. What may stand in **D** is inherited by the proxies that follow, where it may stand in them.
            """.formatted(Limits.MAX_FILE_BYTES, Limits.MAX_WORDS_PER_LINE, Limits.MAX_LISTENERS);
    }

    private static void writeSections(StringBuilder out) {
        out.append("\n## Sections\n\n| Section | Meaning |\n|---|---|\n");
        for (Section section : Section.values()) {
            writeRow(out, List.of(code(section.notation()), section.doc()));
        }
    }

    private static <D> void write(Chapter<D> chapter, StringBuilder out) {
        out.append("\n### ").append(chapter.title()).append("\n\n");
        out.append("| Keyword | In | Without it | Meaning |\n|---|---|---|---|\n");
        for (Keyword<D, ?> keyword : chapter.keywords()) {
            writeRow(out, List.of(syntax(keyword), letters(keyword), keyword.absent(), doc(keyword)));
        }
    }

    private static void writeRow(StringBuilder out, List<String> cells) {
        String row = cells.stream().map(cell -> " " + cell.replace("|", "\\|")).collect(Collectors.joining(" |"));
        out.append('|').append(row).append(" |\n");
    }

    private static String syntax(Keyword<?, ?> keyword) {
        StringBuilder syntax = new StringBuilder(code(keyword.notation()));
        keyword.aliases().forEach(alias -> syntax.append(", ").append(code(alias)));
        return syntax.toString();
    }

    private static String letters(Keyword<?, ?> keyword) {
        Set<Section> sections = keyword.sections();
        return sections.contains(Section.GLOBAL)
                ? "global"
                : sections.stream()
                        .map(section -> section.name().substring(0, 1))
                        .collect(Collectors.joining(" "));
    }

    private static String doc(Keyword<?, ?> keyword) {
        String doc = keyword.effective() ? keyword.doc() : "no effect: " + keyword.doc();
        return keyword.httpOnly() ? doc + "; HTTP mode only" : doc;
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
