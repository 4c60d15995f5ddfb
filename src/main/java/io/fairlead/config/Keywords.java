package io.fairlead.config;

import java.util.ArrayList;
import java.util.List;

/** The keyword table: every keyword of the language, in parts by the kind of line it stands on. */
final class Keywords {
    static final KeywordTable<GlobalDraft> GLOBAL = new KeywordTable<>(GlobalKeywords.chapters());
    static final KeywordTable<ProxyDraft> PROXY = new KeywordTable<>(proxyChapters());
    static final KeywordTable<ServerDraft> SERVER = ServerKeywords.TABLE;
    static final KeywordTable<BindDraft> BIND = BindKeywords.TABLE;
    static final KeywordTable<SocketDraft> SOCKET = SocketKeywords.TABLE;

    private Keywords() {}

    private static List<KeywordTable.Chapter<ProxyDraft>> proxyChapters() {
        List<KeywordTable.Chapter<ProxyDraft>> chapters = new ArrayList<>(ProxyKeywords.chapters());
        chapters.addAll(RuleKeywords.chapters());
        chapters.addAll(PersistenceKeywords.chapters());
        chapters.addAll(AnswerKeywords.chapters());
        chapters.addAll(OptionKeywords.chapters());
        return List.copyOf(chapters);
    }

    /** What an unknown word of a section was probably meant to be, or where it belongs; may be empty. */
    static String hint(Section section, String name) {
        boolean global = section == Section.GLOBAL;
        KeywordTable<?> other = global ? PROXY : GLOBAL;
        if (other.names().contains(name) || other.families().contains(name)) {
            return "it belongs to " + (global ? "proxies" : "the 'global' section");
        }
        KeywordTable<?> table = global ? GLOBAL : PROXY;
        List<String> candidates = new ArrayList<>(table.names(section));
        candidates.addAll(table.families());
        candidates.addAll(Section.keywords());
        return Nearest.hint(name, candidates);
    }
}
