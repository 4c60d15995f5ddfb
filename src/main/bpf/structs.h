/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once

/*
 * A pair joins two TCP connections: of the proxy with a client, and of the proxy with a server. Seen from a packet that
 * arrives on one of them, that side is `me` and the other `ot`. A direction belongs to the side it comes from: bytes
 * received on `me` and sent on `ot`.
 *
 * Sequence numbers are in host order and as they stand on the wire of the side they belong to; all arithmetic is modulo
 * 2^32.
 *
 * The invariant that makes everything safe: byte s of a direction is byte s + shift on the other wire, whoever carries
 * it. Bytes below the boundary are the local stack's and the process's to deliver, bytes from the boundary on are
 * translated and their sender's to repeat. Whatever is carried twice is identical.
 */

struct flow { /* as its packets look when they arrive; IPv4 addresses are mapped (RFC 4291, 2.5.5.2) */
    __be32 source[4];
    __be32 destination[4];
    __be16 source_port;
    __be16 destination_port;
};

enum pair_state {
    UNUSED,  /* packets pass */
    WATCHED, /* packets pass, and are followed */
    SPLICED,
    CLOSED /* both ends have finished, or one has reset: late packets are still translated */
};

/* Of a direction that is a message's body: when it is delivered, both connections are the process's again. */
enum bound { UNBOUNDED, TO_FINISH, TO_END };

struct side {
    /* Written by the process before the pair is watched. */
    __be32 local[4];
    __be32 peer[4];
    __be16 local_port;
    __be16 peer_port;
    __u8 peer_scale;  /* of windows the peer tells */
    __u8 local_scale; /* of windows told to the peer */
    __u8 timestamps;
    __u8 sack;
    __u8 ecn;
    __u8 v6;
    __u8 padding[2];
    __u32 segment; /* the largest payload that the peer sends at once, before any offload */

    /* Written by the process when it arms the direction. */
    __u32 armed;
    __u32 shift;
    __u32 floor;    /* the lowest sequence number that may be the boundary */
    __u32 bounded;  /* enum bound: the direction ends before its connections do */
    __u32 end;      /* where it does */
    __u32 gone;     /* the process has closed this connection: its tuple may be another's next */
    __u64 far;      /* bytes from `floor` to the end where those are too many to be compared; 0 otherwise */

    /* The direction. */
    __u32 has_boundary;
    __u32 boundary;
    __u32 handed_over; /* nothing below the boundary is under way any more: it is not compared with again */
    __u32 stack_end;   /* highest end of what the local stack was given */
    __u32 finished;    /* the peer has sent FIN */
    __u32 finish;      /* its sequence number */
    __u32 finish_acked;
    __u32 has_clock_shift;
    __u32 clock_shift; /* from the peer's timestamps to those that the other end sees */

    /* What the local stack said on this connection. */
    __u32 device; /* that its last packet left by */
    __u32 sent_end;
    __u32 acked;
    __u32 window; /* unscaled, as it stands in the header */
    __u32 clock;
    __u32 clock_echo;

    /* What the local stack was shown of the peer. */
    __u32 shown_ack;
    __u32 shown_window;

    __u32 right_edge; /* how far the peer's window reaches */
    __u32 promised;   /* the farthest right edge ever told to the peer */
    __u32 told_edge;  /* the one told last */

    /* The most advanced of all that was sent to the peer, by the stack or translated. */
    __u32 told_seq;
    __u32 told_ack;
    __u32 told_window;
    __u32 told_clock;

    /* Ranges that passed translated and ended: bytes which the local stack has never seen. */
    __u32 hidden_in;  /* to subtract from the peer's sequence numbers */
    __u32 hidden_out; /* to add to the stack's */
    __u32 twice;      /* the local stack sends bytes which the peer has had, or may have */
    __u32 completed;  /* ranges so far, for the process to see */
    __u32 noticed;    /* how many of them the process has seen */
    __u32 expects;    /* such a range is likely to come next, */
    __u32 hold;       /* so until the process has seen its beginning little is promised from here on */

    __u64 packets; /* translated in this direction */
    __u64 bytes;   /* delivered: counted when acknowledged, not when repeated */
    __u64 copies;
    __u32 counted_ack; /* up to where `bytes` counts, on the other side's wire */
    __u32 reset;       /* the peer has sent RST */
    __u64 far_bytes;   /* what `bytes` was at the boundary */
    __u32 told_reset;  /* the local stack has reset the connection */
};

/* What operators of Linux virtual servers know: of the pair as a whole, by the flags that pass (net/netfilter/ipvs). */
enum phase {
    NONE,
    ESTABLISHED,
    SYN_SENT,
    SYN_RECEIVED,
    FIN_WAIT,
    TIME_WAIT,
    CLOSE,
    CLOSE_WAIT,
    LAST_ACK,
    LISTEN,
    SYN_ACK
};

struct pair {
    __u32 state;
    __u32 lock;
    __u32 number;
    __u32 generation;
    __u64 moved_ns; /* when a packet with payload was last translated (CLOCK_MONOTONIC) */
    __u64 seen_ns;  /* when a packet was */
    __u32 phase;
    __u32 unused;
    __u64 padding[3];
    struct side sides[2];
};

/* Something happened to this pair: its process is to look at it. */
struct event {
    __u32 number;
    __u32 generation;
};

/*
 * How a connection was opened, by its SYN and SYN-ACK. With what the socket tells the process, the initial sequence
 * numbers say where the connection stands at any time.
 */
struct opening {
    __u32 device;   /* by which the stack's half left; 0: it has not */
    __u32 heard;    /* the peer's half arrived where packets are watched */
    __u32 sent;     /* the stack's initial sequence number */
    __u32 received; /* the peer's */
    __u32 active;   /* the stack's was the first half */
    __u32 clock;    /* the stack's timestamp, */
    __u32 clock_echo; /* the peer's, */
    __u64 ns;       /* and when the stack's half left (CLOCK_MONOTONIC) */
};

/* A TCP packet that was found whole enough to be judged. */
struct packet {
    __u32 l4; /* offset of the TCP header */
    __u32 header_bytes;
    __u32 seq;
    __u32 ack;
    __u32 window;
    __u32 payload_bytes;
    __u32 length; /* in sequence space: payload and FIN */
    __u32 clock;
    __u32 clock_echo;
    __u8 flags;
    __u8 has_clock;
    __u8 odd_options; /* not timestamps alone, or not where Linux puts them */
    __u8 v6;
};

/* What is to be done with a packet, decided under the pair's lock and done without it. */
enum verdict { LEAVE, TO_STACK, TO_PEER, DISCARD };

struct plan {
    enum verdict verdict;
    __u32 copy;  /* the mark of a copy to make first; 0: none */
    __u32 seq;
    __u32 ack;
    __u32 window;
    __u32 clock;
    __u32 clock_echo;
    __u32 sack_shift;
    __u8 strip; /* without payload and FIN */
    __u8 clear_finish;
    __u8 edit;
    __u8 edit_clock;
    __u8 erase_clock;
    __u8 erase_sack;
    __u8 erase_ecn;
    __u8 event; /* the process is to look at the pair */
};
