package io.fairlead.system.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Plays all exchanges through both proxies, many at once. What differs from what is expected is looked at again, up to
 * two times: the order of events in a busy machine is not always the one that was meant.
 */
final class Comparison {
    private static final int AT_ONCE = 48;
    private static final int LOOKS = 3;
    private static final int LOG_QUIET_MS = 700;

    /** What came of an exchange through both. */
    private record Pair(Outcome fairlead, Outcome haproxy) {}

    private final List<Exchange> exchanges;
    private final Proxy fairlead;
    private final Proxy haproxy;
    private final Accepted accepted;
    private final Map<Exchange, Pair> outcomes = new LinkedHashMap<>();
    private final List<String> secondLooks = new ArrayList<>();

    Comparison(List<Exchange> exchanges, Proxy fairlead, Proxy haproxy, Accepted accepted) {
        this.exchanges = exchanges;
        this.fairlead = fairlead;
        this.haproxy = haproxy;
        this.accepted = accepted;
    }

    void run() throws Exception {
        List<Exchange> open = exchanges;
        for (int look = 1; look <= LOOKS && !open.isEmpty(); look++) {
            play(open);
            if (look > 1) {
                open.stream().filter(this::isAsExpected).map(Exchange::fullName).forEach(secondLooks::add);
            }
            open = open.stream().filter(exchange -> !isAsExpected(exchange)).toList();
        }
    }

    private void play(List<Exchange> open) throws Exception {
        try (ExecutorService players = Executors.newFixedThreadPool(AT_ONCE)) {
            Map<Exchange, List<Future<Outcome>>> playing = new LinkedHashMap<>();
            for (Exchange exchange : open) {
                List<Callable<Outcome>> both =
                        List.of(fairlead.conversation(exchange)::play, haproxy.conversation(exchange)::play);
                playing.put(exchange, both.stream().map(players::submit).toList());
            }
            for (Map.Entry<Exchange, List<Future<Outcome>>> each : playing.entrySet()) {
                Outcome one = each.getValue().get(0).get();
                Outcome other = each.getValue().get(1).get();
                outcomes.put(each.getKey(), new Pair(one, other));
            }
        }
        awaitLog(fairlead);
        awaitLog(haproxy);
        for (Exchange exchange : open) {
            Pair pair = Objects.requireNonNull(outcomes.get(exchange));
            outcomes.put(
                    exchange,
                    new Pair(
                            pair.fairlead.withLog(
                                    fairlead.conversation(exchange).logged()),
                            pair.haproxy.withLog(haproxy.conversation(exchange).logged())));
        }
    }

    private static void awaitLog(Proxy proxy) throws InterruptedException {
        int before = -1;
        while (before != proxy.linesLogged()) {
            before = proxy.linesLogged();
            Thread.sleep(LOG_QUIET_MS);
        }
    }

    private boolean isAsExpected(Exchange exchange) {
        return differences(exchange).equals(new ArrayList<>(accepted.of(exchange.fullName())));
    }

    /** The aspects in which the two differed. */
    List<String> differences(Exchange exchange) {
        Pair pair = Objects.requireNonNull(outcomes.get(exchange));
        return Outcome.differences(pair.fairlead, pair.haproxy);
    }

    /** What differed, and how. */
    String describe(Exchange exchange) {
        StringBuilder out =
                new StringBuilder("- " + exchange.fullName() + ": " + String.join(", ", differences(exchange)) + "\n");
        exchange.steps().forEach(step -> out.append("  ").append(step).append('\n'));
        for (String aspect : differences(exchange)) {
            Pair pair = Objects.requireNonNull(outcomes.get(exchange));
            out.append("  Fairlead ").append(aspect).append(": ").append(indented(pair.fairlead, aspect));
            out.append("  HAProxy  ").append(aspect).append(": ").append(indented(pair.haproxy, aspect));
        }
        return out.toString();
    }

    private static String indented(Outcome outcome, String aspect) {
        return outcome.aspects().getOrDefault(aspect, "").strip().replace("\n", "\n    ") + "\n";
    }

    /** Prints the summary, and writes it with every difference into a file. */
    void report(Path file) throws IOException {
        String summary = summary();
        System.out.println(summary);
        String details = exchanges.stream()
                .filter(exchange -> !differences(exchange).isEmpty())
                .map(exchange -> (isAsExpected(exchange) ? "explained " : "NOT EXPLAINED ") + describe(exchange))
                .collect(Collectors.joining("\n"));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, summary + "\n" + details, UTF_8);
    }

    private String summary() {
        Map<String, List<Exchange>> areas = exchanges.stream()
                .collect(Collectors.groupingBy(Exchange::area, LinkedHashMap::new, Collectors.toList()));
        StringBuilder out = new StringBuilder("%-24s %9s %9s %9s %9s%n"
                .formatted("Compared with HAProxy", "exchanges", "equal", "explained", "open"));
        areas.forEach((area, members) -> out.append(row(area, members)));
        out.append(row("all", exchanges));
        return out.append("looked at twice: ").append(secondLooks).append('\n').toString();
    }

    private String row(String title, List<Exchange> members) {
        long equal =
                members.stream().filter(each -> differences(each).isEmpty()).count();
        long open = members.stream().filter(each -> !isAsExpected(each)).count();
        long explained = members.stream()
                .filter(each -> !differences(each).isEmpty() && isAsExpected(each))
                .count();
        return "%-24s %9d %9d %9d %9d%n".formatted(title, members.size(), equal, explained, open);
    }
}
