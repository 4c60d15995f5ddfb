package io.fairlead.session;

import io.fairlead.http.Authority;
import io.fairlead.http.Head;
import io.fairlead.http.HeadParser;
import io.fairlead.http.HeadParser.Result;
import io.fairlead.http.Method;
import io.fairlead.http.Problem;
import io.fairlead.linux.Errno;
import io.fairlead.loop.Buffer;
import org.jspecify.annotations.Nullable;

/** Receives the heads of one side's messages, one after the other. */
final class HeadReader {
    enum Step {
        /** Nothing more can be read now. */
        WAIT,
        /** A head is complete: {@link Worker#head}. */
        HEAD,
        /** Not a message, or one with too large a head. */
        INVALID,
        /** The connection ended or broke. */
        GONE
    }

    private final Worker worker;

    /** The bytes waiting are part of a head, and none of those that came since was the end of a line. */
    private boolean partial;

    private Problem problem = Problem.NONE;
    private int problemAt;

    HeadReader(Worker worker) {
        this.worker = worker;
    }

    /** Reads a client's next request. */
    Step request(Connection client) {
        return read(client, null);
    }

    /** Reads a server's answer to a request with this method. */
    Step response(Connection server, Method answered) {
        return read(server, answered);
    }

    private Step read(Connection from, @Nullable Method answered) {
        while (true) {
            if (from.waiting() > 0 && !partial) {
                Step step = parse(from, answered);
                if (step != Step.WAIT) {
                    return step;
                }
            }
            if (!from.readable()) {
                return Step.WAIT;
            }
            int count = from.fill();
            if (count <= 0) {
                return count == -Errno.EAGAIN ? Step.WAIT : Step.GONE;
            }
            // a peer that sends byte by byte must not cost the square of the head's length
            partial = partial && !from.isFull() && !hasLineEnd(from.in(), count);
        }
    }

    private Step parse(Connection from, @Nullable Method answered) {
        HeadParser parser = worker.parser();
        Head head = worker.head();
        Buffer in = from.in();
        parser.reset();
        Result result = answered == null
                ? parser.request(in.bytes(), in.start(), in.end(), head)
                : parser.response(in.bytes(), in.start(), in.end(), head, answered);
        partial = result == Result.INCOMPLETE;
        return switch (result) {
            case COMPLETE -> answered == null ? judge(head) : Step.HEAD;
            case INVALID -> refuse(parser.problem(), parser.problemAt());
            case INCOMPLETE -> from.isFull() ? refuse(Problem.TOO_LARGE, in.end()) : Step.WAIT;
        };
    }

    private Step judge(Head request) {
        Problem misdirected = Authority.problem(request);
        return misdirected == Problem.NONE ? Step.HEAD : refuse(misdirected, request.targetStart());
    }

    private Step refuse(Problem why, int at) {
        problem = why;
        problemAt = at;
        return Step.INVALID;
    }

    /** Why the last head was {@link Step#INVALID}. */
    Problem problem() {
        return problem;
    }

    /** Where in the buffer it turned out to be. */
    int problemAt() {
        return problemAt;
    }

    private static boolean hasLineEnd(Buffer in, int lastBytes) {
        for (int i = in.end() - lastBytes; i < in.end(); i++) {
            if (in.bytes().get(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    /** The next head comes from another connection. */
    void restart() {
        partial = false;
    }
}
