/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once

/* Reading packets: whatever is not a plain TCP segment, whole and without oddities, is not ours. */

#define INLINE static __always_inline

/* Has the compiler keep nothing of memory in registers, where the verifier would follow it. */
#define FORGET() __asm__ volatile("" ::: "memory")

#define ETHERTYPE_BYTES_BEFORE_IP 2

#define HEADERS_PULLED (ETHERNET_BYTES + 40 + 60)
#define V4_MAPPED bpf_htonl(0x0000ffff)
#define V4_FRAGMENT 0x3fff /* more fragments, or an offset */

INLINE bool after(__u32 a, __u32 b) {
    return (__s32)(b - a) < 0;
}

INLINE bool before(__u32 a, __u32 b) {
    return after(b, a);
}

INLINE __u32 later(__u32 a, __u32 b) {
    return after(a, b) ? a : b;
}

INLINE void map_v4(__be32 *to, __be32 address) {
    to[0] = 0;
    to[1] = 0;
    to[2] = V4_MAPPED;
    to[3] = address;
}

INLINE void copy_v6(__be32 *to, const struct in6_addr *from) {
    to[0] = from->in6_u.u6_addr32[0];
    to[1] = from->in6_u.u6_addr32[1];
    to[2] = from->in6_u.u6_addr32[2];
    to[3] = from->in6_u.u6_addr32[3];
}

/* Where a packet's bytes lie; void after every helper that may move them. */
struct view {
    void *data;
    void *end;
};

INLINE struct view look(struct __sk_buff *skb) {
    struct view view = {(void *)(long)skb->data, (void *)(long)skb->data_end};
    return view;
}

INLINE struct tcphdr *tcp_of(struct view *view, const struct packet *k) {
    __u32 l4 = k->v6 ? ETHERNET_BYTES + sizeof(struct ipv6hdr) : ETHERNET_BYTES + sizeof(struct iphdr);
    struct tcphdr *tcp = view->data + l4;
    return (void *)(tcp + 1) > view->end ? NULL : tcp;
}

/* The bytes of the IP packet, or 0 where header and buffer disagree. The header of a super-packet may not know. */
INLINE __u32 ip_bytes(struct __sk_buff *skb, __u32 told) {
    __u32 held = skb->len - ETHERNET_BYTES;
    if (skb->gso_size || told == 0)
        return held;
    return told <= held ? told : 0; /* a short frame is padded */
}

INLINE bool read_v4(struct __sk_buff *skb, struct view *view, struct flow *flow, struct packet *k, __u32 *bytes) {
    struct iphdr *ip = view->data + ETHERNET_BYTES;
    if ((void *)(ip + 1) > view->end || *(__u8 *)ip != 0x45 || ip->protocol != IPPROTO_TCP)
        return false;
    if (ip->frag_off & bpf_htons(V4_FRAGMENT))
        return false;
    *bytes = ip_bytes(skb, bpf_ntohs(ip->tot_len));
    if (*bytes < sizeof(*ip))
        return false;
    *bytes -= sizeof(*ip);
    map_v4(flow->source, ip->saddr);
    map_v4(flow->destination, ip->daddr);
    k->v6 = 0;
    k->l4 = ETHERNET_BYTES + sizeof(*ip);
    return true;
}

/* Extension headers: not ours. */
INLINE bool read_v6(struct __sk_buff *skb, struct view *view, struct flow *flow, struct packet *k, __u32 *bytes) {
    struct ipv6hdr *ip = view->data + ETHERNET_BYTES;
    if ((void *)(ip + 1) > view->end || ip->version != 6 || ip->nexthdr != IPPROTO_TCP)
        return false;
    __u32 told = bpf_ntohs(ip->payload_len);
    *bytes = ip_bytes(skb, told ? told + sizeof(*ip) : 0);
    if (*bytes < sizeof(*ip))
        return false;
    *bytes -= sizeof(*ip);
    copy_v6(flow->source, &ip->saddr);
    copy_v6(flow->destination, &ip->daddr);
    k->v6 = 1;
    k->l4 = ETHERNET_BYTES + sizeof(*ip);
    return true;
}

/* The layout that Linux writes; false where it is another. */
INLINE bool read_clock(struct view *view, struct tcphdr *tcp, struct packet *k) {
    __be32 *options = (void *)(tcp + 1);
    k->has_clock = 0;
    k->clock = 0;
    k->clock_echo = 0;
    if (k->header_bytes == sizeof(*tcp))
        return true;
    if (k->header_bytes < sizeof(*tcp) + ALIGNED_TIMESTAMPS_BYTES || (void *)(options + 3) > view->end)
        return false;
    if (options[0] != bpf_htonl(ALIGNED_TIMESTAMPS))
        return false;
    k->has_clock = 1;
    k->clock = bpf_ntohl(options[1]);
    k->clock_echo = bpf_ntohl(options[2]);
    return true;
}

INLINE bool read_tcp(struct view *view, struct flow *flow, struct packet *k, __u32 bytes) {
    struct tcphdr *tcp = tcp_of(view, k);
    if (!tcp)
        return false;
    flow->source_port = tcp->source;
    flow->destination_port = tcp->dest;
    k->seq = bpf_ntohl(tcp->seq);
    k->ack = bpf_ntohl(tcp->ack_seq);
    k->window = bpf_ntohs(tcp->window);
    k->header_bytes = tcp->doff * 4;
    k->flags = ((__u8 *)tcp)[13];
    if (k->header_bytes < sizeof(*tcp) || bytes < k->header_bytes)
        return false;
    k->payload_bytes = bytes - k->header_bytes;
    k->length = k->payload_bytes + (k->flags & FIN ? 1 : 0);
    k->odd_options = !read_clock(view, tcp, k);
    return true;
}

/* Options are found wherever they lie. To pull what is payload would cost each packet a new head. */
INLINE __u32 headers_needed(const struct __sk_buff *skb) {
    bool v6 = skb->protocol == bpf_htons(ETH_P_IPV6);
    return ETHERNET_BYTES + (v6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr)) + sizeof(struct tcphdr);
}

/* Reads a packet as it arrives; false where it is not ours to judge. */
INLINE bool read(struct __sk_buff *skb, struct flow *flow, struct packet *k) {
    __u32 bytes = 0;
    bool ip = false;
    if (skb->len < ETHERNET_BYTES + sizeof(struct iphdr) + sizeof(struct tcphdr))
        return false;
    if (skb->data_end - skb->data < headers_needed(skb) && skb->data_end - skb->data < skb->len)
        bpf_skb_pull_data(skb, skb->len < HEADERS_PULLED ? skb->len : HEADERS_PULLED);
    struct view view = look(skb);
    if (skb->protocol == bpf_htons(ETH_P_IP))
        ip = read_v4(skb, &view, flow, k, &bytes);
    else if (skb->protocol == bpf_htons(ETH_P_IPV6))
        ip = read_v6(skb, &view, flow, k, &bytes);
    return ip && read_tcp(&view, flow, k, bytes);
}

INLINE void turn(struct flow *flow) {
    for (int i = 0; i < 4; i++) {
        __be32 address = flow->source[i];
        flow->source[i] = flow->destination[i];
        flow->destination[i] = address;
    }
    __be16 port = flow->source_port;
    flow->source_port = flow->destination_port;
    flow->destination_port = port;
}

/* The pair and the side that a flow belongs to. */
INLINE struct pair *find(const struct flow *flow, __u32 *side) {
    __u32 *entry = bpf_map_lookup_elem(&flows, flow);
    if (!entry)
        return NULL;
    __u32 number = *entry >> 1;
    *side = *entry & 1;
    struct pair *p = bpf_map_lookup_elem(&pairs, &number);
    return p && p->state != UNUSED ? p : NULL;
}
