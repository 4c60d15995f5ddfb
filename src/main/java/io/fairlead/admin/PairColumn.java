package io.fairlead.admin;

import io.fairlead.admin.Column.Unit;
import io.fairlead.splice.SplicedPair;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What the page and its JSON tell of two connections that the kernel joins. */
enum PairColumn {
    CLIENT("Client", "The client", SplicedPair::client),
    STATE("State", "SGP", Unit.TEXT, "What the pair is in", pair -> String.valueOf(pair.phase())),
    TO("To", "Where the client connected", SplicedPair::entrance),
    LOCAL("Local", "Where the server was connected from", SplicedPair::exit),
    SERVER("Server", "The server", SplicedPair::server),
    EXPIRES("Expires", "MDP", Unit.SECONDS, "Seconds it stays so without a packet", seconds(SplicedPair::expiresMs)),
    AGE("Age", "MAP", Unit.SECONDS, "Seconds since it was joined", seconds(SplicedPair::ageMs)),
    BYTES_UP("Up", "MCP", Unit.BYTES, "Bytes the kernel delivered to the server", text(SplicedPair::bytesUp)),
    BYTES_DOWN("Down", "MCP", Unit.BYTES, "Bytes the kernel delivered to the client", text(SplicedPair::bytesDown));

    private final String label;
    private final String tags;
    private final Unit unit;
    private final String sentence;

    @SuppressWarnings("ImmutableEnumChecker") // the readers keep nothing that changes
    private final Function<SplicedPair, String> reader;

    PairColumn(String label, String tags, Unit unit, String sentence, Function<SplicedPair, String> reader) {
        this.label = label;
        this.tags = tags;
        this.unit = unit;
        this.sentence = sentence;
        this.reader = reader;
    }

    PairColumn(String label, String sentence, Function<SplicedPair, InetSocketAddress> end) {
        this(label, "KNS", Unit.TEXT, sentence, pair -> SplicedPair.name(end.apply(pair)));
    }

    private static Function<SplicedPair, String> text(ToLongFunction<SplicedPair> figure) {
        return pair -> Long.toString(figure.applyAsLong(pair));
    }

    private static Function<SplicedPair, String> seconds(ToLongFunction<SplicedPair> ms) {
        return text(pair -> TimeUnit.MILLISECONDS.toSeconds(ms.applyAsLong(pair)));
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String label() {
        return label;
    }

    /** As those of {@link Info}. */
    String tags() {
        return tags;
    }

    Type type() {
        return switch (unit) {
            case SECONDS -> Type.U32;
            case BYTES -> Type.U64;
            default -> Type.STR;
        };
    }

    Unit unit() {
        return unit;
    }

    String sentence() {
        return sentence;
    }

    String text(SplicedPair pair) {
        return reader.apply(pair);
    }
}
