package io.fairlead.admin;

import io.fairlead.loop.Loop;
import io.fairlead.session.Session;
import io.fairlead.session.Worker;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every session of every loop, newest first on each: one loop is asked after the other, and for one page at a time. What
 * begins meanwhile is left out.
 */
final class Listing implements Pieces {
    /** Sessions that a loop describes before it goes on with its traffic. */
    private static final int PAGE = 256;

    private final Loop loop;
    private final List<Worker> workers;
    private int asked;
    private long before = Long.MAX_VALUE;

    /** @param loop that of the runtime socket, on which the pages are handed over */
    Listing(Loop loop, List<Worker> workers) {
        this.loop = loop;
        this.workers = workers;
    }

    @Override
    public void next(Consumer<@Nullable String> taker) {
        if (asked == workers.size()) {
            taker.accept(null);
            return;
        }
        Worker worker = workers.get(asked);
        long from = before;
        worker.loop().post(() -> {
            Page page = new Page(from);
            worker.eachSession(page::add);
            loop.post(() -> took(page, taker));
        });
    }

    private void took(Page page, Consumer<@Nullable String> taker) {
        boolean more = page.count == PAGE;
        asked += more ? 0 : 1;
        before = more ? page.last : Long.MAX_VALUE;
        taker.accept(page.text.toString());
    }

    /** Ids fall along a loop's sessions, so the last one tells where the next page begins. */
    private static final class Page {
        private final StringBuilder text = new StringBuilder();
        private final long before;
        private long last;
        private int count;

        Page(long before) {
            this.before = before;
        }

        void add(Session session) {
            if (count < PAGE && session.id() < before) {
                text.append(SessionText.line(session));
                last = session.id();
                count++;
            }
        }
    }
}
