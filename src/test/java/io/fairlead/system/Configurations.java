package io.fairlead.system;

/** Small configurations, to be told apart by what a test adds to them. */
final class Configurations {
    private Configurations() {}

    /** An HTTP proxy on a port of 127.0.0.1 whose one server, {@code web/one}, is not there. */
    static String http(int port) {
        return """
                listen web 127.0.0.1:%d
                    mode http
                    monitor-uri /alive
                    balance roundrobin
                    retries 0
                    contimeout 5s
                    clitimeout 5s
                    srvtimeout 5s
                    server one 127.0.0.1:1
                """.formatted(port);
    }

    /** Two of them: {@code web} listens on for an hour after it was told to stop, {@code hasty} closes at once. */
    static String graceful(int port, int hastyPort) {
        return http(port) + "    grace 1h\n" + http(hastyPort).replace("listen web", "listen hasty");
    }

    /** The first as a daemon with a pidfile and further lines of its global section. */
    static String daemon(int port, String... globals) {
        return """
                global
                    daemon
                    pidfile "${DIR}/pid"
                    %s

                %s""".formatted(String.join("\n    ", globals), http(port));
    }
}
