package io.fairlead.config;

import io.fairlead.config.BackendConfig.StatsConfig;
import io.fairlead.config.BackendConfig.StatsConfig.Account;
import java.util.ArrayList;
import java.util.List;

/** The {@code stats} lines of a proxy while they are read; any of them switches the page on. */
final class StatsDraft {
    static final String DEFAULT_URI = "/haproxy?stats";
    static final String DEFAULT_REALM = "HAProxy Statistics";
    static final String ITSELF = ".";

    static final Syntax<Account> ACCOUNT = Syntax.of("<user>:<password>", StatsDraft::readAccount);
    static final Syntax<String> REALM = Syntax.of("<text>", StatsDraft::readRealm);
    static final Syntax<Target> SCOPE = Syntax.of("<proxy>|.", words -> Target.read(words, "<proxy>"));

    String uriPrefix = DEFAULT_URI;
    String realm = DEFAULT_REALM;
    final List<Account> accounts = new ArrayList<>();
    final List<Target> scope = new ArrayList<>();
    int refreshSeconds;
    boolean hideVersion;

    StatsConfig build(String proxy) {
        List<String> shown = scope.stream()
                .map(Target::proxy)
                .map(name -> name.equals(ITSELF) ? proxy : name)
                .distinct()
                .toList();
        return new StatsConfig(uriPrefix, realm, List.copyOf(accounts), shown, refreshSeconds, hideVersion);
    }

    private static Account readAccount(Words words) throws Refusal {
        Word word = words.next(ACCOUNT.notation());
        int colon = word.text().indexOf(':');
        if (colon <= 0 || word.text().chars().anyMatch(Octets::isControl)) {
            throw words.refuse(word, word.quoted() + " is not an account", "expected " + ACCOUNT.notation());
        }
        return new Account(word.text().substring(0, colon), word.text().substring(colon + 1));
    }

    /** It stands between quotes in a header (RFC 9110, section 5.6.4). */
    private static String readRealm(Words words) throws Refusal {
        String text = Syntax.text("text").reader().read(words);
        if (text.chars().anyMatch(c -> Octets.isControl(c) || c == '"' || c == '\\')) {
            Word word = words.last();
            throw words.refuse(word, word.quoted() + " cannot be a realm", "expected text without quotes");
        }
        return text;
    }
}
