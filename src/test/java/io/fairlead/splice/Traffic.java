package io.fairlead.splice;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Both far ends of a transfer on threads of their own, as fast as they can: one sends, one receives and compares. */
final class Traffic implements AutoCloseable {
    private final Transfer transfer;
    private final Thread sender;
    private final Thread receiver;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    /** @param bytes to send before the end */
    Traffic(Transfer transfer, long bytes) {
        this.transfer = transfer;
        try {
            transfer.from.socket().configureBlocking(true);
            transfer.to.socket().configureBlocking(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sender = start(() -> {
            transfer.from.send(bytes);
            transfer.from.finish();
        });
        receiver = start(transfer.to::receive);
    }

    private Thread start(Runnable work) {
        return Thread.ofPlatform().start(() -> {
            try {
                work.run();
            } catch (UncheckedIOException | AssertionError e) {
                if (!stopping) {
                    failure = e;
                }
            }
        });
    }

    /** What went wrong on either thread, or null. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Waits until the receiver has seen the end of its stream. */
    void join() throws InterruptedException {
        sender.join();
        receiver.join();
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        transfer.from.close();
        transfer.to.close();
        join();
    }
}
