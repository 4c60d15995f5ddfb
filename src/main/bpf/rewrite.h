/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once

/*
 * Carrying out a plan on a packet's bytes. Checksums are corrected by differences: bpf_l4_csum_replace() knows whether
 * the packet's is whole or partial (CHECKSUM_PARTIAL), and a difference that it is told serves both.
 */

#define TTL 64
#define CHECKSUM_AT 16 /* of the TCP header */
#define MAX_SACK_BLOCKS 4
#define SACK_BLOCK_BYTES 8
#define FOUR_NOPS 0x01010101u

/* A one's complement sum of differences, 32 bits at a time. */
INLINE void change(__u64 *sum, __u32 from, __u32 to) {
    *sum += (__u32)~from;
    *sum += to;
}

INLINE __u32 fold32(__u64 sum) {
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffffffff) + (sum >> 32);
    return (__u32)sum;
}

INLINE __u16 fold16(__u64 sum) {
    __u32 folded = fold32(sum);
    folded = (folded & 0xffff) + (folded >> 16);
    folded = (folded & 0xffff) + (folded >> 16);
    return (__u16)folded;
}

INLINE void correct_ip(struct iphdr *ip, __u64 difference) {
    ip->check = ~fold16((__u64)(__u16)~ip->check + fold32(difference));
}

/* Addresses, and what else of the IP header a translated packet does not keep. Returns the pseudo-header's difference. */
INLINE __u64 readdress_v4(struct iphdr *ip, const struct side *to, bool erase_ecn) {
    __u64 sum = 0;
    __u64 pseudo = 0;
    __be32 old = *(__be32 *)ip;
    ip->tos = erase_ecn ? ip->tos & ~0x03 : ip->tos;
    change(&sum, old, *(__be32 *)ip);
    old = ((__be32 *)ip)[2];
    ip->ttl = TTL;
    change(&sum, old, ((__be32 *)ip)[2]);
    change(&pseudo, ip->saddr, to->local[3]);
    change(&pseudo, ip->daddr, to->peer[3]);
    ip->saddr = to->local[3];
    ip->daddr = to->peer[3];
    correct_ip(ip, sum + fold32(pseudo));
    return pseudo;
}

INLINE __u64 readdress_v6(struct ipv6hdr *ip, const struct side *to, bool erase_ecn) {
    __u64 pseudo = 0;
    for (int i = 0; i < 4; i++) {
        change(&pseudo, ip->saddr.in6_u.u6_addr32[i], to->local[i]);
        change(&pseudo, ip->daddr.in6_u.u6_addr32[i], to->peer[i]);
        ip->saddr.in6_u.u6_addr32[i] = to->local[i];
        ip->daddr.in6_u.u6_addr32[i] = to->peer[i];
    }
    ip->hop_limit = TTL;
    if (erase_ecn)
        ip->flow_lbl[0] &= ~0x30; /* the traffic class's last two bits */
    return pseudo;
}

INLINE void edit_word(__be32 *word, __u32 value, __u64 *sum) {
    __be32 to = bpf_htonl(value);
    change(sum, *word, to);
    *word = to;
}

INLINE void edit_header(struct tcphdr *tcp, const struct plan *plan, __u64 *sum) {
    __be32 *words = (__be32 *)tcp;
    edit_word(words + 1, plan->seq, sum);
    edit_word(words + 2, plan->ack, sum);
    __u32 fourth = bpf_ntohl(words[3]);
    fourth = (fourth & 0xffff0000) | (plan->window & MAX_WINDOW);
    if (plan->clear_finish)
        fourth &= ~((__u32)FIN << 16);
    if (plan->strip) /* the urgent byte is gone with the others: the stack would skip a later one for it */
        fourth &= ~((__u32)URG << 16);
    if (plan->erase_ecn)
        fourth &= ~((__u32)(ECE | CWR) << 16);
    edit_word(words + 3, fourth, sum);
}

INLINE void edit_timestamps(struct options *options, const struct plan *plan) {
    __u8 *option = options->after + (options->timestamps_at & OPTION_OFFSETS);
    if (plan->erase_clock) {
        *(__u16 *)option = 0x0101;
        *(__u32 *)(option + 2) = FOUR_NOPS;
        *(__u32 *)(option + 6) = FOUR_NOPS;
    } else if (plan->edit_clock) {
        put(option + 2, plan->clock);
        put(option + 6, plan->clock_echo);
    }
}

/* All blocks, the first of which may tell a duplicate (RFC 2883). */
INLINE void edit_sack(struct options *options, const struct plan *plan) {
    __u8 *option = options->after + (options->sack_at & OPTION_OFFSETS);
    if (plan->erase_sack)
        *(__u16 *)option = 0x0101;
    for (__u32 block = 0; block < MAX_SACK_BLOCKS; block++) {
        __u8 *edges = option + 2 + block * SACK_BLOCK_BYTES;
        if (2 + (block + 1) * SACK_BLOCK_BYTES > options->sack_bytes)
            break;
        put(edges, plan->erase_sack ? FOUR_NOPS : get(edges) + plan->sack_shift);
        put(edges + 4, plan->erase_sack ? FOUR_NOPS : get(edges + 4) + plan->sack_shift);
    }
}

/* Options in any layout. Returns the difference of their sum, or -1 where they are malformed. */
INLINE __s64 edit_options(struct __sk_buff *skb, struct work *work) {
    const struct packet *k = &work->packet;
    const struct plan *plan = &work->plan;
    struct options *options = &work->options;
    if (!find_options(skb, k, options))
        return -1;
    __u32 bytes = options->bytes;
    if (bytes < 4 || bytes > MAX_OPTION_BYTES)
        return -1;
    __builtin_memcpy(options->after, options->before, sizeof(options->after));
    if (options->timestamps_at != NOWHERE)
        edit_timestamps(options, plan);
    if (options->sack_at != NOWHERE)
        edit_sack(options, plan);
    if (bpf_skb_store_bytes(skb, k->l4 + sizeof(struct tcphdr), options->after, bytes, 0))
        return -1;
    return (__u32)bpf_csum_diff((__be32 *)options->before, MAX_OPTION_BYTES, (__be32 *)options->after, MAX_OPTION_BYTES, 0);
}

INLINE bool concerns_options(const struct plan *plan) {
    return plan->edit_clock || plan->erase_clock || plan->erase_sack || plan->sack_shift;
}

/* The layout of nearly every packet: timestamps alone. False where it is another. */
INLINE bool edit_aligned(struct view *view, struct tcphdr *tcp, const struct packet *k, const struct plan *plan, __u64 *sum) {
    __be32 *words = (void *)(tcp + 1);
    if (k->header_bytes != sizeof(*tcp) + ALIGNED_TIMESTAMPS_BYTES || k->odd_options || (void *)(words + 3) > view->end)
        return false;
    if (plan->erase_clock) {
        for (int i = 0; i < 3; i++) {
            change(sum, words[i], FOUR_NOPS);
            words[i] = FOUR_NOPS;
        }
    } else if (plan->edit_clock) {
        edit_word(words + 1, plan->clock, sum);
        edit_word(words + 2, plan->clock_echo, sum);
    }
    return true;
}

/* Writes what the plan says into the packet; readdresses it, too, where it is for the peer of `to`. False: it must be dropped. */
INLINE bool rewrite(struct __sk_buff *skb, struct work *work, const struct side *to, bool readdressed) {
    const struct packet *k = &work->packet;
    const struct plan *plan = &work->plan;
    __u64 sum = 0;
    __u64 pseudo = 0;
    struct view view = look(skb);
    struct tcphdr *tcp = tcp_of(&view, k);
    if (!tcp)
        return false;
    bool odd_options = false;
    if (k->header_bytes > sizeof(*tcp) && concerns_options(plan))
        odd_options = !edit_aligned(&view, tcp, k, plan, &sum);
    edit_header(tcp, plan, &sum);
    if (readdressed) {
        __be32 *ports = (__be32 *)tcp;
        __be32 now = (__u32)to->local_port | (__u32)to->peer_port << 16;
        change(&sum, *ports, now);
        *ports = now;
        void *ip = view.data + ETHERNET_BYTES;
        if (k->v6) {
            if (ip + sizeof(struct ipv6hdr) > view.end)
                return false;
            pseudo = readdress_v6(ip, to, plan->erase_ecn);
        } else {
            if (ip + sizeof(struct iphdr) > view.end)
                return false;
            pseudo = readdress_v4(ip, to, plan->erase_ecn);
        }
    }
    if (odd_options) {
        __s64 difference = edit_options(skb, work);
        if (difference < 0)
            return false;
        sum += (__u32)difference;
    }
    if (readdressed && bpf_l4_csum_replace(skb, k->l4 + CHECKSUM_AT, 0, fold32(pseudo), BPF_F_PSEUDO_HDR))
        return false;
    return !bpf_l4_csum_replace(skb, k->l4 + CHECKSUM_AT, 0, fold32(sum), 0);
}

INLINE __u64 pseudo_sum(const struct view *view, const struct packet *k) {
    __u64 sum = bpf_htons(IPPROTO_TCP) + (__u64)bpf_htons(k->header_bytes);
    if (k->v6) {
        struct ipv6hdr *ip = view->data + ETHERNET_BYTES;
        if ((void *)(ip + 1) > view->end)
            return 0;
        for (int i = 0; i < 4; i++)
            sum += (__u64)ip->saddr.in6_u.u6_addr32[i] + ip->daddr.in6_u.u6_addr32[i];
    } else {
        struct iphdr *ip = view->data + ETHERNET_BYTES;
        if ((void *)(ip + 1) > view->end)
            return 0;
        sum += (__u64)ip->saddr + ip->daddr;
    }
    return sum;
}

INLINE bool shorten_ip(struct view *view, const struct packet *k) {
    if (k->v6) {
        struct ipv6hdr *ip = view->data + ETHERNET_BYTES;
        if ((void *)(ip + 1) > view->end)
            return false;
        ip->payload_len = bpf_htons(k->header_bytes);
    } else {
        struct iphdr *ip = view->data + ETHERNET_BYTES;
        if ((void *)(ip + 1) > view->end)
            return false;
        __u64 sum = 0;
        __be16 bytes = bpf_htons(sizeof(*ip) + k->header_bytes);
        change(&sum, ip->tot_len, bytes);
        ip->tot_len = bytes;
        correct_ip(ip, sum);
    }
    return true;
}

/*
 * Cuts the payload off. The checksum must be made anew, and it depends on whether it was partial: correcting by one
 * changes a whole one only.
 */
INLINE bool strip(struct __sk_buff *skb, struct packet *k) {
    struct view view = look(skb);
    struct tcphdr *tcp = tcp_of(&view, k);
    if (!tcp)
        return false;
    __u16 check = tcp->check;
    if (bpf_l4_csum_replace(skb, k->l4 + CHECKSUM_AT, 0, bpf_htons(1), 0))
        return false;
    view = look(skb);
    tcp = tcp_of(&view, k);
    if (!tcp)
        return false;
    bool partial = tcp->check == check;
    __u32 headers = k->l4 + k->header_bytes;
    if (bpf_skb_change_tail(skb, headers, 0) || (skb->data_end - skb->data < headers && bpf_skb_pull_data(skb, headers)))
        return false;
    view = look(skb);
    tcp = tcp_of(&view, k);
    if (!tcp || !shorten_ip(&view, k))
        return false;
    __u64 sum = pseudo_sum(&view, k);
    tcp->check = 0;
    if (!partial) {
        __be32 *words = (__be32 *)tcp;
        for (__u32 i = 0; i < 15; i++) {
            if (i * 4 >= k->header_bytes || (void *)(words + i + 1) > view.end)
                break;
            sum += words[i];
        }
    }
    tcp->check = partial ? fold16(sum) : (__u16)~fold16(sum);
    k->payload_bytes = 0;
    return true;
}
