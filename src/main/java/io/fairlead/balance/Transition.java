package io.fairlead.balance;

/**
 * A server changed: the figures of its backend at that moment, for the log.
 *
 * @param up whether the server is up now
 * @param served whether new clients could be served before
 * @param activeServers servers that new clients can be sent to, backups not counted
 * @param backupServers backups that they could be sent to
 * @param sessions sessions the server has
 * @param requeued demands that left a queue because of it: sent away by a server that went down, or served by one that
 *     came up
 * @param queued demands still waiting for this server
 */
public record Transition(
        boolean up, boolean served, int activeServers, int backupServers, int sessions, int requeued, int queued) {
    /** Those figures in HAProxy's words. */
    public String words() {
        String load = up
                ? "%d sessions requeued, %d total in queue".formatted(requeued, queued)
                : "%d sessions active, %d requeued, %d remaining in queue".formatted(sessions, requeued, queued);
        return "%d active and %d backup servers %s.%s %s."
                .formatted(
                        activeServers,
                        backupServers,
                        up ? "online" : "left",
                        runsOnBackup() ? " Running on backup." : "",
                        load);
    }

    /** The last of the active servers is gone, and a backup takes over. */
    private boolean runsOnBackup() {
        return activeServers == 0 && backupServers > 0;
    }

    /** Nobody new can be served any more. */
    public boolean lostLast() {
        return served && activeServers == 0 && backupServers == 0;
    }
}
