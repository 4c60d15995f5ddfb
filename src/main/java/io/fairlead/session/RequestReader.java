package io.fairlead.session;

import io.fairlead.http.HeadParser;
import io.fairlead.linux.Errno;
import io.fairlead.loop.Buffer;

/** Receives the heads of a client's requests, one after the other. */
final class RequestReader {
    enum Step {
        /** Nothing more can be read now. */
        WAIT,
        /** A head is complete: {@link Worker#head}. */
        HEAD,
        /** Not a request, or one with too large a head. */
        INVALID,
        /** The client ended or broke its connection. */
        GONE
    }

    private final Worker worker;
    private final Connection client;

    /** The bytes waiting are part of a head, and none of those that came since was the end of a line. */
    private boolean partial;

    RequestReader(Worker worker, Connection client) {
        this.worker = worker;
        this.client = client;
    }

    Step read() {
        while (true) {
            if (client.waiting() > 0 && !partial) {
                Step step = parse(client.in());
                if (step != Step.WAIT) {
                    return step;
                }
            }
            if (!client.readable()) {
                return Step.WAIT;
            }
            int count = client.fill();
            if (count <= 0) {
                return count == -Errno.EAGAIN ? Step.WAIT : Step.GONE;
            }
            // a client that sends byte by byte must not cost the square of the head's length
            partial = partial && !client.isFull() && !hasLineEnd(client.in(), count);
        }
    }

    private Step parse(Buffer in) {
        HeadParser parser = worker.parser();
        parser.reset();
        return switch (parser.request(in.bytes(), in.start(), in.end(), worker.head())) {
            case COMPLETE -> Step.HEAD;
            case INVALID -> Step.INVALID;
            case INCOMPLETE -> {
                partial = true;
                yield client.isFull() ? Step.INVALID : Step.WAIT;
            }
        };
    }

    private static boolean hasLineEnd(Buffer in, int lastBytes) {
        for (int i = in.end() - lastBytes; i < in.end(); i++) {
            if (in.bytes().get(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    /** The next head begins where the last message ended. */
    void next() {
        partial = false;
    }
}
