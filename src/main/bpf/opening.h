/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once

/* What the handshakes of all connections tell, for the process to take when it joins one. */

/* The peer's SYN, or SYN-ACK. */
INLINE void hear_opening(const struct flow *flow, const struct packet *k) {
    struct opening *known = bpf_map_lookup_elem(&openings, flow);
    if (!(k->flags & ACK)) {
        struct opening fresh = {.heard = 1, .received = k->seq, .clock_echo = k->clock};
        if (!known || known->active || known->received != k->seq) /* or it is repeated */
            bpf_map_update_elem(&openings, flow, &fresh, BPF_ANY);
    } else if (known && known->active && k->ack == known->sent + 1) {
        if (known->heard && known->received != k->seq)
            known->device = 0; /* two answers: nobody knows which one is taken */
        known->received = k->seq;
        known->clock_echo = k->clock;
        known->heard = 1;
    }
}

/* The local stack's. Of the devices that it passes, one on the other, the first is the one that routes lead to. */
INLINE void follow_opening(const struct flow *flow, const struct packet *k, __u32 device) {
    struct opening *known = bpf_map_lookup_elem(&openings, flow);
    if (!(k->flags & ACK)) {
        struct opening fresh = {.device = device, .sent = k->seq, .active = 1, .clock = k->clock, .ns = bpf_ktime_get_ns()};
        if (!known || !known->active || known->sent != k->seq)
            bpf_map_update_elem(&openings, flow, &fresh, BPF_ANY);
    } else if (known && !known->active && k->ack == known->received + 1) {
        if (known->device && known->sent == k->seq)
            return;
        if (known->device)
            known->heard = 0; /* two answers with different numbers (tcp_syncookies): nobody knows which one is taken */
        known->sent = k->seq;
        known->clock = k->clock;
        known->ns = bpf_ktime_get_ns();
        known->device = device;
    }
}
