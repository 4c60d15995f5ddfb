package io.fairlead.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Hosts of a test's own: network namespaces (ip-netns(8)), with cables between them where the test lays them. */
final class Hosts implements AutoCloseable {
    private static final AtomicInteger TESTS = new AtomicInteger();

    private final String prefix = "fl" + ProcessHandle.current().pid() + "n" + TESTS.incrementAndGet();
    private final List<String> names = new ArrayList<>();

    /** A new host, whose loopback is up; returns what ip(8) knows it by. */
    String add(String letter) throws Exception {
        String name = prefix + letter;
        ip("netns add " + name);
        names.add(name);
        ip("-n " + name + " link set lo up");
        return name;
    }

    /** Joins two hosts by a pair of devices, down and without addresses. */
    static void cable(String host, String device, String otherHost, String otherDevice) throws Exception {
        ip("-n " + host + " link add " + device + " type veth peer name " + otherDevice + " netns " + otherHost);
    }

    /** Gives a device its addresses, each with the length of its network, and takes it up. */
    static void address(String host, String device, String v4, String v6) throws Exception {
        ip("-n " + host + " addr add " + v4 + " dev " + device);
        ip("-n " + host + " addr add " + v6 + " dev " + device + " nodad");
        ip("-n " + host + " link set " + device + " up");
    }

    /** Runs ip(8). */
    static void ip(String words) throws Exception {
        Tool.run(("ip " + words).split(" ", -1));
    }

    /** Runs a program on a host, to its end, and returns what it wrote; fails where it fails. */
    static String on(String host, String... command) throws Exception {
        return Tool.run(Stream.concat(Stream.of("ip", "netns", "exec", host), Stream.of(command))
                .toArray(String[]::new));
    }

    @Override
    public void close() throws Exception {
        for (String name : names) {
            ip("netns del " + name);
        }
        names.clear();
    }
}
