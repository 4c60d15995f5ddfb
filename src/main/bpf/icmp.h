/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once

/*
 * A router says that a translated packet was too large for it. The local stack, which never sent it, can do nothing: the
 * message is translated too, to what the far end would have been told of the packet that it did send. A message quotes at
 * least the ports and the sequence number (RFC 792, RFC 4443, 2.4).
 */

#define UNREACHABLE 3
#define TOO_BIG_CODE 4 /* fragmentation needed and DF set */
#define TOO_BIG_V6 2

struct message {
    __u8 type;
    __u8 code;
    __sum16 check;
    __be32 mtu;
};

struct quoted_tcp {
    __be16 source;
    __be16 target;
    __be32 seq;
};

struct too_big_v4 {
    struct iphdr ip;
    struct message message;
    struct iphdr quoted;
    struct quoted_tcp tcp;
};

struct too_big_v6 {
    struct ipv6hdr ip;
    struct message message;
    struct ipv6hdr quoted;
    struct quoted_tcp tcp;
};

/* The side whose peer sent the quoted packet, or NULL where that was the local stack. */
INLINE struct side *sender_of(const struct flow *flow, const struct quoted_tcp *tcp) {
    __u32 side = 0;
    struct pair *p = find(flow, &side);
    if (!p || p->state == WATCHED)
        return NULL;
    struct side *from = &p->sides[side ^ 1];
    bool stacks = !from->handed_over && before(bpf_ntohl(tcp->seq), from->boundary + from->shift);
    return from->has_boundary && from->device && !stacks ? from : NULL;
}

/* The quoted segment as its sender sent it. */
INLINE void requote(struct quoted_tcp *tcp, const struct side *from, __u64 *sum) {
    __be32 seq = bpf_htonl(bpf_ntohl(tcp->seq) - from->shift);
    change(sum, *(__be32 *)tcp, (__u32)from->peer_port | (__u32)from->local_port << 16);
    change(sum, tcp->seq, seq);
    tcp->source = from->peer_port;
    tcp->target = from->local_port;
    tcp->seq = seq;
}

INLINE void correct_message(struct message *message, __u64 difference) {
    message->check = ~fold16((__u64)(__u16)~message->check + fold32(difference));
}

INLINE struct side *translate_too_big_v4(struct view *view) {
    struct too_big_v4 *k = view->data + ETHERNET_BYTES;
    if ((void *)(k + 1) > view->end || *(__u8 *)&k->ip != 0x45 || k->ip.protocol != IPPROTO_ICMP)
        return NULL;
    if (k->message.type != UNREACHABLE || k->message.code != TOO_BIG_CODE)
        return NULL;
    if (*(__u8 *)&k->quoted != 0x45 || k->quoted.protocol != IPPROTO_TCP)
        return NULL;
    struct flow flow = {};
    map_v4(flow.source, k->quoted.daddr);
    map_v4(flow.destination, k->quoted.saddr);
    flow.source_port = k->tcp.target;
    flow.destination_port = k->tcp.source;
    struct side *from = sender_of(&flow, &k->tcp);
    if (!from)
        return NULL;
    __u64 sum = 0;
    requote(&k->tcp, from, &sum);
    correct_message(&k->message, sum); /* the quoted header's own checksum makes up for its addresses */
    sum = 0;
    change(&sum, k->quoted.saddr, from->peer[3]);
    change(&sum, k->quoted.daddr, from->local[3]);
    k->quoted.saddr = from->peer[3];
    k->quoted.daddr = from->local[3];
    correct_ip(&k->quoted, sum);
    readdress_v4(&k->ip, from, false);
    return from;
}

INLINE void requote_v6(struct in6_addr *address, const __be32 *to, __u64 *sum) {
    for (int i = 0; i < 4; i++) {
        change(sum, address->in6_u.u6_addr32[i], to[i]);
        address->in6_u.u6_addr32[i] = to[i];
    }
}

INLINE struct side *translate_too_big_v6(struct view *view) {
    struct too_big_v6 *k = view->data + ETHERNET_BYTES;
    if ((void *)(k + 1) > view->end || k->ip.nexthdr != IPPROTO_ICMPV6 || k->message.type != TOO_BIG_V6)
        return NULL;
    if (k->quoted.version != 6 || k->quoted.nexthdr != IPPROTO_TCP)
        return NULL;
    struct flow flow = {};
    copy_v6(flow.source, &k->quoted.daddr);
    copy_v6(flow.destination, &k->quoted.saddr);
    flow.source_port = k->tcp.target;
    flow.destination_port = k->tcp.source;
    struct side *from = sender_of(&flow, &k->tcp);
    if (!from)
        return NULL;
    __u64 sum = 0;
    requote(&k->tcp, from, &sum);
    requote_v6(&k->quoted.saddr, from->peer, &sum);
    requote_v6(&k->quoted.daddr, from->local, &sum);
    sum = fold32(sum);
    sum += fold32(readdress_v6(&k->ip, from, false));
    correct_message(&k->message, sum);
    return from;
}

/* Whose packet it was, where the message now is for its sender; NULL: it is nobody's but the local stack's. */
INLINE struct side *translate_too_big(struct __sk_buff *skb) {
    struct view view = look(skb);
    if (skb->protocol == bpf_htons(ETH_P_IP))
        return translate_too_big_v4(&view);
    return skb->protocol == bpf_htons(ETH_P_IPV6) ? translate_too_big_v6(&view) : NULL;
}
