package io.fairlead.system;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import java.util.stream.Stream;

/** How Fairlead carries a session's bytes; each has a port of its own at {@link PacketNet#PROXY}. */
enum Engine {
    COPY(81, ""),
    PIPE(82, "option tcpsplice pipe"),
    PACKET(83, "option tcpsplice packet");

    final int port;
    private final String option;

    Engine(int port, String option) {
        this.port = port;
        this.option = option;
    }

    /** A {@code listen} section for each, with the same server. */
    static String listeners() {
        return Stream.of(values()).map(Engine::listener).collect(joining());
    }

    private String listener() {
        return """
            listen %s 0.0.0.0:%d
                %s
                server one %s:%d
            """.formatted(name().toLowerCase(Locale.ROOT), port, option, PacketNet.SERVER, PacketNet.SERVER_PORT);
    }
}
