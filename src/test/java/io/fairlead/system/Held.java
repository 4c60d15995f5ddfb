package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Fairlead and the kernel have of things that must not become more.
 *
 * @param descriptors but those of pipes
 * @param pipes their descriptors that nobody accounts for
 * @param tcpPages the memory of all TCP sockets of the machine
 */
record Held(long descriptors, long pipes, long tcpPages) {
    static final Held ANY = new Held(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    /** What a CPU keeps for itself of the memory that the kernel counts for TCP, in pages (net/core/sock.h). */
    private static final long KEPT_PAGES = 256;

    /** How long pairs whose connections are over stay, by the phase that they ended in. */
    private static final Map<String, Integer> REST_SECONDS =
            Map.of("close", 10, "finwait", 120, "closewait", 60, "timewait", 120);

    /** As much again, and what the CPUs may keep of it. */
    Held withWhatIsKept() {
        return new Held(
                descriptors, pipes, tcpPages + KEPT_PAGES * Runtime.getRuntime().availableProcessors());
    }

    private boolean isWithin(Held most) {
        return descriptors <= most.descriptors && pipes <= most.pipes && tcpPages <= most.tcpPages;
    }

    /** Waits until no pair, socket, flow and pipe is in use any more, and no more held than that. */
    static Held settle(PacketNet net, Held most) throws Exception {
        long pid = net.fairlead().pid();
        for (String phase : REST_SECONDS.keySet()) {
            net.ask("set tune.splice.timeout_" + phase + " 1");
        }
        Serving.await("the end of the pairs", () -> net.count("pairs") == 0);
        for (String host : List.of(net.proxy, net.client, net.server)) {
            awaitNoSockets(net, host);
        }
        Serving.await("no flow left in the kernel", () -> KernelMap.entries(pid) == 0);
        Serving.await("no pipe in use", () -> net.count("pipes in use") == 0);
        Held[] held = {ANY};
        Serving.await("no more than " + most, () -> {
            held[0] = of(net);
            return held[0].isWithin(most);
        });
        for (Map.Entry<String, Integer> phase : REST_SECONDS.entrySet()) {
            net.ask("set tune.splice.timeout_" + phase.getKey() + " " + phase.getValue());
        }
        return held[0];
    }

    private static void awaitNoSockets(PacketNet net, String host) throws Exception {
        try {
            Serving.await("no socket left", () -> PacketNet.sockets(host, "").isEmpty());
        } catch (AssertionError e) {
            String left = Hosts.on(host, "sh", "-c", "ss -Htaniom state connected exclude time-wait");
            throw new AssertionError(host + ":\n" + left + net.ask("show splices") + net.ask("show sess"), e);
        }
    }

    private static Held of(PacketNet net) throws IOException {
        long pid = net.fairlead().pid();
        long pipes = Serving.descriptors(pid, "pipe:");
        long free = number(net.ask("show info"), "PipesFree: ");
        String tcp = Files.readString(Path.of("/proc/net/sockstat"));
        return new Held(Serving.descriptors(pid) - pipes, pipes - 2 * free, number(tcp, "TCP:.* mem "));
    }

    private static long number(String text, String before) {
        Matcher matcher = Pattern.compile(before + "(\\d+)").matcher(text);
        assertThat(matcher.find()).as(before).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
