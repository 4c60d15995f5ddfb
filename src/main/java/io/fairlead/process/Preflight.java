package io.fairlead.process;

import io.fairlead.config.Config;
import io.fairlead.config.Endpoint;
import io.fairlead.config.FrontendConfig;
import io.fairlead.config.GlobalConfig;
import io.fairlead.config.GlobalConfig.StatsSocket;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.UnixAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a valid configuration asks of the machine it is checked on ({@code -c}). Only warnings come of it, for a file may
 * be checked on another machine than the one it is for.
 */
public final class Preflight {
    private Preflight() {}

    /** What a start would fail of here. */
    public static List<String> warnings(Config config) {
        GlobalConfig global = config.global();
        List<String> warnings = new ArrayList<>();
        String root = global.chroot();
        if (root != null && !Files.isDirectory(Path.of(root))) {
            warnings.add("chroot: there is no directory '" + root + "' on this machine");
        }
        if (global.daemon() && global.pidfile() != null) {
            Path directory = Path.of(global.pidfile()).toAbsolutePath().getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                warnings.add("pidfile: there is no directory '" + directory + "' on this machine");
            } else if (!Files.isWritable(directory)) {
                warnings.add("pidfile: the directory '" + directory + "' cannot be written to");
            }
        }
        for (StatsSocket socket : global.sockets()) {
            addMissing("stats socket", socket.endpoint(), warnings);
        }
        for (ProxyConfig proxy : config.proxies()) {
            FrontendConfig frontend = proxy.frontend();
            if (frontend != null && !proxy.disabled()) {
                String owner = "proxy '" + proxy.name() + "'";
                frontend.binds().forEach(bind -> addMissing(owner, bind.endpoint(), warnings));
            }
        }
        return warnings;
    }

    private static void addMissing(String owner, Endpoint endpoint, List<String> warnings) {
        if (endpoint instanceof UnixAddress unix && !unix.isAbstract()) {
            Path directory = Path.of(unix.path()).toAbsolutePath().getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                warnings.add(owner + ": there is no directory '" + directory + "' on this machine");
            }
        }
    }
}
