package io.fairlead.process;

import io.fairlead.admin.Doors;
import io.fairlead.config.FrontendConfig.Bind;
import io.fairlead.config.LogTarget.Level;
import io.fairlead.linux.Errno;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import io.fairlead.session.Frontend;
import io.fairlead.session.Frontend.State;
import io.fairlead.session.Worker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * All addresses of all frontends: opened together, paused together, closed each after its proxy's {@code grace}. Once a
 * stop has begun nothing is paused or resumed.
 */
final class Entrances implements Doors {
    private final Listening listening;
    private final Journal journal;
    private final Loop first;
    private final List<Entrance> open = new ArrayList<>();
    private final Map<String, Integer> users = new HashMap<>();
    private boolean stopping;

    /** @param shared whether other processes accept from the same sockets (nbproc) */
    Entrances(Listening listening, List<Frontend> frontends, List<Worker> workers, Journal journal, boolean shared) {
        this.listening = listening;
        this.journal = journal;
        this.first = workers.getFirst().loop();
        for (Frontend frontend : frontends) {
            frontend.config().binds().forEach(bind -> users.merge(EndpointName.of(bind), 1, Integer::sum));
        }
        Set<String> met = new HashSet<>();
        for (Frontend frontend : frontends) {
            int number = 0;
            for (Bind bind : frontend.config().binds()) {
                String name = EndpointName.of(bind);
                List<Integer> sockets = met.add(name) ? listening.of(bind) : listening.copiesOf(bind);
                boolean crowded = shared || Objects.requireNonNull(users.get(name)) > 1;
                open.add(new Entrance(frontend, ++number, bind, sockets, workers, crowded));
            }
        }
    }

    void open() {
        open.forEach(Entrance::open);
        frontends().forEach(frontend -> journal.note(frontend, Level.NOTICE, "Proxy " + frontend.name() + " started."));
    }

    private List<Frontend> frontends() {
        return open.stream().map(Entrance::frontend).distinct().toList();
    }

    /** Any thread may call. */
    void pause() {
        first.post(() -> {
            if (!stopping) {
                frontends().forEach(frontend -> journal.warn(frontend, "Pausing proxy " + frontend.name() + "."));
                open.forEach(this::pause);
            }
        });
    }

    /** Any thread may call. Where a port is somebody else's by now, its proxy stays paused. */
    void resume() {
        first.post(() -> {
            if (!stopping) {
                frontends().forEach(frontend -> journal.warn(frontend, "Enabling proxy " + frontend.name() + "."));
                open.forEach(this::resume);
            }
        });
    }

    private boolean isStopping(Entrance entrance) {
        return stopping || entrance.frontend().state() == State.STOPPED;
    }

    private void pause(Entrance entrance) {
        if (!isStopping(entrance)) {
            entrance.frontend().state(State.PAUSED);
            entrance.pause(first, () -> restIfQuiet(entrance.name()));
        }
    }

    /** Frontends of the same address share its sockets: these rest when all of them are paused. */
    private void restIfQuiet(String name) {
        List<Entrance> sharing =
                open.stream().filter(each -> each.name().equals(name)).toList();
        if (sharing.stream().allMatch(Entrance::isQuiet)) {
            sharing.stream().limit(1).forEach(Entrance::rest);
        }
    }

    private void resume(Entrance entrance) {
        if (isStopping(entrance)) {
            return;
        }
        Frontend frontend = entrance.frontend();
        int answer = entrance.resume();
        if (answer < 0) {
            journal.warn(
                    frontend,
                    "Cannot enable proxy " + frontend.name() + " on " + entrance.name() + ": " + Errno.describe(answer)
                            + ". It stays paused.");
            pause(entrance);
        } else {
            frontend.state(State.OPEN);
        }
    }

    @Override
    public void pause(Frontend frontend) {
        first.post(() -> of(frontend).forEach(this::pause));
    }

    @Override
    public void resume(Frontend frontend) {
        first.post(() -> of(frontend).forEach(this::resume));
    }

    @Override
    public void shutDown(Frontend frontend) {
        first.post(() -> stop(frontend));
    }

    private List<Entrance> of(Frontend frontend) {
        return open.stream().filter(each -> each.frontend() == frontend).toList();
    }

    /** Closes each when its proxy's {@code grace} is over. On the first loop. */
    void stop() {
        stopping = true;
        for (Frontend frontend : frontends()) {
            Timer grace = new Timer() {
                @Override
                protected void expired() {
                    stop(frontend);
                }
            };
            first.schedule(grace, frontend.config().graceMs());
        }
    }

    private void stop(Frontend frontend) {
        frontend.state(State.STOPPED);
        for (Entrance entrance : of(frontend)) {
            entrance.stop(() -> first.post(() -> left(entrance)));
        }
        journal.note(frontend, Level.WARNING, "Proxy " + frontend.name() + " stopped.");
    }

    private void left(Entrance entrance) {
        boolean wasOpen = open.remove(entrance); // an operator may stop it twice
        if (wasOpen && users.merge(entrance.name(), -1, Integer::sum) == 0) {
            listening.close(entrance.name());
        } else if (wasOpen) {
            restIfQuiet(entrance.name());
        }
    }

    /** Whether nothing listens any more. On the first loop. */
    boolean allClosed() {
        return open.isEmpty();
    }
}
