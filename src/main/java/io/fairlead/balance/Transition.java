package io.fairlead.balance;

/**
 * A server went up or down: the figures at that moment, for the log.
 *
 * @param serversUp servers of the backend that are up now
 * @param sessions sessions the server has
 * @param requeued demands that left a queue because of it: sent away by a server that went down, or served by one that
 *     came up
 * @param queued demands still waiting for this server
 */
public record Transition(int serversUp, int sessions, int requeued, int queued) {}
