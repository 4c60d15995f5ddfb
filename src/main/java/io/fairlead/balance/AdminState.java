package io.fairlead.balance;

/** What the operator wants of a server, in the runtime socket's words ({@code set server <b>/<s> state}). */
public enum AdminState {
    /** It serves if its checks let it. */
    READY,
    /** No new clients; those whom persistence leads to it are served. Checks go on. */
    DRAIN,
    /** Down, and not checked. */
    MAINT
}
