package io.fairlead.system;

/** What a test does to packets on the cables of a {@link PacketNet}; {@link #mend} undoes it. */
final class Disturbance {
    private static final String LOST_ARRIVING = """
        table inet lost_arriving {
            chain arriving {
                type filter hook prerouting priority -300
                meta l4proto tcp numgen random mod %d 0 drop
            }
        }
        """;

    /** Behind the sender's stack, which takes it for sent. */
    private static final String LOST_LEAVING = """
        table netdev lost_leaving {
            chain leaving {
                type filter hook egress device cable priority 0
                meta l4proto tcp numgen random mod %d 0 drop
            }
        }
        """;

    private static final String TWICE = """
        table ip twice {
            chain leaving {
                type filter hook postrouting priority 300
                meta l4proto tcp numgen random mod %d 0 dup to %s
            }
        }
        """;

    private static final String RESETS = """
        table inet resets {
            chain arriving {
                type filter hook input priority -300
                meta l4proto tcp numgen random mod %d 0 reject with tcp reset
            }
        }
        """;

    private static final String LOST_RESETS = """
        table inet lost_resets {
            chain arriving {
                type filter hook prerouting priority -300
                tcp flags & rst == rst numgen inc mod 2 0 drop
            }
        }
        """;

    private static final String SLOW_LANE = """
        table inet lanes {
            chain leaving {
                type filter hook postrouting priority 300
                meta l4proto tcp numgen inc mod 25 0 meta priority set 1:20
            }
        }
        """;

    private Disturbance() {}

    /** Losses are of packets as they are on a wire, not of what a cable between namespaces takes at once. */
    static void sendSingleSegments(String host) throws Exception {
        Hosts.ip("-n " + host + " link set cable gso_max_segs 1");
    }

    /** One packet in so many does not get into a host. */
    static void loseArriving(PacketNet net, String host, int oneIn) throws Exception {
        net.rules(host, LOST_ARRIVING.formatted(oneIn));
    }

    /** One packet in so many is lost on its way from a host. */
    static void loseLeaving(PacketNet net, String host, int oneIn) throws Exception {
        net.rules(host, LOST_LEAVING.formatted(oneIn));
    }

    /** One packet in so many is sent twice by a host. */
    static void sendTwice(PacketNet net, String host, int oneIn) throws Exception {
        String gateway = host.equals(net.client) ? PacketNet.PROXY : PacketNet.EXIT;
        net.rules(host, TWICE.formatted(oneIn, gateway));
    }

    /** One packet in so many that gets to a host is answered with a reset and thrown away. */
    static void reset(PacketNet net, String host, int oneIn) throws Exception {
        net.rules(host, RESETS.formatted(oneIn));
    }

    /** The first reset that gets to a host is lost, and every other after it. */
    static void loseResets(PacketNet net, String host) throws Exception {
        net.rules(host, LOST_RESETS);
    }

    /** Every so manyth packet of a host goes by a slower class of the cable's queue, and is overtaken by others. */
    static void overtake(PacketNet net, String host) throws Exception {
        sendSingleSegments(host);
        tc(host, "qdisc add dev cable root handle 1: htb default 10");
        tc(host, "class add dev cable parent 1: classid 1:10 htb rate 10gbit quantum 60000");
        tc(host, "class add dev cable parent 1: classid 1:20 htb rate 16mbit burst 1600 cburst 1600");
        tc(host, "qdisc add dev cable parent 1:20 pfifo limit 30");
        net.rules(host, SLOW_LANE);
    }

    private static void tc(String host, String words) throws Exception {
        Hosts.on(host, ("tc " + words).split(" ", -1));
    }

    /** As if nothing had been. */
    static void mend(String host) throws Exception {
        Hosts.on(host, "nft", "flush", "ruleset");
        Hosts.ip("-n " + host + " link set cable gso_max_segs 65535");
        if (Hosts.on(host, "tc", "qdisc", "show", "dev", "cable").contains("htb")) {
            tc(host, "qdisc del dev cable root");
        }
    }
}
