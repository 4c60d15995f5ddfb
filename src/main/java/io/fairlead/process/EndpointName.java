package io.fairlead.process;

import io.fairlead.config.Address;
import io.fairlead.config.Endpoint;
import io.fairlead.config.FrontendConfig.Bind;
import io.fairlead.config.InheritedSocket;
import io.fairlead.config.UnixAddress;
import java.net.Inet6Address;

/** How an address that is listened on is called: in messages, and between a process and the one that replaces it. */
final class EndpointName {
    private EndpointName() {}

    /** As it is written in a configuration. */
    static String of(Endpoint endpoint) {
        return switch (endpoint) {
            case Address address -> ip(address) + ":" + address.port();
            case UnixAddress unix -> (unix.isAbstract() ? "abns@" : "unix@") + unix.path();
            case InheritedSocket socket -> "fd@" + socket.fd();
        };
    }

    /** With what a socket cannot change once it is bound: where two names are equal, one socket serves both. */
    static String of(Bind bind) {
        return of(bind.endpoint()) + (bind.onlyIpv6() ? " v6only" : "") + (bind.transparent() ? " transparent" : "");
    }

    private static String ip(Address address) {
        String ip = address.ip().getHostAddress();
        return address.ip() instanceof Inet6Address ? "[" + ip + "]" : ip;
    }
}
