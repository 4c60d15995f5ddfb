package io.fairlead.admin;

import io.fairlead.config.LogTarget.Level;
import io.fairlead.config.ProxyConfig;

/** Where it is written what operators changed: the logs of the proxy it concerns. Any thread may call. */
@FunctionalInterface
public interface Ledger {
    void note(ProxyConfig proxy, Level level, String text);
}
