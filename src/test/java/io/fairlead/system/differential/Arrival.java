package io.fairlead.system.differential;

import java.util.ArrayList;
import java.util.List;

/** A connection that a server got, and where the requests on it begin. */
final class Arrival {
    final String server;
    final String from;
    final Stream stream;
    private final List<Integer> begins = new ArrayList<>(List.of(0));

    Arrival(String server, String from, Stream stream) {
        this.server = server;
        this.from = from;
        this.stream = stream;
    }

    /** Requests whose heads came, and at the end what may become another one. */
    int requests() {
        HttpText last = request(begins.size() - 1);
        while (last.complete) {
            begins.add(last.end);
            last = request(begins.size() - 1);
        }
        return begins.size();
    }

    HttpText request(int number) {
        return HttpText.request(stream.received(), begins.get(number));
    }

    boolean isCheck() {
        return stream.received().matches("(?s)[A-Z]+ /check.*");
    }
}
