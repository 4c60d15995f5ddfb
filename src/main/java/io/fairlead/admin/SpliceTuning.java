package io.fairlead.admin;

import static io.fairlead.config.GlobalConfig.StatsSocket.Level.ADMIN;
import static io.fairlead.config.GlobalConfig.StatsSocket.Level.USER;

import io.fairlead.admin.Command.Request;
import io.fairlead.config.Durations;
import io.fairlead.config.LogTarget.Level;
import io.fairlead.splice.PacketView;
import io.fairlead.splice.SpliceTunables;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The times and the debug level of packet splicing, which L7SW had in /proc/sys/net/tcp_splice. */
final class SpliceTuning {
    private static final String PREFIX = "tune.splice.";

    private final Statistics statistics;
    private final Ledger ledger;

    SpliceTuning(Statistics statistics, Ledger ledger) {
        this.statistics = statistics;
        this.ledger = ledger;
    }

    List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        commands.add(new Command("show tune.splice", "", "tell the times of spliced pairs", USER, _ -> show()));
        for (String name : new SpliceTunables().names()) {
            boolean level = name.equals(SpliceTunables.DEBUG_LEVEL);
            commands.add(new Command(
                    "set " + PREFIX + name,
                    level ? "<level>" : "<seconds>",
                    level
                            ? "change what is logged of spliced pairs"
                            : "change a time of spliced pairs; whole seconds, or with a unit",
                    ADMIN,
                    request -> set(name, request)));
        }
        return commands;
    }

    private SpliceTunables tunables() throws CommandError {
        PacketView packets = statistics.packets();
        if (packets == null) {
            throw new CommandError("No proxy has connections spliced packet by packet.");
        }
        return packets.tunables();
    }

    private Pieces show() throws CommandError {
        SpliceTunables tunables = tunables();
        return Pieces.of(tunables.names().stream()
                .map(name -> PREFIX + name + ": " + tunables.get(name) + "\n")
                .collect(Collectors.joining()));
    }

    private Pieces set(String name, Request request) throws CommandError {
        SpliceTunables tunables = tunables();
        int value = name.equals(SpliceTunables.DEBUG_LEVEL) ? level(request.word(0)) : seconds(request.word(0));
        int before = tunables.get(name);
        tunables.set(name, value);
        if (value != before) {
            String text = PREFIX + name + " is " + value + " now, changed from " + before + ".";
            ledger.note(null, Level.NOTICE, text);
        }
        return Pieces.none();
    }

    private static int level(String word) throws CommandError {
        Integer number = Numbers.parse(word);
        if (number == null || number < 0 || number > SpliceTunables.MAX_DEBUG_LEVEL) {
            throw new CommandError("Expects a level from 0 to " + SpliceTunables.MAX_DEBUG_LEVEL + ".");
        }
        return number;
    }

    /** As in the configuration. */
    private static int seconds(String word) throws CommandError {
        int seconds = Durations.wholeSeconds(word);
        if (seconds < 0) {
            throw new CommandError("Expects " + Durations.WHOLE_SECONDS + ".");
        }
        return seconds;
    }
}
