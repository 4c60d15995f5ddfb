package io.fairlead.admin;

import io.fairlead.config.GlobalConfig.StatsSocket.Level;

/** What commands may change of the connection that they come from. */
interface Console {
    Level level();

    /** From now on it may do less. */
    void lower(Level level);

    /** Whether it stays open behind an answer, with a prompt. */
    void togglePrompt();

    /** {@code set timeout cli}. */
    void timeoutMs(long timeoutMs);

    /** Closes it once all is sent. */
    void quit();
}
