/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Packet-level TCP splicing: two tcx programs on every device that carries an address of the proxy.
 *
 *   arriving: follows the connections of a watched pair; translates the packets of a spliced one and sends them on.
 *   leaving:  follows what the local stack says on these connections and makes it fit what the peers have heard.
 *
 * constants.h names numbers, structs.h the state, maps.h where it lies; packet.h and options.h read a packet, verdict.h
 * decides what becomes of it, rewrite.h does it; icmp.h translates what routers say; opening.h notes what handshakes tell.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <stdbool.h>
#include <stddef.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "constants.h"
#include "structs.h"
#include "maps.h"
#include "packet.h"
#include "options.h"
#include "rewrite.h"
#include "verdict.h"
#include "opening.h"
#include "icmp.h"

/* Two CPUs may have packets of one pair at once. The map is mapped into the process, so it cannot hold a bpf_spin_lock. */
INLINE bool lock(struct pair *p) {
    for (int i = 0; i < LOCK_TRIES; i++)
        if (__sync_val_compare_and_swap(&p->lock, 0, 1) == 0)
            return true;
    return false;
}

INLINE void unlock(struct pair *p) {
    __sync_lock_test_and_set(&p->lock, 0); /* an exchange, which orders what came before */
}

INLINE void tell(const struct pair *p) {
    struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
    if (event) { /* a full ring loses none for ever: the process looks at every pair from time to time */
        event->number = p->number;
        event->generation = p->generation;
        bpf_ringbuf_submit(event, 0);
    }
}

/* The tuple is taken by a new connection, whose packets are its own. */
INLINE int give_way(struct pair *p, struct side *me) {
    if (p->state == CLOSED) {
        p->state = UNUSED;
        tell(p);
    } else if (me->gone) {
        me->hidden_in = 0;
        me->hidden_out = 0;
        me->twice = 0;
        me->told_clock = 0;
        me->expects = 0;
        me->hold = 0;
        me->noticed = me->completed;
    }
    return NEXT;
}

/* Neither direction is the kernel's or was: the stack knows all, and makes what it likes of options without sense. */
INLINE bool is_stacks_own(const struct side *me, const struct side *ot) {
    return !me->armed && !ot->armed && !knows_less(me);
}

/* Has the packet come by once more, to play its other part. */
INLINE void come_again(struct __sk_buff *skb, struct side *me, __u32 mark) {
    __u32 before = skb->mark;
    skb->mark = mark;
    bpf_clone_redirect(skb, skb->ifindex, BPF_F_INGRESS);
    skb->mark = before;
    me->copies++;
}

/* Which part the packet plays that has come by again; any other mark is somebody else's. */
INLINE __u32 part_of(const struct __sk_buff *skb) {
    return skb->mark == FOR_STACK || skb->mark == FOR_PEER ? skb->mark : 0;
}

/*
 * The pair may have become another's since it was found. And a connection that was reset here is the stack's: where the
 * reset has overtaken what was carried before it, the peer asks for another (RFC 5961, 3.2), and nobody else answers.
 */
INLINE bool still_has(const struct side *me, const struct flow *flow) {
    return !me->told_reset && me->peer_port == flow->source_port && me->local_port == flow->destination_port &&
           me->peer[3] == flow->source[3] && me->local[3] == flow->destination[3];
}

/*
 * What came by loopback and goes there has its route with it, and needs none. From elsewhere the route must be found:
 * without one the stack takes its own addresses for a stranger's lie (ip_route_input_slow(): martians).
 */
INLINE int send_on(const struct __sk_buff *skb, const struct side *to) {
    bool stays = skb->ifindex == LOOPBACK && to->device == LOOPBACK;
    return stays ? bpf_redirect(LOOPBACK, 0) : bpf_redirect_neigh(to->device, NULL, 0, 0);
}

INLINE struct work *begin(void) {
    __u32 zero = 0;
    struct work *work = bpf_map_lookup_elem(&scratch, &zero);
    if (work)
        __builtin_memset(&work->plan, 0, sizeof(work->plan));
    return work;
}

/* It was judged on another device that it passed; or it is a VLAN's, whose own device will see it without the tag. */
INLINE bool is_for_another(const struct __sk_buff *skb, __u32 judged) {
    return skb->tc_index == judged || (skb->vlan_present && skb->vlan_tci & VLAN_NUMBER);
}

SEC("tc/arriving")
int arriving(struct __sk_buff *skb) {
    struct flow flow = {};
    __u32 side = 0;
    struct work *work = begin();
    if (!work || is_for_another(skb, ARRIVING_JUDGED))
        return NEXT;
    if (!read(skb, &flow, &work->packet)) {
        struct side *sender = translate_too_big(skb);
        return sender ? send_on(skb, sender) : NEXT;
    }
    struct packet *k = &work->packet;
    struct plan *plan = &work->plan;
    struct pair *p = find(&flow, &side);
    if (k->flags & SYN) {
        if (k->odd_options)
            read_odd_clock(skb, k, &work->options);
        hear_opening(&flow, k);
    }
    if (!p || k->flags & SYN) /* whether it opens anything is the stack's to say */
        return NEXT;
    struct side *me = &p->sides[side];
    struct side *ot = &p->sides[side ^ 1];
    if (k->odd_options && !read_odd_clock(skb, k, &work->options) && !is_stacks_own(me, ot))
        return DROP;
    bool carries = k->length != 0;
    __u32 part = part_of(skb);
    if (!lock(p))
        return DROP;
    if (!still_has(me, &flow)) {
        unlock(p);
        return NEXT;
    }
    if (!part && moves_phase(me, ot, k))
        step_phase(p, !side, k->flags);
    judge_arriving(p, me, ot, k, part, plan);
    unlock(p);
    FORGET();
    if (plan->event)
        tell(p);
    if (plan->verdict == DISCARD)
        return DROP;
    if (plan->copy)
        come_again(skb, me, plan->copy);
    if (plan->strip && carries && !strip(skb, k))
        return DROP;
    if (part)
        skb->mark = 0;
    bool to_peer = plan->verdict == TO_PEER;
    if (plan->edit && !rewrite(skb, work, ot, to_peer))
        return DROP;
    if (to_peer) {
        p->seen_ns = bpf_ktime_get_ns();
        if (carries) /* nobody stays awake by acknowledgements and probes alone */
            p->moved_ns = p->seen_ns;
        return send_on(skb, ot);
    }
    skb->tc_index = ARRIVING_JUDGED;
    skb->tc_classid = ARRIVING_JUDGED; /* what the kernel makes of PASS */
    return plan->verdict == TO_STACK ? PASS : NEXT;
}

SEC("tc/leaving")
int leaving(struct __sk_buff *skb) {
    struct flow flow = {};
    __u32 side = 0;
    struct work *work = begin();
    if (skb->ingress_ifindex || !work || is_for_another(skb, LEAVING_JUDGED)) /* redirected packets have been judged */
        return NEXT;
    if (!read(skb, &flow, &work->packet))
        return NEXT;
    turn(&flow);
    struct pair *p = find(&flow, &side);
    if (work->packet.flags & SYN) {
        if (work->packet.odd_options)
            read_odd_clock(skb, &work->packet, &work->options);
        follow_opening(&flow, &work->packet, skb->ifindex);
    }
    if (!p)
        return NEXT;
    if (work->packet.flags & SYN)
        return give_way(p, &p->sides[side]);
    if (work->packet.odd_options && !read_odd_clock(skb, &work->packet, &work->options))
        return DROP;
    bool locked = lock(p);
    if (!locked && !(work->packet.flags & RST)) /* a process that was killed with the lock resets, and nobody else would */
        return DROP;
    bool found = still_has(&p->sides[side], &flow);
    if (found) {
        p->sides[side].device = skb->ifindex;
        judge_leaving(p, &p->sides[side], &p->sides[side ^ 1], &work->packet, &work->plan);
        p->sides[side].told_reset |= work->packet.flags & RST && work->plan.verdict != DISCARD;
    }
    if (locked)
        unlock(p);
    if (!found)
        return NEXT;
    if (work->plan.verdict == DISCARD)
        return DROP;
    skb->tc_index = LEAVING_JUDGED;
    return !work->plan.edit || rewrite(skb, work, &p->sides[side], false) ? NEXT : DROP;
}

char _license[] SEC("license") = "Dual BSD/GPL";
