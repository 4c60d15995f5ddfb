package io.fairlead.admin;

import io.fairlead.config.LogTarget.Level;
import io.fairlead.config.ProxyConfig;
import org.jspecify.annotations.Nullable;

/** Where it is written what operators changed. Any thread may call. */
@FunctionalInterface
public interface Ledger {
    /** @param proxy that it concerns, in whose logs it stands; null: the process, in the global ones */
    void note(@Nullable ProxyConfig proxy, Level level, String text);
}
