package io.fairlead.balance;

import static io.fairlead.balance.Proxies.FAILED;
import static io.fairlead.balance.Proxies.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.balance.Backend.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random schedules against what a bystander with a list can tell. */
class RandomScheduleTest {
    /** In order of arrival. */
    private final List<Visitor> waiting = new ArrayList<>();

    private final List<Visitor> holding = new ArrayList<>();
    private final List<Visitor> dismissed = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void shouldNeverPassALimitNorLetAnybodyWaitWhileASlotIsFree(long seed) {
        Random random = new Random(seed);
        Backend backend = backend(random);
        for (int step = 0; step < 5000; step++) {
            act(backend, random);
            check(backend);
        }
        drain(backend);
    }

    private static Backend backend(Random random) {
        Proxies proxies = new Proxies().fullconn(20 + random.nextInt(60));
        int servers = 1 + random.nextInt(5);
        for (int i = 0; i < servers; i++) {
            int maxconn = 1 + random.nextInt(8);
            int minconn = random.nextBoolean() ? maxconn : 1 + random.nextInt(maxconn);
            proxies.server(1 + random.nextInt(10), minconn, maxconn);
        }
        if (random.nextInt(6) == 0) {
            proxies.weights(1);
        }
        return (random.nextBoolean() ? proxies.redispatch() : proxies).backend();
    }

    private void act(Backend backend, Random random) {
        int dice = random.nextInt(100);
        if (dice < 45) {
            arrive(backend, new Visitor(), any(backend.servers(), random, 0.4));
        } else if (dice < 85) {
            Visitor leaving = any(holding, random, 1);
            if (leaving != null) {
                holding.remove(leaving);
                backend.release(leaving);
            }
        } else if (dice < 95) {
            Visitor impatient = any(waiting, random, 1);
            if (impatient != null) {
                waiting.remove(impatient);
                assertThat(backend.withdraw(impatient)).isTrue();
            }
        } else {
            Server server = Objects.requireNonNull(any(backend.servers(), random, 1));
            boolean passed = random.nextInt(3) > 0;
            Object ignored = backend.checked(server, passed ? PASSED : FAILED, 1);
        }
        List<Visitor> again = List.copyOf(dismissed);
        dismissed.clear();
        again.forEach(visitor -> arrive(backend, visitor, null));
    }

    private void arrive(Backend backend, Visitor visitor, @Nullable Server wanted) {
        boolean someServerUp = backend.servers().stream().anyMatch(Server::isUp);
        visitor.wanted = wanted != null && wanted.isUp() ? wanted : null;
        Assignment assignment = backend.assign(visitor, wanted);
        assertThat(assignment == Assignment.NONE).isEqualTo(!someServerUp);
        if (assignment == Assignment.QUEUED) {
            waiting.add(visitor);
        } else if (assignment == Assignment.SERVER) {
            hold(visitor);
        }
    }

    private void hold(Visitor visitor) {
        Server server = Objects.requireNonNull(visitor.server());
        assertThat(server.isUp()).isTrue();
        assertThat(visitor.wanted == null || visitor.wanted == server).isTrue();
        visitor.freshlyServed = true;
        holding.add(visitor);
    }

    private void check(Backend backend) {
        for (Visitor visitor : holding) {
            Server server = Objects.requireNonNull(visitor.server());
            if (visitor.freshlyServed) {
                visitor.freshlyServed = false;
                assertThat(server.config().maxConnections() == 0
                                || server.sessions() <= server.limit(backend.sessions()))
                        .isTrue();
            }
        }
        for (Server server : backend.servers()) {
            boolean free = server.isUp() && server.hasRoom(backend.sessions());
            assertThat(free && waiting.stream().anyMatch(visitor -> visitor.canUse(server)))
                    .isFalse();
            assertThat(server.sessions()).isEqualTo((int)
                    holding.stream().filter(v -> v.server() == server).count());
            assertThat(server.queued()).isEqualTo((int)
                    waiting.stream().filter(v -> v.wanted == server).count());
        }
        assertThat(backend.sessions()).isEqualTo(holding.size() + waiting.size());
    }

    private void drain(Backend backend) {
        backend.servers().forEach(server -> {
            for (int i = 0; i < 2; i++) {
                backend.checked(server, PASSED, 1);
            }
        });
        while (!holding.isEmpty()) {
            backend.release(holding.removeFirst());
        }
        assertThat(waiting).isEmpty();
        assertThat(backend.sessions()).isZero();
        assertThat(backend.servers()).allMatch(server -> server.sessions() == 0 && server.queued() == 0);
    }

    private static <T> @Nullable T any(List<T> list, Random random, double chance) {
        return list.isEmpty() || random.nextDouble() >= chance ? null : list.get(random.nextInt(list.size()));
    }

    private final class Visitor extends Demand {
        private @Nullable Server wanted;
        private boolean freshlyServed;

        @Override
        protected void granted() {
            Server server = Objects.requireNonNull(server());
            assertThat(waiting.stream()
                            .filter(visitor -> visitor.canUse(server))
                            .findFirst())
                    .contains(this);
            waiting.remove(this);
            hold(this);
        }

        @Override
        protected void dismissed() {
            assertThat(waiting.remove(this)).isTrue();
            dismissed.add(this);
        }

        boolean canUse(Server server) {
            return wanted == null || wanted == server;
        }
    }
}
