/** Fairlead, a load balancer for Linux. Rooms and the arrows between them: docs/architecture.md. */
module io.fairlead {
    requires static transitive org.jspecify;
    requires re2j;
    requires jdk.httpserver;
    requires jdk.unsupported;

    exports io.fairlead.library;
}
