package io.fairlead.system;

import java.io.IOException;

/** Fairlead in HTTP mode before one {@link Origin}: what most stories about a request need. */
final class Site implements AutoCloseable {
    private static final String CONFIGURATION = """
            global
                maxconn 200
                nbthread 2
            defaults
                mode http
                timeout client 20s
                timeout server 20s
                timeout connect 5s
            frontend site
                bind 127.0.0.1:%d
                %s
                default_backend servers
            backend servers
                balance roundrobin
                %s
                server one 127.0.0.1:%d
            """;

    final Origin origin = new Origin();
    final int port = Launcher.freePort();
    final Launcher fairlead;

    Site() throws IOException {
        this("", "");
    }

    /**
     * @param frontend a further line of the frontend, later than the defaults
     * @param backend a further line of the backend
     */
    Site(String frontend, String backend) throws IOException {
        fairlead = Serving.at(port, CONFIGURATION.formatted(port, frontend, backend, origin.port()));
    }

    /** A new client. */
    Wire client() throws IOException {
        return Wire.to(port);
    }

    @Override
    public void close() throws IOException {
        fairlead.close();
        origin.close();
    }
}
