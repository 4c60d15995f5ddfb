/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once

/* What a tcx program answers (linux/bpf.h, enum tcx_action_base). */
#define NEXT (-1) /* not ours: the next program, or the stack */
#define PASS 0    /* to the stack */
#define DROP 2

#define ETHERNET_BYTES 14
#define LOOPBACK 1 /* the number of lo in every network namespace: it has no neighbours */
#define MAX_OPTION_BYTES 40
#define OPTIONS_ROOM 104 /* for an option of 40 bytes at any offset that six bits can tell */

/* TCP flags, byte 13 of the header (RFC 9293, 3.1). */
#define FIN 0x01
#define SYN 0x02
#define RST 0x04
#define ACK 0x10
#define URG 0x20
#define ECE 0x40
#define CWR 0x80

/* TCP options (RFC 9293, 3.2; RFC 2018; RFC 7323). */
#define OPTION_END 0
#define OPTION_NOP 1
#define OPTION_SACK 5
#define OPTION_TIMESTAMPS 8
#define TIMESTAMPS_BYTES 10
#define ALIGNED_TIMESTAMPS 0x0101080a /* NOP NOP 8 10: how Linux writes them */
#define ALIGNED_TIMESTAMPS_BYTES 12

/* The largest window that a header can tell, before scaling. */
#define MAX_WINDOW 0xffffu

/* A boundary is set although up to this much of what the stack promised the sender exceeds the receiver's window. */
#define WINDOW_SLACK 16384

/* Behind a body's end the peer is promised this much, or a segment: the local stack always takes it, any scaled window tells it. */
#define HEADROOM_BYTES 32768

/* Fewer bytes than this lie between any two sequence numbers that are compared. */
#define COMPARABLE_BYTES (1u << 30)

/* Tries to take a pair's lock before a packet is given up: far more than one holder's few hundred instructions. */
#define LOCK_TRIES 512

/*
 * Marks of copies that come by a second time: one packet can carry news for both the local stack and the far end.
 * Nobody else's packets bear them on devices where only root can set marks.
 */
#define FOR_STACK 0x46610001u /* show its acknowledgement and window to the local stack */
#define FOR_PEER 0x46610002u  /* show its acknowledgement and window to the far end */

/*
 * What a packet bears in tc_index once it was judged: a bridge or a VLAN stands on other devices, and the packet passes
 * the programs of all of them.
 */
#define ARRIVING_JUDGED 0x4661
#define LEAVING_JUDGED 0x4662
#define VLAN_NUMBER 0x0fff
