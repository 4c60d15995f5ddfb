package io.fairlead.balance;

/**
 * Whether a server may be used, and why: what its checks found and what the operator wants. Immutable, so that a reader
 * on any thread sees figures that belong together.
 *
 * @param weight 0 to 256; 0: as in {@link AdminState#DRAIN}
 * @param lastCheck how the last check ended, or {@link CheckResult#NONE}
 */
public record ServerState(Health health, AdminState admin, int weight, Uptime uptime, CheckResult lastCheck) {

    static ServerState initial(Health health, boolean disabled, int weight, long nowMs) {
        AdminState admin = disabled ? AdminState.MAINT : AdminState.READY;
        Health known = disabled ? health.empty() : health;
        return new ServerState(known, admin, weight, Uptime.since(nowMs, !disabled), CheckResult.NONE);
    }

    /** Whether those may use it whom persistence leads to it. */
    public boolean isUp() {
        return uptime.up();
    }

    /** Up, but no new clients come to it. */
    public boolean isDraining() {
        return isUp() && !takesNewClients();
    }

    /** Whether balancing may choose it. */
    public boolean takesNewClients() {
        return isUp() && admin == AdminState.READY && weight > 0;
    }

    /** No difference to those who want to be served. */
    boolean servesLike(ServerState other) {
        return isUp() == other.isUp() && admin == other.admin && weight == other.weight;
    }

    /** The word for it in {@code show stat}; a server that is on its way up or down with how far it has come. */
    public String word(boolean checked) {
        if (admin == AdminState.MAINT) {
            return "MAINT";
        }
        if (!isUp()) {
            return health.value() == 0 ? "DOWN" : "DOWN " + health.value() + "/" + health.rise();
        }
        String word = admin == AdminState.DRAIN ? "DRAIN" : checked ? "UP" : "no check";
        boolean failing = checked && !health.isFull();
        return failing ? word + " " + (health.value() - health.rise() + 1) + "/" + health.fall() : word;
    }

    /** What a check finds of a server in maintenance does not count. */
    ServerState checked(CheckResult result, long nowMs) {
        if (admin == AdminState.MAINT) {
            return this;
        }
        ServerState next = with(result.passed() ? health.passed() : health.failed(), nowMs);
        return new ServerState(next.health, admin, weight, next.uptime, result);
    }

    ServerState with(Health newHealth, long nowMs) {
        boolean up = newHealth.isUp() && admin != AdminState.MAINT;
        return new ServerState(newHealth, admin, weight, uptime.next(up, nowMs), lastCheck);
    }

    /** Who comes back from maintenance is up until a check fails: what was known of it is forgotten. */
    ServerState with(AdminState newAdmin, long nowMs) {
        if (newAdmin == admin) {
            return this;
        }
        Health known =
                newAdmin == AdminState.MAINT ? health.empty() : admin == AdminState.MAINT ? health.unknown() : health;
        boolean up = known.isUp() && newAdmin != AdminState.MAINT;
        Uptime next = up == isUp() ? uptime.touched(nowMs) : uptime.next(up, nowMs);
        return new ServerState(known, newAdmin, weight, next, lastCheck);
    }

    /** As it is, without what was counted. */
    ServerState cleared() {
        return new ServerState(health.cleared(), admin, weight, uptime.cleared(), lastCheck);
    }

    ServerState withWeight(int newWeight) {
        return new ServerState(health, admin, newWeight, uptime, lastCheck);
    }
}
