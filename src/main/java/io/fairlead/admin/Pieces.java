package io.fairlead.admin;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command's answer, made piece by piece as its reader takes it: neither a long answer nor a slow reader holds memory.
 */
@FunctionalInterface
interface Pieces {
    /**
     * Hands over the next piece, at once or later, on the loop of the caller; null: that was all. Not called again
     * before it has.
     */
    void next(Consumer<@Nullable String> taker);

    /** Nothing to say: it is done. */
    static Pieces none() {
        return of(List.<String>of().iterator());
    }

    static Pieces of(String text) {
        return of(List.of(text).iterator());
    }

    static Pieces of(Iterator<String> texts) {
        return taker -> taker.accept(texts.hasNext() ? texts.next() : null);
    }

    /** One piece, which comes later. */
    static Pieces later(Consumer<Consumer<@Nullable String>> source) {
        AtomicBoolean asked = new AtomicBoolean();
        return taker -> {
            if (asked.compareAndSet(false, true)) {
                source.accept(taker);
            } else {
                taker.accept(null);
            }
        };
    }
}
