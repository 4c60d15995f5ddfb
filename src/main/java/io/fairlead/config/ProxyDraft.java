package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.config.ProxyConfig.Option;
import io.fairlead.config.ProxyConfig.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A proxy, or a {@code defaults} section, while it is read. */
final class ProxyDraft {
    /** No line said anything. */
    static final int UNSET = -1;

    final Section section;
    final String name;
    final Origin origin;

    Mode mode = Mode.TCP;
    boolean disabled;
    final Set<Option> options = EnumSet.noneOf(Option.class);

    @Nullable
    ForwardFor forwardFor;

    boolean logGlobal;
    final List<LogTarget> logs = new ArrayList<>();
    final RulesDraft rules = new RulesDraft();
    final CapturesDraft captures = new CapturesDraft();
    private final Map<Integer, ErrorAnswer> errors = new TreeMap<>();
    final FrontendDraft front = new FrontendDraft();
    final BackendDraft back = new BackendDraft();

    ProxyDraft(Section section, String name, Origin origin) {
        this.section = section;
        this.name = name;
        this.origin = origin;
    }

    /** {@code frontend 'www'}: how messages call it. */
    String title() {
        return name.isEmpty() ? "'" + section.keyword() + "'" : section.keyword() + " '" + name + "'";
    }

    /** Keeps one more than may be: enough to see that there are too many. */
    void addLog(LogTarget target) {
        if (logs.size() <= Limits.MAX_LOG_TARGETS) {
            logs.add(target);
        }
    }

    void addErrors(List<ErrorAnswer> answers) {
        answers.forEach(answer -> errors.put(answer.status(), answer));
    }

    ProxyConfig build(GlobalConfig global, Overrides overrides) {
        return new ProxyConfig(
                name,
                mode,
                disabled,
                Collections.unmodifiableSet(EnumSet.copyOf(options)),
                forwardFor,
                rules.build(),
                captures.build(),
                Collections.unmodifiableMap(errors),
                buildLogs(global),
                section.listens() ? front.build(overrides) : null,
                section.serves() ? buildBackend(overrides) : null,
                origin);
    }

    private List<LogTarget> buildLogs(GlobalConfig global) {
        List<LogTarget> all = new ArrayList<>(logGlobal ? global.logs() : List.of());
        all.addAll(logs);
        return List.copyOf(all);
    }

    private BackendConfig buildBackend(Overrides overrides) {
        int listenerConnections = section.listens() ? front.effectiveMaxConnections(overrides) : 0;
        return back.build(name, listenerConnections, front.firstPort());
    }
}
