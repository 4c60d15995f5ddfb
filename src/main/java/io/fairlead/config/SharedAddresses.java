package io.fairlead.config;

import io.fairlead.config.Addresses.Listener;
import java.util.HashMap;
import java.util.Map;

/** Warns of addresses that are listened on twice: the system would deal out the connections between the two. */
final class SharedAddresses {
    private final Map<Address, ProxyDraft> owners = new HashMap<>();
    private final Messages messages;

    SharedAddresses(Messages messages) {
        this.messages = messages;
    }

    void check(ProxyDraft proxy) {
        for (Listener listener : proxy.listeners) {
            for (FrontendConfig.Bind bind : listener.expand()) {
                check(proxy, (Address) bind.endpoint());
            }
        }
    }

    private void check(ProxyDraft proxy, Address address) {
        ProxyDraft owner = owners.putIfAbsent(address, proxy);
        if (owner != null) {
            String shown = address.ip().getHostAddress() + " port " + address.port();
            messages.warning(
                    proxy.origin,
                    proxy.title() + " listens on " + shown + " as " + Checks.place(owner) + " does; each gets a part of"
                            + " the connections");
        }
    }
}
