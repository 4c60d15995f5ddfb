package io.fairlead.system.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What could be seen of an exchange.
 *
 * @param aspects what was seen, by where
 * @param ports the local port of each client, by its name
 */
record Outcome(Map<String, String> aspects, Map<String, Integer> ports) {
    /** The same and what the log says, line by line and field by field. */
    Outcome withLog(List<String> lines) {
        Map<String, String> more = new LinkedHashMap<>(aspects);
        int count = 0;
        for (Map.Entry<String, Integer> client : ports.entrySet()) {
            for (String line : lines) {
                if (!line.contains(":" + client.getValue() + " [")) {
                    continue;
                }
                count++;
                LogLine.fields(line)
                        .forEach((field, value) ->
                                more.merge("log:" + field, client.getKey() + " " + value, (a, b) -> a + "\n" + b));
            }
        }
        if (ports.size() > 1) {
            more.remove("log:load"); // these depend on how quickly each client came and was let go
            more.remove("log:queues");
        }
        more.put("log:lines", Integer.toString(count));
        return new Outcome(more, ports);
    }

    /** Aspects in which two differ, in their order. */
    static List<String> differences(Outcome one, Outcome other) {
        TreeSet<String> names = new TreeSet<>(one.aspects.keySet());
        names.addAll(other.aspects.keySet());
        List<String> differing = new ArrayList<>();
        for (String name : names) {
            if (!one.aspects.getOrDefault(name, "").equals(other.aspects.getOrDefault(name, ""))) {
                differing.add(name);
            }
        }
        // without a line there are no fields to compare
        boolean unequalLines = differing.contains("log:lines");
        differing.removeIf(name -> unequalLines && name.startsWith("log:") && !name.equals("log:lines"));
        return differing;
    }
}
