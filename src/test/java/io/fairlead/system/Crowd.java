package io.fairlead.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many clients at once, each on a virtual thread. */
final class Crowd {
    private Crowd() {}

    /** One client's part; {@code number} tells them apart. */
    @FunctionalInterface
    interface Part<T> {
        T play(int number) throws Exception;
    }

    /** Has so many clients play at once; returns what each brought, and fails as the first that failed. */
    static <T> List<T> play(int clients, Part<T> part) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                Callable<T> task = () -> part.play(number);
                futures.add(executor.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(result(future));
            }
            return results;
        }
    }

    private static <T> T result(Future<T> future) throws Exception {
        try {
            return future.get(4 * Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a client failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a client does not end", e);
        }
    }
}
