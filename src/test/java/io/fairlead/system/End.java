package io.fairlead.system;

import java.net.Socket;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** One of the ends of what Fairlead joins. */
enum End {
    CLIENT,
    SERVER;

    Socket of(Joined joined) {
        return this == CLIENT ? joined.client() : joined.server();
    }

    /** Each with each engine. */
    static Stream<Arguments> withEngines() {
        return Stream.of(Engine.values()).flatMap(engine -> Stream.of(values()).map(end -> Arguments.of(engine, end)));
    }
}
