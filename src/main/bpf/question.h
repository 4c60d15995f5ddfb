/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once

/* What only the kernel knows of a connection. TCP_REPAIR tells it too, but to privileged processes only. */

INLINE bool is_mapped(const __be32 *address) {
    return !address[0] && !address[1] && address[2] == V4_MAPPED;
}

INLINE struct bpf_sock *look_up(struct __sk_buff *skb, const struct flow *flow) {
    struct bpf_sock_tuple tuple = {};
    if (is_mapped(flow->source)) {
        tuple.ipv4.saddr = flow->destination[3]; /* the kernel looks as for a packet that arrives */
        tuple.ipv4.daddr = flow->source[3];
        tuple.ipv4.sport = flow->destination_port;
        tuple.ipv4.dport = flow->source_port;
        return bpf_skc_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
    }
    for (int i = 0; i < 4; i++) {
        tuple.ipv6.saddr[i] = flow->destination[i];
        tuple.ipv6.daddr[i] = flow->source[i];
    }
    tuple.ipv6.sport = flow->destination_port;
    tuple.ipv6.dport = flow->source_port;
    return bpf_skc_lookup_tcp(skb, &tuple, sizeof(tuple.ipv6), BPF_F_CURRENT_NETNS, 0);
}

INLINE bool answer(struct __sk_buff *skb, struct question *question) {
    if (bpf_skb_load_bytes(skb, ETHERNET_BYTES, question, sizeof(*question)))
        return false;
    struct bpf_sock *socket = look_up(skb, &question->flow);
    if (!socket)
        return false;
    struct bpf_tcp_sock *tcp = bpf_tcp_sock(socket);
    if (tcp) {
        question->found = 1;
        question->rcv_nxt = tcp->rcv_nxt;
        question->snd_nxt = tcp->snd_nxt;
        question->snd_una = tcp->snd_una;
        question->mss = tcp->mss_cache;
        bpf_skb_store_bytes(skb, ETHERNET_BYTES, question, sizeof(*question), 0);
    }
    bpf_sk_release(socket);
    return tcp;
}

/* What passed after the numbers were taken and before packets were watched is made up for. */
INLINE void catch_up(struct side *me, const struct question *now) {
    __u32 sent = now->snd_nxt + me->hidden_out;
    __u32 received = now->rcv_nxt + me->hidden_in;
    me->sent_end = later(me->sent_end, sent);
    me->told_seq = later(me->told_seq, sent);
    me->shown_ack = later(me->shown_ack, now->snd_una + me->hidden_out);
    me->stack_end = later(me->stack_end, received);
    me->acked = later(me->acked, received);
    me->told_ack = later(me->told_ack, received);
    if (!me->expects) /* or no more was told than is noted */
        me->promised = later(me->promised, received + now->promised);
    if (now->disordered) /* the stack may hold any bytes that it promised room for */
        me->stack_end = later(me->stack_end, received + now->promised);
}
