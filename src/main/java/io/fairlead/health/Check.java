package io.fairlead.health;

import io.fairlead.balance.AdminState;
import io.fairlead.balance.Backend;
import io.fairlead.balance.CheckResult;
import io.fairlead.balance.CheckStatus;
import io.fairlead.balance.Server;
import io.fairlead.balance.Transition;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Sockets;
import io.fairlead.loop.Buffer;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server again and again: connects, and talks to it where that is wanted. A check is due every interval, at
 * moments fixed from the start: what was late once does not shift those that follow, or many checks that were late
 * together would stay together. A server in maintenance is not asked.
 */
final class Check extends Channel {
    private enum State {
        RESTING,
        CONNECTING,
        SAYING,
        HEARING
    }

    private final Buffers buffers;
    private final Plan plan;
    private final @Nullable Talk talk;
    private final Backend backend;
    private final Server server;
    private final Listener listener;
    private final Caller caller;
    private final long intervalMs;
    private final Timer timer = new Timer() {
        @Override
        protected void expired() {
            timeIsUp();
        }
    };
    private State state = State.RESTING;
    private @Nullable Buffer buffer;
    private long dueMs;
    private long begunMs;

    Check(Loop loop, Buffers buffers, Plan plan, Backend backend, Server server, Listener listener) {
        super(loop);
        this.buffers = buffers;
        this.plan = plan;
        this.talk = plan.talk();
        this.backend = backend;
        this.server = server;
        this.listener = listener;
        this.caller = new Caller(server.config());
        this.intervalMs = Math.max(server.config().intervalMs(), 1);
    }

    /** @param share the part of the interval to wait before the first check, above 0 and at most 1 */
    void start(double share) {
        dueMs = loop().nowMs() + (long) Math.ceil(intervalMs * share);
        await(dueMs);
    }

    void stop() {
        loop().cancel(timer);
        hangUp();
    }

    private void await(long atMs) {
        loop().schedule(timer, atMs - loop().nowMs());
    }

    private void timeIsUp() {
        if (state == State.RESTING) {
            begin();
        } else {
            conclude(talk == null || state == State.CONNECTING ? new Verdict(CheckStatus.L4TOUT) : talk.late());
        }
    }

    private void begin() {
        begunMs = loop().nowMs();
        dueMs += (begunMs - dueMs) / intervalMs * intervalMs + intervalMs; // the next after now
        if (server.state().admin() == AdminState.MAINT || !server.checks()) {
            await(dueMs);
            return;
        }
        int socket = caller.open();
        if (Errno.isShortage(socket)) {
            await(dueMs); // it is ours, and tells nothing of the server
            return;
        }
        if (socket < 0) {
            conclude(new Verdict(CheckStatus.SOCKERR, 0, Errno.describe(socket)));
            return;
        }
        int answer = caller.connect(socket);
        if (answer == 0) {
            answer = open(socket);
        }
        if (answer < 0) {
            Io.close(socket);
            conclude(new Verdict(CheckStatus.L4CON, 0, Errno.describe(answer)));
            return;
        }
        state = State.CONNECTING;
        await(begunMs + plan.connectMs(intervalMs));
    }

    @Override
    protected void ready() {
        if (state == State.CONNECTING && writable()) {
            connected();
        }
        while (state == State.SAYING && writable() || state == State.HEARING && readable()) {
            if (state == State.SAYING) {
                say();
            } else {
                hear();
            }
        }
    }

    private void connected() {
        int error = Sockets.error(fd());
        if (error < 0) {
            conclude(new Verdict(CheckStatus.L4CON, 0, Errno.describe(error)));
        } else if (talk == null) {
            conclude(new Verdict(CheckStatus.L4OK));
        } else {
            if (plan.answerTimeoutMs() > 0) {
                await(loop().nowMs() + plan.answerTimeoutMs());
            }
            begin(talk);
        }
    }

    private void begin(Talk with) {
        try {
            buffer = buffers.borrow(0);
        } catch (OutOfMemoryError e) {
            hangUp();
            await(dueMs); // the shortage is ours
            return;
        }
        speak(with.begin(loop().clock().wallTimeMs()));
    }

    /** @param words null: to listen */
    private void speak(@Nullable ByteBuffer words) {
        Buffer held = held();
        held.reset(0);
        state = words == null ? State.HEARING : State.SAYING;
        if (words != null) {
            held.append(words);
        }
    }

    private void say() {
        Buffer words = held();
        int sent = send(words, words.length());
        if (sent < 0 && sent != -Errno.EAGAIN) {
            conclude(new Verdict(CheckStatus.SOCKERR, 0, Errno.describe(sent)));
        } else if (words.isEmpty()) {
            speak(null);
        }
    }

    private void hear() {
        Buffer heard = held();
        Talk with = talking();
        int count = receive(heard, heard.room());
        Verdict verdict = with.hear(heard.bytes(), heard.start(), heard.end());
        ByteBuffer reply = verdict == null ? with.reply() : null;
        if (verdict != null) {
            conclude(verdict);
        } else if (reply != null) {
            speak(reply);
        } else if (count == 0 || heard.room() == 0) {
            conclude(with.ended());
        } else if (count < 0 && count != -Errno.EAGAIN) {
            conclude(new Verdict(CheckStatus.SOCKERR, 0, Errno.describe(count)));
        }
    }

    private void conclude(Verdict verdict) {
        hangUp();
        await(dueMs);
        CheckResult result =
                new CheckResult(verdict.status(), verdict.code(), verdict.info(), loop().nowMs() - begunMs);
        Transition transition = backend.checked(server, result, loop().clock().wallTimeMs());
        if (transition != null) {
            listener.changed(backend, server, result, transition);
        }
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

    private Talk talking() {
        if (talk == null) {
            throw new IllegalStateException("nothing to talk about while " + state);
        }
        return talk;
    }
}
