/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once

/* TCP options in layouts other than the usual one. */

#define OPTION_OFFSETS 0x3f /* a mask that no offset exceeds and the verifier believes */
#define NOWHERE MAX_OPTION_BYTES

/*
 * Copies the options, walks them byte by byte and notes where those lie that are edited; false where they are
 * malformed. Offsets are constants and all else lies in the map, so that the verifier has one state at each step.
 */
INLINE bool find_options(struct __sk_buff *skb, const struct packet *k, struct options *options) {
    __u32 bytes = k->header_bytes - sizeof(struct tcphdr);
    if (bytes < 4 || bytes > MAX_OPTION_BYTES)
        return false;
    __builtin_memset(options->before, 0, sizeof(options->before));
    if (bpf_skb_load_bytes(skb, k->l4 + sizeof(struct tcphdr), options->before, bytes))
        return false;
    options->bytes = bytes;
    options->timestamps_at = NOWHERE;
    options->sack_at = NOWHERE;
    options->sack_bytes = 0;
    options->inside = 0;
    for (__u32 at = 0; at < MAX_OPTION_BYTES; at++) {
        FORGET();
        __u32 kind = options->before[at];
        __u32 length = options->before[at + 1];
        if (at >= options->bytes)
            break;
        if (options->inside) {
            options->inside--;
            continue;
        }
        if (kind == OPTION_END)
            break;
        if (kind == OPTION_NOP)
            continue;
        if (length < 2 || at + length > options->bytes)
            return false;
        if (kind == OPTION_TIMESTAMPS && length == TIMESTAMPS_BYTES)
            options->timestamps_at = at;
        if (kind == OPTION_SACK && length > 2 && (length & 7) == 2) { /* others mean nothing to anybody */
            options->sack_at = at;
            options->sack_bytes = length;
        }
        options->inside = length - 1;
    }
    FORGET();
    return true;
}

INLINE void put(__u8 *at, __u32 value) {
    *(__be32 *)at = bpf_htonl(value);
}

INLINE __u32 get(const __u8 *at) {
    return bpf_ntohl(*(const __be32 *)at);
}

/* The timestamps of such a packet; false where its options are malformed. */
INLINE bool read_odd_clock(struct __sk_buff *skb, struct packet *k, struct options *options) {
    if (!find_options(skb, k, options))
        return false;
    if (options->timestamps_at != NOWHERE) {
        const __u8 *option = options->before + (options->timestamps_at & OPTION_OFFSETS);
        k->has_clock = 1;
        k->clock = get(option + 2);
        k->clock_echo = get(option + 6);
    }
    return true;
}
