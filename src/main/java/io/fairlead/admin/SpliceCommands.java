package io.fairlead.admin;

import static io.fairlead.config.GlobalConfig.StatsSocket.Level.USER;

import io.fairlead.splice.SpliceCounters;
import io.fairlead.splice.SpliceCounters.Fallback;
import io.fairlead.splice.SplicedPair;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** The pairs of connections that the kernel joins packet by packet. */
final class SpliceCommands {
    private static final String READABLE = "%-23s %-23s %-23s %-23s %-11s %7s %8s %14s %14s\n";
    private static final String PROC = "%-8s %-4s %-8s %-4s %-8s %-4s %-8s %-4s %-11s %s\n";
    private static final String HEADER =
            READABLE.formatted("From", "To", "Local", "Dest", "State", "Expires", "Age", "BytesUp", "BytesDown");
    private static final String PROC_HEADER =
            PROC.formatted("FromIP", "FPrt", "ToIP", "TPrt", "LocalIP", "LPrt", "DestIP", "DPrt", "State", "Expires");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Statistics statistics;

    SpliceCommands(Statistics statistics) {
        this.statistics = statistics;
    }

    List<Command> commands() {
        return List.of(
                new Command(
                        "show splices",
                        "",
                        "list the connections that the kernel joins, with bytes each way",
                        USER,
                        _ -> list(HEADER, SpliceCommands::readable)),
                new Command(
                        "show splices hex",
                        "",
                        "the same as /proc/net/tcp_splice_conn told it",
                        USER,
                        _ -> list(PROC_HEADER, SpliceCommands::proc)),
                new Command(
                        "show splices counters",
                        "",
                        "count what was spliced and copied, and why one stood in for the other",
                        USER,
                        _ -> Pieces.of(counters())));
    }

    private Pieces list(String header, Function<SplicedPair, String> line) {
        Iterator<String> lines = Stream.concat(
                        Stream.of(header), statistics.splicedPairs().stream().map(line))
                .iterator();
        return Pieces.of(lines);
    }

    private String counters() {
        SpliceCounters counters = statistics.splice();
        StringBuilder text = new StringBuilder();
        text.append("packet engine: ").append(counters.packetEngine.state()).append('\n');
        put(text, "bytes spliced", counters.bytesSpliced.sum());
        put(text, "of these by packets", counters.bytesByPackets.sum());
        put(text, "bytes copied", counters.bytesCopied.sum());
        put(text, "pipes in use", counters.pipesInUse.get());
        put(text, "pairs", statistics.splicedPairs().size());
        for (Fallback why : Fallback.values()) {
            put(text, why.reason(), counters.fallbacks(why));
        }
        return text.toString();
    }

    private static void put(StringBuilder text, String what, long value) {
        text.append(what).append(": ").append(value).append('\n');
    }

    private static String readable(SplicedPair pair) {
        return READABLE.formatted(
                SplicedPair.name(pair.client()),
                SplicedPair.name(pair.entrance()),
                SplicedPair.name(pair.exit()),
                SplicedPair.name(pair.server()),
                pair.phase(),
                seconds(pair.expiresMs()),
                seconds(pair.ageMs()),
                pair.bytesUp(),
                pair.bytesDown());
    }

    /** One line of L7SW's file: addresses and ports in hexadecimal, seconds. */
    private static String proc(SplicedPair pair) {
        return PROC.formatted(
                ip(pair.client()),
                port(pair.client()),
                ip(pair.entrance()),
                port(pair.entrance()),
                ip(pair.exit()),
                port(pair.exit()),
                ip(pair.server()),
                port(pair.server()),
                pair.phase(),
                seconds(pair.expiresMs()));
    }

    private static String ip(InetSocketAddress end) {
        return HEX.formatHex(end.getAddress().getAddress());
    }

    private static String port(InetSocketAddress end) {
        return HEX.toHexDigits((short) end.getPort());
    }

    private static long seconds(long ms) {
        return TimeUnit.MILLISECONDS.toSeconds(ms);
    }
}
