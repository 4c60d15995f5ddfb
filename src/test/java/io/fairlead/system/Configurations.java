package io.fairlead.system;

/** Small configurations, to be told apart by what a test adds to them. */
final class Configurations {
    private Configurations() {}

    /** A TCP proxy on a port of 127.0.0.1, before a server on another. */
    static String tcp(int port, int serverPort) {
        return """
                listen tcp 127.0.0.1:%d
                    mode tcp
                    balance roundrobin
                    contimeout 5s
                    clitimeout 5s
                    srvtimeout 5s
                    server one 127.0.0.1:%d
                """
                .formatted(port, serverPort);
    }

    /** The same as a daemon with a pidfile. */
    static String daemon(int port, String... globals) {
        return """
                global
                    daemon
                    pidfile "${DIR}/pid"
                    %s

                """
                        .formatted(String.join("\n    ", globals))
                + tcp(port, 1);
    }
}
