package io.fairlead.health;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.balance.Transition;

/** Whom it is told that a server went up or down; called on the checks' loop. */
public interface Listener {
    void up(Backend backend, Server server, Transition transition);

    /** @param reason what made the last check fail, in words */
    void down(Backend backend, Server server, String reason, Transition transition);
}
