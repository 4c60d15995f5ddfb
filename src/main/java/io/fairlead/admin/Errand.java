package io.fairlead.admin;

import io.fairlead.loop.Loop;
import java.util.function.Consumer;

/** What operators have done on a loop of the traffic, which must not end it. */
final class Errand {
    private Errand() {}

    /** @param failed told on that loop, where the task failed */
    static void post(Loop loop, Runnable task, Consumer<RuntimeException> failed) {
        loop.post(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                failed.accept(e);
            }
        });
    }

    /** What the operator is told then. */
    static String answer(RuntimeException e) {
        return "Internal error: " + e + "\n";
    }
}
