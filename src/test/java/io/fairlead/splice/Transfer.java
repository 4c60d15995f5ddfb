package io.fairlead.splice;

import io.fairlead.splice.Splice.Step;
import java.util.EnumSet;
import java.util.Set;

/** One splice, driven as a session drives it: advanced when either end is ready, and again after it yielded. */
final class Transfer implements AutoCloseable {
    private static final Set<Step> LAST =
            EnumSet.of(Step.DONE, Step.END, Step.SOURCE_FAILED, Step.TARGET_FAILED, Step.EXPIRED);

    final NearEnd source;
    final NearEnd target;
    final FarEnd from;
    final FarEnd to;
    private final Splice splice;
    private Step step = Step.AWAIT_SOURCE;
    private int advances;
    private int yields;
    private long mostAtOnce;
    private boolean putOff;
    private boolean closed;

    Transfer(NearEnd source, FarEnd from, NearEnd target, FarEnd to, Splice splice) {
        this.source = source;
        this.from = from;
        this.target = target;
        this.to = to;
        this.splice = splice;
        source.tell(this);
        target.tell(this);
    }

    void advance() {
        if (over()) {
            return;
        }
        long before = splice.carried();
        step = splice.carry();
        advances++;
        mostAtOnce = Math.max(mostAtOnce, splice.carried() - before);
        if (step == Step.YIELD) {
            yields++;
            advanceLater();
        }
    }

    private void advanceLater() {
        if (!putOff) {
            putOff = true;
            source.loop().putOff(() -> {
                putOff = false;
                advance();
            });
        }
    }

    /** No step may follow. */
    boolean over() {
        return closed || LAST.contains(step);
    }

    Step step() {
        return step;
    }

    int advances() {
        return advances;
    }

    int yields() {
        return yields;
    }

    /** The most bytes that one step carried. */
    long mostAtOnce() {
        return mostAtOnce;
    }

    long carried() {
        return splice.carried();
    }

    /** Lets go of the splice; the ends stay open for others. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            splice.close();
            source.tellNoMore(this);
            target.tellNoMore(this);
        }
    }
}
