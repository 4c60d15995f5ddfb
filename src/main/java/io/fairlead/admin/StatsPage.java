package io.fairlead.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.config.BackendConfig.StatsConfig;
import io.fairlead.http.Head;
import io.fairlead.session.Responder;
import io.fairlead.splice.PacketView;
import io.fairlead.splice.SplicedPair;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statistics page ({@code stats uri} and its like): answers every target that begins with the prefix, as HTML, or as
 * CSV and JSON where {@code ;csv} or {@code ;json} follows. One page serves all loops.
 */
public final class StatsPage implements Responder {
    private final byte[] uriPrefix;
    private final StatsConfig config;
    private final Accounts accounts;
    private final Predicate<String> scope;
    private final Statistics statistics;
    private final Executor scribe;
    private final PageAssets assets = PageAssets.read();

    /** @param scribe writes the answers, which takes long where servers are many */
    public StatsPage(StatsConfig config, Statistics statistics, Executor scribe) {
        this.scribe = scribe;
        this.uriPrefix = config.uriPrefix().getBytes(ISO_8859_1);
        this.config = config;
        this.accounts = new Accounts(config.accounts());
        this.scope = name -> config.scope().isEmpty() || config.scope().contains(name);
        this.statistics = statistics;
    }

    @Override
    public boolean answer(Head request, String frontend, Consumer<Answer> reader) {
        if (!isBelowPrefix(request)) {
            return false;
        }
        if (!accounts.admit(request)) {
            reader.accept(PageAnswer.unauthorized(config.realm()));
            return true;
        }
        switch (request.method()) {
            case GET, HEAD -> {
                List<String> parameters = parameters(request);
                scribe.execute(() -> reader.accept(answer(parameters)));
            }
            case POST -> reader.accept(PageAnswer.seeOther(config.uriPrefix())); // there is nothing to change here
            default -> reader.accept(PageAnswer.notAllowed());
        }
        return true;
    }

    private Answer answer(List<String> parameters) {
        if (parameters.contains("csv")) {
            return new PageAnswer("text/plain; charset=utf-8").ok(csv());
        }
        if (parameters.contains("json")) {
            return new PageAnswer("application/json").ok(json());
        }
        int refreshSeconds = parameters.contains("norefresh") ? 0 : config.refreshSeconds();
        Page page = new Page(statistics.read(scope), pairs(), assets, config, refreshSeconds);
        return new PageAnswer("text/html; charset=utf-8", assets.policy()).ok(page.document());
    }

    private String csv() {
        return statistics.read(scope).proxies().stream()
                .flatMap(proxy -> proxy.rows().stream())
                .map(StatsPage::forEverybody)
                .map(Csv::line)
                .collect(Collectors.joining("", Csv.header(), ""));
    }

    private String json() {
        Stream<String> rows = statistics.read(scope).proxies().stream()
                .flatMap(proxy -> proxy.rows().stream())
                .map(StatsPage::forEverybody)
                .map(Json::row);
        List<SplicedPair> pairs = Objects.requireNonNullElse(pairs(), List.of());
        int process = statistics.facts().number();
        Stream<String> more = IntStream.range(0, pairs.size()).mapToObj(i -> Json.pair(pairs.get(i), i + 1, process));
        return Stream.concat(rows, more).collect(Collectors.joining(",", "[", "]\n"));
    }

    /** They belong to no proxy: only who may see all of them sees what the kernel joins. Null: not shown. */
    private @Nullable List<SplicedPair> pairs() {
        PacketView packets = statistics.packets();
        return packets == null || !config.scope().isEmpty() ? null : packets.pairs();
    }

    /** Where servers are and how clients are bound to them stays on the runtime socket. */
    private static Row forEverybody(Row row) {
        row.hide(Column.ADDR);
        row.hide(Column.COOKIE);
        return row;
    }

    /** What follows the prefix between semicolons. */
    private List<String> parameters(Head request) {
        byte[] rest = new byte[request.targetEnd() - request.targetStart() - uriPrefix.length];
        request.bytes().get(request.targetStart() + uriPrefix.length, rest);
        return List.of(new String(rest, UTF_8).split(";"));
    }

    private boolean isBelowPrefix(Head request) {
        int start = request.targetStart();
        if (request.targetEnd() - start < uriPrefix.length) {
            return false;
        }
        for (int i = 0; i < uriPrefix.length; i++) {
            if (request.bytes().get(start + i) != uriPrefix[i]) {
                return false;
            }
        }
        return true;
    }
}
