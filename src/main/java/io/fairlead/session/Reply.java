package io.fairlead.session;

import io.fairlead.http.Method;
import io.fairlead.linux.Errno;
import io.fairlead.loop.Buffer;
import io.fairlead.loop.Buffers;
import io.fairlead.session.Flow.Outcome;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An answer of Fairlead's own on its way to a client, through one buffer at a time however long it is. */
final class Reply {
    private final Buffers buffers;
    private final ByteBuffer rest;
    private @Nullable Buffer out;

    /** @param method of the request: HEAD gets no body */
    Reply(Buffers buffers, ByteBuffer whole, Method method) {
        this.buffers = buffers;
        this.rest = method == Method.HEAD ? Rewriter.headOnly(whole) : whole.duplicate();
    }

    /** Sends what can be sent now, and has the session count it. */
    Outcome send(Connection client, Session session) {
        if (out == null) {
            out = buffers.borrow(0);
        }
        return send(out, client, session);
    }

    private Outcome send(Buffer through, Connection client, Session session) {
        while (rest.hasRemaining() || !through.isEmpty()) {
            if (through.isEmpty()) {
                through.reset(0);
                through.append(rest);
            }
            if (!client.writable()) {
                return Outcome.AWAIT_TARGET;
            }
            int count = client.send(through, through.length());
            if (count < 0) {
                return count == -Errno.EAGAIN ? Outcome.AWAIT_TARGET : Outcome.TARGET_FAILED;
            }
            client.touch();
            session.countReply(count);
        }
        return Outcome.COMPLETE;
    }

    void close() {
        if (out != null) {
            buffers.giveBack(out);
            out = null;
        }
    }
}
