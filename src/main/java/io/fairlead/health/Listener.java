package io.fairlead.health;

import io.fairlead.balance.Backend;
import io.fairlead.balance.CheckResult;
import io.fairlead.balance.Server;
import io.fairlead.balance.Transition;

/** Whom it is told that a server went up or down; called on the checks' loop. */
public interface Listener {
    /** @param result the check that did it */
    void changed(Backend backend, Server server, CheckResult result, Transition transition);
}
