package io.fairlead.health;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.balance.Transition;
import io.fairlead.config.Address;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.loop.Buffer;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server again and again: connects, and with {@code option httpchk} sends the request and reads the status. A
 * check begins one interval after the last one began.
 */
final class Check extends Channel {
    private enum State {
        RESTING,
        CONNECTING,
        SENDING,
        RECEIVING
    }

    private final Buffers buffers;
    private final Plan plan;
    private final Backend backend;
    private final Server server;
    private final Listener listener;
    private final SocketAddress address = new SocketAddress();
    private final long intervalMs;
    private final Timer timer = new Timer() {
        @Override
        protected void expired() {
            timeIsUp();
        }
    };
    private State state = State.RESTING;
    private @Nullable Buffer buffer;
    private long begunMs;

    Check(Loop loop, Buffers buffers, Plan plan, Backend backend, Server server, Listener listener) {
        super(loop);
        this.buffers = buffers;
        this.plan = plan;
        this.backend = backend;
        this.server = server;
        this.listener = listener;
        this.intervalMs = Math.max(server.config().intervalMs(), 1);
        Address at = (Address) server.config().endpoint();
        address.set(at.ip(), at.port());
    }

    /** @param share the part of the interval to wait before the first check, 0 to 1 */
    void start(double share) {
        loop().schedule(timer, (long) (intervalMs * share));
    }

    void stop() {
        loop().cancel(timer);
        hangUp();
    }

    private void timeIsUp() {
        switch (state) {
            case RESTING -> begin();
            case CONNECTING -> failed("timeout while connecting");
            case SENDING, RECEIVING -> failed("timeout while waiting for the answer");
        }
    }

    private void begin() {
        begunMs = loop().nowMs();
        int answer = connect();
        if (answer < 0) {
            failed(Errno.describe(answer));
        } else {
            state = State.CONNECTING;
            loop().schedule(timer, plan.connectMs(intervalMs));
        }
    }

    /** Begins to connect: 0 or a negated errno. */
    private int connect() {
        int socket = Sockets.stream(address);
        if (socket < 0) {
            return socket;
        }
        Sockets.resetOnClose(socket); // many checks would leave many ports in TIME_WAIT
        int answer = Sockets.connect(socket, address);
        if (answer == 0 || answer == -Errno.EINPROGRESS) {
            answer = open(socket);
        }
        if (answer < 0) {
            Io.close(socket);
        }
        return answer;
    }

    @Override
    protected void ready() {
        if (state == State.CONNECTING && writable()) {
            connected();
        }
        if (state == State.SENDING && writable()) {
            sendRequest();
        }
        while (state == State.RECEIVING && readable()) {
            receiveAnswer();
        }
    }

    private void connected() {
        int error = Sockets.error(fd());
        ByteBuffer request = plan.request();
        if (error < 0) {
            failed(Errno.describe(error));
        } else if (request == null) {
            passed();
        } else {
            if (plan.answerTimeoutMs() > 0) {
                loop().schedule(timer, plan.answerTimeoutMs());
            }
            state = State.SENDING;
            Buffer borrowed = buffers.borrow(0);
            borrowed.append(request.duplicate());
            buffer = borrowed;
        }
    }

    private void sendRequest() {
        Buffer request = held();
        int sent = send(request, request.length());
        if (sent < 0 && sent != -Errno.EAGAIN) {
            failed(Errno.describe(sent));
        } else if (request.isEmpty()) {
            request.reset(0);
            state = State.RECEIVING;
        }
    }

    private void receiveAnswer() {
        Buffer answer = held();
        int count = receive(answer, answer.room());
        int status = StatusLine.parse(answer.bytes(), answer.start(), answer.end());
        if (status >= 200 && status < 400) {
            passed();
        } else if (status >= 0) {
            failed("HTTP status " + status);
        } else if (status == StatusLine.MALFORMED) {
            failed("not an HTTP answer");
        } else if (count == 0) {
            failed("connection closed before a status");
        } else if (count < 0 && count != -Errno.EAGAIN) {
            failed(Errno.describe(count));
        }
    }

    private void passed() {
        rest();
        Transition transition = backend.checkPassed(server, loop().clock().wallTimeMs());
        if (transition != null) {
            listener.up(backend, server, transition);
        }
    }

    private void failed(String reason) {
        rest();
        Transition transition = backend.checkFailed(server, loop().clock().wallTimeMs());
        if (transition != null) {
            listener.down(backend, server, reason, transition);
        }
    }

    private void rest() {
        hangUp();
        loop().schedule(timer, Math.max(begunMs + intervalMs - loop().nowMs(), 0));
    }

    private void hangUp() {
        close();
        state = State.RESTING;
        if (buffer != null) {
            buffers.giveBack(buffer);
            buffer = null;
        }
    }

    private Buffer held() {
        if (buffer == null) {
            throw new IllegalStateException("no buffer while " + state);
        }
        return buffer;
    }
}
