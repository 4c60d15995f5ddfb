package io.fairlead.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.config.GlobalConfig.StatsSocket.Level;
import io.fairlead.linux.Errno;
import io.fairlead.loop.Buffer;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the runtime socket. Takes a line, answers its commands one after the other, each answer followed by
 * an empty line, and closes; with {@code prompt} it stays. Holds one buffer each way, whatever is sent or asked.
 */
final class OperatorSession extends Channel implements Console {
    private static final String PROMPT = "\n> ";
    private static final String NO_PROMPT = "\n";
    private static final String TOO_LONG = "The command line is too long.\n";

    /** What is done before other operators have their turn. */
    private static final int STEPS_PER_TURN = 256;

    private final CommandTable table;
    private final Buffers buffers;
    private final Buffer in;
    private final Buffer out;
    private final Consumer<OperatorSession> closed;
    private final Deque<String> commands = new ArrayDeque<>();
    private final Runnable again = this::advance;
    private final Timer idle = new Timer() {
        @Override
        protected void expired() {
            close();
        }
    };
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private @Nullable Pieces answer;
    private boolean pieceAsked;
    private boolean advancing;
    private boolean answered;
    private boolean prompts;
    private boolean quitting;
    private boolean over;
    private Level level;
    private long timeoutMs;

    /** @param closed told once that it is over */
    OperatorSession(
            Loop loop,
            Buffers buffers,
            CommandTable table,
            Level level,
            long timeoutMs,
            Consumer<OperatorSession> closed) {
        super(loop);
        this.buffers = buffers;
        this.table = table;
        this.level = level;
        this.timeoutMs = timeoutMs;
        this.closed = closed;
        this.in = buffers.borrow(0);
        this.out = buffers.borrow(0);
    }

    @Override
    protected void ready() {
        advance();
    }

    private void advance() {
        if (!isOpen() || advancing) {
            return;
        }
        advancing = true;
        int steps = 0;
        while (isOpen() && steps < STEPS_PER_TURN && safeStep()) {
            steps++;
        }
        advancing = false;
        if (!isOpen()) {
            return;
        }
        loop().schedule(idle, timeoutMs);
        if (steps == STEPS_PER_TURN) {
            loop().putOff(again);
        }
    }

    /** A command that fails tells who gave it; it must not end the loop, and traffic with it. */
    private boolean safeStep() {
        try {
            return step();
        } catch (RuntimeException e) {
            pieceAsked = false;
            answer = Pieces.of("Internal error: " + e + "\n");
            return true;
        }
    }

    /** Does the next thing; false where it has to be waited for. */
    private boolean step() {
        if (!out.isEmpty() || piece.hasRemaining()) {
            return flush();
        }
        if (answer != null) {
            return nextPiece(answer);
        }
        if (!commands.isEmpty()) {
            answer = table.run(commands.removeFirst(), this);
            return true;
        }
        return nextLine();
    }

    private boolean flush() {
        if (out.isEmpty()) {
            out.reset(0);
        }
        out.append(piece);
        if (!writable()) {
            return false;
        }
        int sent = send(out, out.length());
        if (sent < 0 && sent != -Errno.EAGAIN) {
            close();
        }
        return sent > 0;
    }

    private boolean nextPiece(Pieces from) {
        if (!pieceAsked) {
            pieceAsked = true;
            from.next(this::took);
        }
        return !pieceAsked;
    }

    private void took(@Nullable String text) {
        pieceAsked = false;
        if (text != null) {
            say(text);
        } else {
            answer = null;
            say(quitting ? "" : prompts ? PROMPT : NO_PROMPT);
        }
        advance();
    }

    private void say(String text) {
        piece = UTF_8.encode(text);
    }

    /** The next line that was typed; at the last, unless there is a prompt, the end. */
    private boolean nextLine() {
        if (quitting) {
            close();
            return false;
        }
        String line = takeLine();
        if (line != null) {
            commands.addAll(CommandWords.commands(line));
            answered = true;
            return true;
        }
        if (answered && !prompts) {
            close();
            return false;
        }
        return receiveMore();
    }

    private @Nullable String takeLine() {
        for (int i = in.start(); i < in.end(); i++) {
            if (in.bytes().get(i) == '\n') {
                byte[] line = new byte[i - in.start()];
                in.bytes().get(in.start(), line);
                in.startAt(i + 1);
                return new String(line, UTF_8).stripTrailing();
            }
        }
        return null;
    }

    private boolean receiveMore() {
        in.moveTo(0);
        if (in.room() == 0) {
            quitting = true;
            say(TOO_LONG);
            return true;
        }
        if (!readable()) {
            return false;
        }
        int count = receive(in, in.room());
        if (count == 0 || (count < 0 && count != -Errno.EAGAIN)) {
            close();
        }
        return count > 0;
    }

    @Override
    public Level level() {
        return level;
    }

    @Override
    public void lower(Level to) {
        level = to.compareTo(level) < 0 ? to : level;
    }

    @Override
    public void togglePrompt() {
        prompts = !prompts;
    }

    @Override
    public void timeoutMs(long ms) {
        timeoutMs = ms;
    }

    @Override
    public void quit() {
        quitting = true;
        commands.clear();
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            super.close();
            loop().cancel(idle);
            buffers.giveBack(in);
            buffers.giveBack(out);
            closed.accept(this);
        }
    }
}
