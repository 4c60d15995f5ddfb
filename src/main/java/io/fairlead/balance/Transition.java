package io.fairlead.balance;

/**
 * A server changed: the figures of its backend at that moment, for the log.
 *
 * @param up whether the server is up now
 * @param activeServers servers that new clients can be sent to, backups not counted
 * @param backupServers backups that they could be sent to
 * @param sessions sessions the server has
 * @param requeued demands that left a queue because of it: sent away by a server that went down, or served by one that
 *     came up
 * @param queued demands still waiting for this server
 */
public record Transition(boolean up, int activeServers, int backupServers, int sessions, int requeued, int queued) {
    /** The last of the active servers is gone, and a backup takes over. */
    public boolean runsOnBackup() {
        return activeServers == 0 && backupServers > 0;
    }

    /** Nobody new can be served. */
    public boolean noneLeft() {
        return activeServers == 0 && backupServers == 0;
    }
}
