package io.fairlead.admin;

import static io.fairlead.config.GlobalConfig.StatsSocket.Level.USER;

import io.fairlead.admin.Command.Request;
import io.fairlead.admin.Row.Role;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures: {@code show info}, {@code show stat}. */
final class StatCommands {
    /** A row's number as a bit of {@code show stat}'s type: 1 frontends, 2 backends, 4 servers. */
    private static final int EVERYTHING = -1;

    private final Statistics statistics;
    private final InfoReader info;

    StatCommands(Statistics statistics) {
        this.statistics = statistics;
        this.info = new InfoReader(statistics);
    }

    List<Command> commands() {
        return List.of(
                new Command("show info", "[desc|json|typed]", "tell about the process", USER, this::showInfo),
                new Command(
                        "show stat",
                        "[{<iid>|<proxy>} <type> <sid>] [json|typed|up|no-maint]",
                        "tell about frontends, servers and backends",
                        USER,
                        this::showStat));
    }

    private Pieces showInfo(Request request) {
        Map<Info, String> values = info.read();
        List<String> words = request.words();
        String number = Objects.requireNonNull(values.get(Info.PROCESS_NUM));
        if (words.contains("json")) {
            return Pieces.of(lines(values, (info, value) -> Json.info(info, number, value), ",", "[", "]\n"));
        }
        if (words.contains("typed")) {
            return Pieces.of(lines(values, (info, value) -> Typed.line(info, number, value), "", "", ""));
        }
        BiFunction<Info, String, String> line = words.contains("desc")
                ? (info, value) -> info.key() + ": " + value + ":\"" + info.sentence() + "\"\n"
                : (info, value) -> info.key() + ": " + value + "\n";
        return Pieces.of(lines(values, line, "", "", ""));
    }

    private static String lines(
            Map<Info, String> values,
            BiFunction<Info, String, String> line,
            String between,
            String first,
            String last) {
        return values.entrySet().stream()
                .map(each -> line.apply(each.getKey(), each.getValue()))
                .collect(Collectors.joining(between, first, last));
    }

    private Pieces showStat(Request request) throws CommandError {
        Stream<Row> rows = filtered(request);
        if (request.words().contains("json")) {
            Stream<String> objects = rows.map(Json::row);
            return Pieces.of(separated(objects).iterator());
        }
        if (request.words().contains("typed")) {
            return pieces(Stream.empty(), rows, Typed::lines);
        }
        return pieces(Stream.of(Csv.header()), rows, Csv::line);
    }

    private static Pieces pieces(Stream<String> first, Stream<Row> rows, Function<Row, String> line) {
        return Pieces.of(Stream.concat(first, rows.map(line)).iterator());
    }

    private static Stream<String> separated(Stream<String> objects) {
        Stream<String> withCommas =
                objects.flatMap(object -> Stream.of(",", object)).skip(1);
        return Stream.concat(Stream.concat(Stream.of("["), withCommas), Stream.of("]\n"));
    }

    private Stream<Row> filtered(Request request) throws CommandError {
        Stream<Row> rows = chosen(request);
        if (request.words().contains("up")) {
            rows = rows.filter(row -> row.role() != Role.SERVER || row.status().isUp());
        }
        if (request.words().contains("no-maint")) {
            rows = rows.filter(row -> !row.text(Column.STATUS).equals("MAINT"));
        }
        return rows;
    }

    /** Those that the three words {@code <iid> <type> <sid>} name; all where they are not there. */
    private Stream<Row> chosen(Request request) throws CommandError {
        if (request.words().size() < 3) {
            return statistics.rows();
        }
        int iid = iid(request.word(0));
        int types = Numbers.lenient(request.word(1));
        int sid = Numbers.lenient(request.word(2));
        return statistics
                .rows()
                .filter(row -> iid == EVERYTHING || iid == row.figureOf(Column.IID))
                .filter(row -> (types & 1 << row.role().number()) != 0)
                .filter(row -> sid == EVERYTHING || sid == row.figureOf(Column.SID));
    }

    private int iid(String word) throws CommandError {
        Integer number = Numbers.parse(word);
        if (number != null) {
            return number;
        }
        return (int) statistics
                .rows()
                .filter(row -> row.proxy().equals(word))
                .mapToLong(row -> row.figureOf(Column.IID))
                .findFirst()
                .orElseThrow(() -> new CommandError("No such proxy."));
    }
}
