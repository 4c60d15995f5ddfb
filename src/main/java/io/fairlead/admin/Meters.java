package io.fairlead.admin;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Counters;
import io.fairlead.balance.Server;
import io.fairlead.session.Frontend;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The rates of everything that counts. All meters are looked at by one thread; any may read them. */
final class Meters {
    private record Reading(LongAdder total, Meter meter) {}

    private final IdentityHashMap<LongAdder, Meter> meters = new IdentityHashMap<>();
    private final IdentityHashMap<Counters, Averages> averages = new IdentityHashMap<>();
    private final List<Reading> readings = new ArrayList<>();
    private final List<Frontend> frontends;
    private final Meter sessions = new Meter();
    private final Meter bytesOut = new Meter();
    private long lookedAtMs;

    Meters(List<Frontend> frontends, List<Backend> backends, long nowMs) {
        this.frontends = frontends;
        this.lookedAtMs = nowMs;
        for (Frontend frontend : frontends) {
            add(frontend.counters());
        }
        for (Backend backend : backends) {
            addServing(backend.counters());
            backend.servers().stream().map(Server::counters).forEach(this::addServing);
        }
    }

    private void addServing(Counters counters) {
        add(counters);
        averages.put(counters, new Averages(counters.durations));
    }

    private void add(Counters counters) {
        add(counters.sessions);
        add(counters.requests);
    }

    private void add(LongAdder total) {
        Meter meter = new Meter();
        meters.put(total, meter);
        readings.add(new Reading(total, meter));
    }

    /** @param nowMs time of day */
    void look(long nowMs) {
        long elapsedMs = nowMs - lookedAtMs;
        lookedAtMs = nowMs;
        for (Reading each : readings) {
            each.meter.look(each.total.sum(), elapsedMs, nowMs);
        }
        averages.values().forEach(Averages::look);
        long sessionsNow = 0;
        long bytesNow = 0;
        for (Frontend frontend : frontends) {
            sessionsNow += frontend.counters().sessions.sum();
            bytesNow += frontend.counters().bytesOut.sum();
        }
        sessions.look(sessionsNow, elapsedMs, nowMs);
        bytesOut.look(bytesNow, elapsedMs, nowMs);
    }

    /** Of a counter of sessions or requests. */
    Meter of(LongAdder total) {
        Meter meter = meters.get(total);
        if (meter == null) {
            throw new IllegalArgumentException("not metered");
        }
        return meter;
    }

    /** Of a backend's or a server's counters. */
    Averages averagesOf(Counters counters) {
        return Objects.requireNonNull(averages.get(counters), "not metered");
    }

    /** Of the whole process. */
    Meter sessions() {
        return sessions;
    }

    /** Of the whole process. */
    Meter bytesOut() {
        return bytesOut;
    }

    void clearHighest() {
        readings.forEach(each -> each.meter.clearHighest());
        sessions.clearHighest();
        bytesOut.clearHighest();
    }
}
