package io.fairlead.config;

import io.fairlead.config.GlobalConfig.StatsSocket;
import io.fairlead.config.GlobalConfig.StatsSocket.Level;
import io.fairlead.config.ProxyConfig.Origin;

/** A {@code stats socket} line while it is read. */
final class SocketDraft {
    final Word address;
    final Origin origin;
    final Endpoint endpoint;
    final AccessDraft access = new AccessDraft();
    Level level = Level.OPERATOR;

    SocketDraft(Word address, Origin origin, Endpoint endpoint) {
        this.address = address;
        this.origin = origin;
        this.endpoint = endpoint;
    }

    StatsSocket build(long idleTimeoutMs) {
        return new StatsSocket(endpoint, access.build(), level, idleTimeoutMs);
    }
}
