package io.fairlead.system.differential;

import java.util.List;

/**
 * What happens between clients, a proxy and its servers, as a file tells it.
 *
 * @param area what it is about; the first part of its full name
 * @param name unique in its area
 * @param proxy lines of its {@code listen} section
 * @param servers names of its servers, each with the options of its {@code server} line; one whose name begins with
 *     {@code refused} is not there
 * @param sections lines behind its {@code listen} section
 * @param answer what servers say to every request where the script does not speak for them
 * @param check what servers say to a request whose target begins with {@code /check}
 * @param steps its script
 */
record Exchange(
        String area,
        String name,
        List<String> proxy,
        List<String> servers,
        List<String> sections,
        String answer,
        String check,
        List<Step> steps) {
    String fullName() {
        return area + "/" + name;
    }

    /** Whether its bytes are just bytes, not messages of HTTP. */
    boolean isTcp() {
        return proxy.contains("mode tcp");
    }

    /** Whether servers answer by themselves. */
    boolean isAnswered() {
        return steps.stream().noneMatch(Step::isServers);
    }

    static String serverName(String server) {
        return server.split(" ", 2)[0];
    }
}
