package io.fairlead.balance;

import static io.fairlead.balance.Proxies.FAILED;
import static io.fairlead.balance.Proxies.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.balance.Backend.Assignment;
import io.fairlead.config.ProxyConfig.Option;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random schedules against what a bystander with a list can tell: no limit is passed, nobody waits while a slot is free
 * that it may use, the oldest is served first, and each one that waits is served once, sent away, or leaves by itself.
 */
class RandomScheduleTest {
    /** In order of arrival. */
    private final List<Visitor> waiting = new ArrayList<>();

    private final List<Visitor> holding = new ArrayList<>();
    private final List<Visitor> dismissed = new ArrayList<>();
    private boolean persists;
    private boolean allBackups;
    private boolean bySource;
    private long nowMs;

    @ParameterizedTest
    @ValueSource(
            longs = {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
                29, 30, 31, 32
            })
    void shouldNeverPassALimitNorLetAnybodyWaitWhileASlotIsFree(long seed) {
        Random random = new Random(seed);
        Backend backend = backend(random);
        for (int step = 0; step < 4_000; step++) {
            nowMs++;
            act(backend, random);
            check(backend);
        }
        drain(backend);
    }

    private Backend backend(Random random) {
        Proxies proxies = new Proxies().fullconn(20 + random.nextInt(60));
        int servers = 1 + random.nextInt(6);
        for (int i = 0; i < servers; i++) {
            int maxconn = 1 + random.nextInt(8);
            int minconn = random.nextBoolean() ? maxconn : 1 + random.nextInt(maxconn);
            int maxqueue = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 0;
            boolean backup = random.nextInt(3) == 0;
            proxies.server(line -> {
                line.weight(1 + random.nextInt(10)).limits(minconn, maxconn).maxqueue(maxqueue);
                return backup ? line.backup() : line;
            });
        }
        if (random.nextInt(6) == 0) {
            proxies.weights(1);
        }
        if (random.nextBoolean()) {
            proxies.redispatch();
        }
        persists = random.nextInt(4) == 0;
        allBackups = random.nextBoolean();
        bySource = random.nextInt(3) == 0;
        if (persists) {
            proxies.options(Option.PERSIST);
        }
        if (allBackups) {
            proxies.options(Option.ALLBACKUPS);
        }
        return (bySource ? proxies.source() : proxies).backend();
    }

    private void act(Backend backend, Random random) {
        int dice = random.nextInt(100);
        if (dice < 45) {
            arrive(backend, new Visitor(random.nextInt(50)), any(backend.servers(), random, 0.4));
        } else if (dice < 82) {
            Visitor leaving = any(holding, random, 1);
            if (leaving != null) {
                holding.remove(leaving);
                backend.release(leaving);
            }
        } else if (dice < 90) {
            Visitor impatient = any(waiting, random, 1);
            if (impatient != null) {
                waiting.remove(impatient);
                assertThat(backend.withdraw(impatient)).isTrue();
            }
        } else {
            change(backend, random);
        }
        List<Visitor> again = List.copyOf(dismissed);
        dismissed.clear();
        again.forEach(visitor -> arrive(backend, visitor, null));
    }

    private void change(Backend backend, Random random) {
        Server server = Objects.requireNonNull(any(backend.servers(), random, 1));
        switch (random.nextInt(12)) {
            case 0 -> backend.setState(server, AdminState.MAINT, nowMs);
            case 1 -> backend.setState(server, AdminState.DRAIN, nowMs);
            case 2, 3 -> backend.setState(server, AdminState.READY, nowMs);
            case 4 -> backend.setWeight(server, random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(256), nowMs);
            case 5 -> backend.setHealth(server, random.nextBoolean(), nowMs);
            case 6 -> changeLimit(backend, server, random);
            default -> backend.checked(server, random.nextInt(3) > 0 ? PASSED : FAILED, nowMs);
        }
    }

    private static void changeLimit(Backend backend, Server server, Random random) {
        if (server.maxConnections() > 0) {
            backend.setMaxConnections(server, 1 + random.nextInt(8));
        }
    }

    private void arrive(Backend backend, Visitor visitor, @Nullable Server wanted) {
        boolean getsWanted = wanted != null && admits(wanted);
        boolean somebodyServes = !candidates(backend).isEmpty();
        visitor.target = getsWanted ? wanted : null;
        Assignment assignment = backend.assign(visitor, wanted);
        assertThat(assignment == Assignment.NONE).isEqualTo(!getsWanted && !somebodyServes);
        if (assignment == Assignment.QUEUED) {
            visitor.target = visitor.serverQueuePosition() > 0 ? queueOf(backend, visitor) : null;
            waiting.add(visitor);
        } else if (assignment == Assignment.SERVER) {
            hold(backend, visitor);
        } else if (assignment == Assignment.FULL) {
            assertThat(backend.servers())
                    .anyMatch(server -> server.hasFullQueue() && !server.hasRoom(backend.sessions()));
        }
    }

    private static Server queueOf(Backend backend, Demand demand) {
        return backend.servers().stream()
                .filter(server -> server.queue == demand.queue)
                .findFirst()
                .orElseThrow();
    }

    private void hold(Backend backend, Visitor visitor) {
        Server server = Objects.requireNonNull(visitor.server());
        assertThat(
                        server == visitor.target
                                ? admits(server)
                                : candidates(backend).contains(server))
                .isTrue();
        visitor.freshlyServed = true;
        holding.add(visitor);
    }

    private boolean admits(Server server) {
        return persists || server.isUp();
    }

    /** Whom balancing may choose, told anew from what can be seen of each server. */
    private List<Server> candidates(Backend backend) {
        List<Server> able = backend.servers().stream()
                .filter(server ->
                        server.isUp() && server.weight() > 0 && server.state().admin() == AdminState.READY)
                .toList();
        List<Server> active =
                able.stream().filter(server -> !server.config().backup()).toList();
        return !active.isEmpty() || allBackups
                ? (active.isEmpty() ? able : active)
                : able.stream().limit(1).toList();
    }

    private void check(Backend backend) {
        for (Visitor visitor : holding) {
            Server server = Objects.requireNonNull(visitor.server());
            if (visitor.freshlyServed) {
                visitor.freshlyServed = false;
                assertThat(server.maxConnections() == 0 || server.sessions() <= server.limit(backend.sessions()))
                        .isTrue();
            }
        }
        List<Server> candidates = candidates(backend);
        for (Server server : backend.servers()) {
            boolean room = server.hasRoom(backend.sessions());
            boolean forOwn = room && admits(server);
            boolean forAll = room && candidates.contains(server);
            assertThat(waiting)
                    .noneMatch(visitor -> visitor.target == null ? forAll : visitor.target == server && forOwn);
            assertThat(server.sessions()).isEqualTo((int)
                    holding.stream().filter(v -> v.server() == server).count());
            assertThat(server.queued()).isEqualTo((int)
                    waiting.stream().filter(v -> v.target == server).count());
            assertThat(server.config().maxQueue() == 0
                            || server.queued() <= server.config().maxQueue())
                    .isTrue();
        }
        assertThat(backend.queued())
                .isEqualTo((int) waiting.stream().filter(v -> v.target == null).count());
        assertThat(bySource && backend.queued() > 0).isFalse();
        assertThat(backend.sessions()).isEqualTo(holding.size() + waiting.size());
    }

    private void drain(Backend backend) {
        backend.servers().forEach(server -> {
            backend.setState(server, AdminState.READY, nowMs);
            backend.setHealth(server, true, nowMs);
            backend.setWeight(server, 1, nowMs);
        });
        List<Visitor> again = List.copyOf(dismissed);
        dismissed.clear();
        again.forEach(visitor -> arrive(backend, visitor, null));
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
        /** The server it waits for; null: any that balancing may choose. */
        private @Nullable Server target;

        private boolean freshlyServed;

        Visitor(int client) {
            try {
                comesFrom(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) client}));
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void granted() {
            Server server = Objects.requireNonNull(server());
            assertThat(waiting.stream()
                            .filter(visitor -> visitor.canUse(server))
                            .findFirst())
                    .contains(this);
            waiting.remove(this);
            freshlyServed = true;
            holding.add(this);
        }

        @Override
        protected void dismissed() {
            assertThat(waiting.remove(this)).isTrue();
            dismissed.add(this);
        }

        boolean canUse(Server server) {
            return target == server || (target == null && server.candidate);
        }
    }
}
