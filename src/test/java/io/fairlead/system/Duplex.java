package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Bytes of {@link Bulk} each way between two ends that know from {@link #toString} what the other does.
 *
 * @param id tells it from all others; where in the stream its bytes begin follows from it
 * @param upBytes that the client sends, or would send if it did not leave
 * @param downBytes the server's
 */
record Duplex(long id, How how, long upBytes, long downBytes) {
    enum How {
        /** Both send, and finish when they have. */
        AT_ONCE,
        /** The server begins when the client has finished. */
        SERVER_LATER,
        /** The client begins when the server has finished. */
        CLIENT_LATER,
        /** The server closes after half of its own, when it has all of the client's: they arrive. */
        SERVER_QUITS,
        /** The client closes after half, and is sent nothing: they arrive. */
        CLIENT_QUITS,
        SERVER_RESETS,
        CLIENT_RESETS,
        /** With bytes that it has not read, which makes it a reset. */
        CLIENT_CLOSES;

        static final List<How> ALL = List.of(values());

        /** Whether all that was sent arrives, and the ends with it. */
        boolean isWhole() {
            return this != SERVER_RESETS && this != CLIENT_RESETS && this != CLIENT_CLOSES;
        }
    }

    /** What one end does in the background. */
    @FunctionalInterface
    private interface Part {
        void play() throws IOException;
    }

    static Duplex parse(String text) {
        String[] words = text.split("/", -1);
        return new Duplex(
                Long.parseLong(words[0]), How.valueOf(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }

    @Override
    public String toString() {
        return id + "/" + how + "/" + upBytes + "/" + downBytes;
    }

    private long upFrom() {
        return id * 7919;
    }

    private long downFrom() {
        return id * 104_729 + 1;
    }

    private Pace pace(int end) {
        return Pace.any(new Random(2 * id + end));
    }

    /** The server's part. */
    void serve(Wire wire) throws IOException {
        switch (how) {
            case SERVER_LATER, CLIENT_QUITS -> {
                receiveUp(wire, how == How.CLIENT_QUITS ? upBytes / 2 : upBytes);
                ended(wire);
                sendDown(wire, how == How.CLIENT_QUITS ? 0 : downBytes);
            }
            case CLIENT_LATER -> {
                sendDown(wire, downBytes);
                wire.endOutput();
                receiveUp(wire, upBytes);
                ended(wire);
            }
            case SERVER_QUITS -> {
                receiveUp(wire, upBytes);
                sendDown(wire, downBytes / 2);
            }
            case SERVER_RESETS -> {
                sendDown(wire, downBytes / 2);
                wire.reset();
            }
            case AT_ONCE, CLIENT_RESETS, CLIENT_CLOSES -> {
                FutureTask<Void> sender = background(() -> {
                    sendDown(wire, downBytes);
                    wire.endOutput();
                });
                receiveUp(wire, upBytes);
                ended(wire);
                join(sender);
            }
        }
    }

    /** The client's part. */
    void ask(Wire wire) throws IOException {
        switch (how) {
            case AT_ONCE, SERVER_LATER -> {
                FutureTask<Void> sender = background(() -> {
                    sendUp(wire, upBytes);
                    wire.endOutput();
                });
                receiveDown(wire, downBytes);
                ended(wire);
                join(sender);
            }
            case CLIENT_LATER -> {
                receiveDown(wire, downBytes);
                ended(wire);
                sendUp(wire, upBytes);
                wire.endOutput();
            }
            case SERVER_QUITS -> {
                FutureTask<Void> sender = background(() -> sendUp(wire, upBytes));
                receiveDown(wire, downBytes / 2);
                ended(wire);
                join(sender);
            }
            case CLIENT_QUITS -> {
                sendUp(wire, upBytes / 2);
                wire.close();
            }
            case SERVER_RESETS -> {
                FutureTask<Void> _ = background(() -> sendUp(wire, upBytes));
                receiveDown(wire, downBytes / 2);
                ended(wire);
            }
            case CLIENT_RESETS, CLIENT_CLOSES -> {
                FutureTask<Void> _ = background(() -> sendUp(wire, upBytes));
                receiveDown(wire, downBytes / 2);
                if (how == How.CLIENT_RESETS) {
                    wire.reset();
                }
            }
        }
    }

    private void sendUp(Wire wire, long bytes) throws IOException {
        pace(0).write(wire.output(), upFrom(), bytes);
    }

    private void receiveUp(Wire wire, long bytes) throws IOException {
        pace(1).read(wire.input(), upFrom(), bytes);
    }

    private void sendDown(Wire wire, long bytes) throws IOException {
        pace(2).write(wire.output(), downFrom(), bytes);
    }

    private void receiveDown(Wire wire, long bytes) throws IOException {
        pace(3).read(wire.input(), downFrom(), bytes);
    }

    private static void ended(Wire wire) throws IOException {
        assertThat(wire.input().read()).as("the end").isEqualTo(-1);
    }

    private static FutureTask<Void> background(Part part) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            part.play();
            return null;
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    private static void join(FutureTask<Void> task) throws IOException {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IOException("sending: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
