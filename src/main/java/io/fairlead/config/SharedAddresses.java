package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Origin;
import java.util.HashMap;
import java.util.Map;

/**
 * Looks for what is listened on twice. Of an address the system would deal out the connections between the two, which
 * may be meant; of a UNIX socket only the second would have a file, and a descriptor has one owner.
 */
final class SharedAddresses {
    private final Map<Endpoint, String> owners = new HashMap<>();
    private final Messages messages;

    SharedAddresses(Messages messages) {
        this.messages = messages;
    }

    void check(ProxyDraft proxy) {
        for (BindDraft bind : proxy.front.binds) {
            bind.endpoints().forEach(endpoint -> check(endpoint, proxy.title(), bind.addresses, bind.origin));
        }
    }

    void check(SocketDraft socket) {
        check(socket.endpoint, "'stats socket'", socket.address, socket.origin);
    }

    private void check(Endpoint endpoint, String title, Word word, Origin origin) {
        String owner = owners.putIfAbsent(endpoint, title + Checks.place(origin));
        if (owner == null) {
            return;
        }
        String what = word.quoted() + " of " + title + ": " + owner + " listens on " + describe(endpoint) + " too";
        if (endpoint instanceof Address) {
            messages.warning(origin, what, "each gets a part of the connections");
        } else {
            messages.alert(origin, what);
        }
    }

    private static String describe(Endpoint endpoint) {
        return switch (endpoint) {
            case Address address -> address.ip().getHostAddress() + " port " + address.port();
            case UnixAddress unix -> "UNIX socket " + Word.quote(unix.path());
            case InheritedSocket inherited -> "fd@" + inherited.fd();
        };
    }
}
