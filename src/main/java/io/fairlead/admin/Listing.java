package io.fairlead.admin;

import io.fairlead.loop.Loop;
import io.fairlead.session.Session;
import io.fairlead.session.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every session of every loop, newest first on each: one loop is asked after the other, and describes one page at a
 * time. What begins meanwhile is left out, and so is what ends.
 */
final class Listing implements Pieces {
    /** Sessions that a loop describes before it goes on with its traffic. */
    private static final int PAGE = 256;

    private final Loop loop;
    private final List<Worker> workers;
    private int asked;

    /** The sessions of the loop that is asked; they go with each post from that loop to this and back. */
    private final List<Session> found = new ArrayList<>();

    private int described;

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
        Errand.post(
                worker.loop(),
                () -> {
                    String page = page(worker);
                    boolean last = described == found.size();
                    loop.post(() -> took(page, last, taker));
                },
                e -> loop.post(() -> took(Errand.answer(e), true, taker)));
    }

    private String page(Worker worker) {
        if (described == 0) {
            worker.eachSession(found::add);
        }
        StringBuilder text = new StringBuilder();
        int until = Math.min(described + PAGE, found.size());
        while (described < until) {
            Session session = found.get(described++);
            if (!session.isClosed()) {
                text.append(SessionText.line(session));
            }
        }
        return text.toString();
    }

    private void took(String page, boolean last, Consumer<@Nullable String> taker) {
        if (last) {
            asked++;
            found.clear();
            described = 0;
        }
        taker.accept(page);
    }
}
