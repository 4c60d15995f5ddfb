package io.fairlead.splice;

import io.fairlead.linux.IpAddresses;
import java.net.InetSocketAddress;

/**
 * Two connections that the kernel joins, at one moment.
 *
 * @param client the client's end of its connection
 * @param entrance the proxy's end of it
 * @param exit the proxy's end of the connection with the server
 * @param server the server's end of it
 * @param expiresMs how long the pair stays as it is while no packet passes
 * @param ageMs since it was joined
 * @param bytesUp that the kernel delivered to the server
 * @param bytesDown that the kernel delivered to the client
 */
public record SplicedPair(
        InetSocketAddress client,
        InetSocketAddress entrance,
        InetSocketAddress exit,
        InetSocketAddress server,
        Phase phase,
        long expiresMs,
        long ageMs,
        long bytesUp,
        long bytesDown) {

    /** An end as operators read it: {@code 192.0.2.7:80}, {@code [2001:db8::7]:80}. */
    public static String name(InetSocketAddress end) {
        return IpAddresses.text(end.getAddress(), end.getPort());
    }

    /**
     * What a pair is in as a whole. Names, order and times are those of Linux virtual servers (net/netfilter/ipvs),
     * which L7SW had as well.
     */
    public enum Phase {
        NONE(0),
        ESTABLISHED(900),
        SYN_SENT(120),
        SYN_RECV(60),
        FIN_WAIT(120),
        TIME_WAIT(120),
        CLOSE(10),
        CLOSE_WAIT(60),
        LAST_ACK(30),
        LISTEN(120),
        SYNACK(120);

        private final int seconds;

        Phase(int seconds) {
            this.seconds = seconds;
        }

        /** How long a pair stays in it while no packet passes, unless {@link SpliceTunables} say otherwise. */
        int seconds() {
            return seconds;
        }
    }
}
