/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once

/* The protocol of the splice. Everything here runs under the pair's lock and calls no helper. */

INLINE __u32 edge_of(__u32 ack, __u32 window, __u8 scale) {
    return ack + (window << scale);
}

/* Room as a header tells it. Less than a unit is told as one: none at all would never be filled, and never grow. */
INLINE __u32 tell_room(__u32 bytes, __u8 scale) {
    __u32 window = bytes >> scale;
    if (window > MAX_WINDOW)
        return MAX_WINDOW;
    return window || !bytes ? window : 1;
}

/* The window to tell so that the right edge is `edge`, and none where it lies behind. */
INLINE __u32 window_to(__u32 edge, __u32 ack, __u8 scale) {
    return after(edge, ack) ? tell_room(edge - ack, scale) : 0;
}

/*
 * Behind a body nothing can be told to its receiver yet, so little is promised: what is promised the process must carry.
 * But whoever is promised less than a segment, told in a window's units, sends by its probe timer only.
 */
INLINE __u32 headroom(const struct side *me) {
    __u32 segment = me->segment + (1u << me->local_scale) - 1;
    return segment > HEADROOM_BYTES ? segment : HEADROOM_BYTES;
}

INLINE __u32 limit_of_body(const struct side *me) {
    return me->end + headroom(me);
}

/* The peer has acknowledged whatever the local stack sent, and the stack knows. */
INLINE bool is_quiet(const struct side *me) {
    return me->shown_ack == me->sent_end;
}

/* All below the other direction's boundary, which is the local stack's to send, has been delivered here. */
INLINE bool has_sent_its_part(const struct side *me, const struct side *ot) {
    return is_quiet(me) && !before(me->sent_end, ot->boundary + ot->shift);
}

/* All of the other direction that the local stack ever had has been delivered here. */
INLINE bool is_drained(const struct side *me, const struct side *ot) {
    return is_quiet(me) && me->sent_end == ot->stack_end + ot->shift;
}

/* What the sender behind `ot` was promised fits into the window of the peer of `me`. */
INLINE bool promises_fit(const struct side *me, const struct side *ot) {
    return !after(ot->promised + ot->shift, me->right_edge + WINDOW_SLACK);
}

INLINE void set_boundary(struct side *me, __u32 boundary) {
    me->boundary = boundary;
    me->has_boundary = 1;
    me->counted_ack = boundary + me->shift;
    me->far -= me->far ? boundary - me->floor : 0;
    me->far_bytes = me->bytes;
}

/*
 * The stack has bytes beyond the boundary: they were on their way into it, unseen, when its flow was entered. They are the
 * process's to carry, and the stack's to count, so the boundary is behind them. What the kernel carried of them, too,
 * counts no more.
 */
INLINE void move_boundary(struct side *from, __u32 to) {
    if (!from->has_boundary || !after(to, from->boundary))
        return;
    __u32 moved = to - from->boundary;
    __u64 counted = from->bytes - from->far_bytes;
    if (counted < moved)
        from->counted_ack = to + from->shift;
    from->bytes -= counted < moved ? counted : moved;
    from->far -= from->far ? moved : 0;
    from->boundary = to;
    from->handed_over = 0;
}

/*
 * A direction in which nothing moves gets its boundary from an acknowledgement, so that probes and resets pass from end
 * to end.
 */
INLINE void bound_if_drained(struct side *me, struct side *ot, const struct packet *k) {
    if (!ot->armed || ot->has_boundary || ot->finished || !(k->flags & ACK) || k->flags & RST)
        return;
    if (ot->bounded == TO_END && !before(ot->stack_end, ot->end))
        return;
    if (k->ack == me->sent_end && is_drained(me, ot) && promises_fit(me, ot))
        set_boundary(ot, ot->stack_end);
}

/* Whether this acknowledgement is for the far end, not for the local stack. */
INLINE bool acks_far_end(const struct side *me, const struct side *ot, const struct packet *k) {
    if (!(k->flags & ACK)) /* a reset, whose number means nothing */
        return false;
    if (ot->handed_over)
        return true;
    if (!ot->armed)
        return false;
    if (ot->has_boundary) /* beyond what the stack sent only where translated bytes have arrived, and all before them */
        return after(k->ack, me->sent_end) || (k->ack == me->sent_end && has_sent_its_part(me, ot));
    return !ot->finished && !k->length && k->ack == me->sent_end && is_drained(me, ot) &&
           after(me->right_edge - ot->shift, ot->told_edge); /* room that the sender waits for */
}

/*
 * Once everything below the boundary is acknowledged nothing is compared with it any more: after 2^31 bytes each such
 * comparison would turn its sign.
 */
INLINE void hand_over_if_delivered(const struct side *me, struct side *ot) {
    if (ot->has_boundary && has_sent_its_part(me, ot))
        ot->handed_over = 1;
}

/* The FIN of the other direction has arrived here; with both, the pair is over. */
INLINE void note_finish_acked(struct pair *p, const struct side *me, struct side *ot, const struct packet *k, struct plan *plan) {
    if (!ot->armed || ot->bounded || !ot->finished || ot->finish_acked)
        return;
    if (!(k->flags & ACK) || !after(k->ack - ot->shift, ot->finish))
        return;
    ot->finish_acked = 1;
    plan->event = 1;
    if (me->finish_acked && p->state == SPLICED && !me->gone && !ot->gone) /* or the local stack ends it */
        p->state = CLOSED;
}

/* Not behind what was acknowledged: anybody can send such a one (RFC 5961, 1). */
INLINE bool is_new_finish(const struct side *me, const struct packet *k) {
    return k->flags & FIN && !me->finished && !before(k->seq + k->payload_bytes, me->told_ack);
}

INLINE void note_finish(struct side *me, const struct packet *k) {
    if (me->armed && !me->bounded && is_new_finish(me, k)) {
        me->finish = k->seq + k->payload_bytes;
        me->finished = 1;
    }
}

/*
 * New bytes that may be translated from here on: not a repetition (what the stack holds out of order behind a gap would
 * be stranded), and within both what the receiver takes and what the sender was ever promised.
 */
INLINE void bound_if_new(struct side *me, const struct side *ot, const struct packet *k) {
    if (!me->armed || me->has_boundary || !k->length || before(k->seq, me->floor) || before(k->seq, me->stack_end))
        return;
    if (me->bounded && k->flags & FIN) /* the process has all but these bytes, or nearly */
        return;
    if (me->bounded == TO_END && after(k->seq + k->length, me->end))
        return;
    if (promises_fit(ot, me) && !after(k->seq + k->length + me->shift, ot->right_edge))
        set_boundary(me, k->seq);
}

INLINE bool beyond_boundary(const struct side *me, const struct packet *k) {
    return me->handed_over || (me->has_boundary && !before(k->seq, me->boundary));
}

/* Bytes are delivered when the far end acknowledges them, however often they were sent. */
INLINE void count_delivered(struct side *from, __u32 ack_there) {
    if (from->finished && after(ack_there - from->shift, from->finish))
        ack_there = from->finish + from->shift; /* the FIN is no byte */
    if (from->bounded == TO_END && after(ack_there - from->shift, from->end))
        ack_there = from->end + from->shift;
    if (from->has_boundary && after(ack_there, from->counted_ack)) {
        from->bytes += ack_there - from->counted_ack;
        from->counted_ack = ack_there;
    }
    if (from->far && from->far - (from->bytes - from->far_bytes) < COMPARABLE_BYTES) {
        from->far = 0;
        from->bounded = TO_END;
    }
}

/* What the local stack has been shown stays shown: a repeated packet acknowledges less than the one before. */
INLINE bool is_older(const struct side *me, __u32 ack) {
    return before(ack, me->shown_ack);
}

/* Nobody acknowledges what was not sent (RFC 5961, 5). */
INLINE bool acks_unsent(const struct side *me, const struct packet *k) {
    return k->flags & ACK && after(k->ack, me->told_seq);
}

/* Nobody sends what there was never room for. */
INLINE bool fits_promise(const struct side *me, const struct packet *k) {
    return !after(k->seq + k->length, me->promised + WINDOW_SLACK);
}

/*
 * A reset is believed where it has the number that its sender was told last, or that of what it sent last. Of any other
 * in the window the far end asks for the exact one (RFC 5961, 3.2), and whoever has really reset answers.
 */
INLINE bool is_exact_reset(const struct side *me, const struct side *ot, const struct packet *k) {
    return k->flags & RST && (k->seq == me->told_ack || k->seq + me->shift == ot->told_seq);
}

/*
 * Whether its FIN or its reset moves the pair's phase, with which the time changes that the pair may be silent: not for
 * one that knows the addresses, but no numbers.
 */
INLINE bool moves_phase(const struct side *me, const struct side *ot, const struct packet *k) {
    if (k->flags & RST)
        return is_exact_reset(me, ot, k) && !acks_unsent(me, k);
    if (!(k->flags & FIN))
        return true;
    return k->flags & ACK && !acks_unsent(me, k) && !before(k->seq + k->payload_bytes, me->told_ack) && fits_promise(me, k);
}

/* The local stack is given what there is room for, and nothing of the rest. */
INLINE void note_given(struct side *me, const struct packet *k) {
    if (fits_promise(me, k))
        me->stack_end = later(me->stack_end, k->seq + k->length);
}

/* To the local stack: its view of the connection ends at the boundary. */
INLINE void plan_for_stack(struct side *me, const struct side *ot, const struct packet *k, bool stripped, struct plan *plan) {
    plan->verdict = TO_STACK;
    plan->strip = stripped && k->length;
    plan->clear_finish = plan->strip;
    __u32 seq = k->seq;
    __u32 ack = k->ack;
    bool beyond = me->handed_over || (me->has_boundary && after(k->seq, me->boundary));
    if (beyond)
        seq = later(me->acked, me->boundary); /* an older number would have the whole packet ignored */
    if (k->flags & RST && k->seq == me->told_ack)
        seq = me->acked; /* it answers what was told in the stack's name: exactly that is accepted (RFC 5961, 3.2) */
    else if (beyond && k->flags & RST && !is_exact_reset(me, ot, k))
        seq++; /* of any other the stack asks for the exact one */
    if (after(ack, me->sent_end))
        ack = me->sent_end;
    if (k->flags & ACK && !is_older(me, ack)) {
        me->shown_ack = ack;
        me->shown_window = k->window;
    }
    plan->seq = seq - me->hidden_in;
    plan->ack = ack - me->hidden_out;
    plan->window = k->window;
    plan->sack_shift = -me->hidden_out;
    plan->edit = plan->seq != k->seq || plan->ack != k->ack || plan->clear_finish;
}

INLINE void translate_clock(struct side *me, struct side *ot, const struct packet *k, struct plan *plan) {
    if (!k->has_clock)
        return;
    if (!ot->timestamps) {
        plan->erase_clock = 1;
        return;
    }
    if (!me->has_clock_shift) {
        me->clock_shift = ot->told_clock - k->clock; /* its handshake told, or the stack since */
        me->has_clock_shift = 1;
    }
    plan->clock = k->clock + me->clock_shift;
    if (!(me->handed_over && ot->handed_over) && before(plan->clock, ot->clock)) {
        me->clock_shift += ot->clock - plan->clock; /* never back: the receiver would discard it (RFC 7323, 5) */
        plan->clock = ot->clock;
    }
    plan->clock_echo = ot->has_clock_shift ? k->clock_echo - ot->clock_shift : ot->clock_echo;
    plan->edit_clock = 1;
    ot->told_clock = ot->told_clock ? later(ot->told_clock, plan->clock) : plan->clock;
}

/* The far end's own acknowledgement and window. */
INLINE void translate_ack(const struct side *me, struct side *ot, const struct packet *k, struct plan *plan) {
    plan->ack = k->ack - ot->shift;
    plan->window = tell_room(k->window << me->peer_scale, ot->local_scale);
    if (!ot->handed_over) {
        if (before(plan->ack, ot->acked)) {
            plan->ack = ot->acked;
            plan->window = ot->window;
        }
        ot->told_edge = edge_of(plan->ack, plan->window, ot->local_scale);
    }
    plan->sack_shift = -ot->shift;
    plan->erase_sack = !ot->sack;
}

/* The local stack's acknowledgement, with a window that does not exceed the far end's. */
INLINE void repeat_ack(const struct side *me, struct side *ot, struct plan *plan) {
    plan->ack = ot->acked;
    plan->window = ot->window;
    plan->erase_sack = 1;
    if (ot->armed) {
        __u32 edge = me->right_edge - ot->shift;
        plan->window = window_to(edge, plan->ack, ot->local_scale);
        ot->told_edge = edge;
        ot->promised = later(ot->promised, edge);
    } else {
        ot->told_edge = edge_of(plan->ack, plan->window, ot->local_scale);
        ot->promised = later(ot->promised, ot->told_edge);
    }
}

/* To the far end, as if the local stack had sent it. */
INLINE void plan_for_peer(struct pair *p, struct side *me, struct side *ot, const struct packet *k, bool far_ack, struct plan *plan) {
    plan->verdict = TO_PEER;
    plan->edit = 1;
    plan->seq = me->armed ? k->seq + me->shift : ot->sent_end;
    if (!k->length && !me->has_boundary && after(plan->seq, ot->sent_end))
        plan->seq = ot->sent_end; /* what the process still holds may be more than there is room for: it would be ignored */
    if (far_ack)
        translate_ack(me, ot, k, plan);
    else
        repeat_ack(me, ot, plan);
    if (ot->bounded == TO_END) {
        __u32 limit = limit_of_body(ot);
        if (after(edge_of(plan->ack, plan->window, ot->local_scale), limit))
            plan->window = window_to(limit, plan->ack, ot->local_scale);
    }
    translate_clock(me, ot, k, plan);
    plan->erase_ecn = me->ecn != ot->ecn;
    bool resets = is_exact_reset(me, ot, k);
    ot->told_seq = later(ot->told_seq, plan->seq + k->length);
    if (far_ack && !before(plan->ack, ot->told_ack)) {
        ot->told_ack = plan->ack;
        ot->told_window = plan->window;
    }
    ot->promised = later(ot->promised, edge_of(plan->ack, plan->window, ot->local_scale));
    if (far_ack)
        count_delivered(ot, k->ack);
    note_finish(me, k);
    if (resets && p->state == SPLICED) {
        me->reset = 1;
        p->state = CLOSED;
        plan->event = 1;
    }
    me->packets++;
}

/*
 * The far end, the peer of `to`, has acknowledged a bounded direction to its end: from now on its bytes are a constant
 * that neither stack has seen, and both connections are the process's again.
 */
INLINE bool complete_if_delivered(struct side *from, struct side *to, __u32 ack, struct plan *plan) {
    if (from->bounded != TO_END || !from->has_boundary || before(ack, from->end + from->shift) || !has_sent_its_part(to, from))
        return false;
    __u32 hidden = from->end - from->boundary;
    to->hidden_out += hidden;
    to->sent_end += hidden;
    to->shown_ack += hidden;
    to->twice |= after(to->told_seq, to->sent_end); /* cut before what is under way */
    from->hidden_in += hidden;
    from->acked += hidden;
    from->stack_end = from->end;
    from->has_boundary = 0;
    from->handed_over = 0;
    from->armed = 0;
    from->bounded = UNBOUNDED;
    from->completed++;
    plan->event = 1;
    return true;
}

/* As far as is acknowledged here. The stack learns of the window as it is now: it will be the next to send. */
INLINE void complete_by_ack(struct side *me, struct side *ot, const struct packet *k, struct plan *plan) {
    if (complete_if_delivered(ot, me, k->ack, plan))
        plan->copy = FOR_STACK;
}

/* What the packet says that the local stack has not been shown. */
INLINE bool is_news_for_stack(const struct side *me, const struct side *ot, const struct packet *k, bool far_ack) {
    if (far_ack)
        return !ot->handed_over && before(me->shown_ack, me->sent_end);
    return k->ack != me->shown_ack || (k->window != me->shown_window && !(ot->armed && ot->has_boundary));
}

INLINE void ack_only(struct pair *p, struct side *me, struct side *ot, const struct packet *k, bool far_ack, struct plan *plan) {
    if (far_ack) {
        if (p->state != CLOSED && !ot->handed_over && before(me->shown_ack, me->sent_end))
            plan->copy = FOR_STACK;
        plan_for_peer(p, me, ot, k, true, plan);
        complete_by_ack(me, ot, k, plan);
        return;
    }
    if (ot->armed && !ot->handed_over && !ot->finished &&
        after(me->right_edge - ot->shift, ot->told_edge))
        plan->copy = FOR_PEER; /* room that the sender does not know of */
    plan_for_stack(me, ot, k, false, plan);
}

/* A copy comes by for the far end: only its acknowledgement and window count. */
INLINE void ack_of_copy(struct pair *p, struct side *me, struct side *ot, struct packet *k, bool far_ack, struct plan *plan) {
    if (k->length) {
        plan->strip = 1;
        plan->clear_finish = 1;
        k->seq = ot->sent_end - me->shift;
        k->payload_bytes = 0;
        k->length = 0;
        k->flags &= ~FIN;
    }
    plan_for_peer(p, me, ot, k, far_ack, plan);
    complete_by_ack(me, ot, k, plan);
}

/* The local stack has told its peer of more room than was passed on, and now the process wants it to be known. */
INLINE bool is_held_back(const struct side *me) {
    return me->hold && !me->expects && after(edge_of(me->acked, me->window, me->local_scale), me->told_edge);
}

/* The peer of `me` has sent or had bytes of which the local stack knows nothing. */
INLINE bool knows_less(const struct side *me) {
    return me->hidden_in | me->hidden_out | me->twice;
}

/* Neither direction is armed: the connections are the process's, and are only followed. */
INLINE void watch(struct pair *p, struct side *me, struct side *ot, struct packet *k, __u32 mark, struct plan *plan) {
    if (mark == FOR_PEER) {
        ack_of_copy(p, me, ot, k, false, plan);
        return;
    }
    bool unsent = acks_unsent(me, k);
    if (unsent && knows_less(me)) {
        plan->verdict = DISCARD; /* the stack would be told of less, and believe it */
        return;
    }
    note_given(me, k);
    if (k->flags & ACK && !unsent && !is_older(me, k->ack)) {
        bool more = knows_less(me) && after(k->ack, me->sent_end); /* than the stack has sent: it is told less */
        me->shown_ack = more ? me->sent_end : k->ack;
        me->shown_window = k->window;
        me->right_edge = edge_of(k->ack, k->window, me->peer_scale);
    }
    if (k->flags & ACK && !(k->flags & RST) && is_held_back(ot))
        plan->copy = FOR_PEER;
    if (knows_less(me))
        plan_for_stack(me, ot, k, false, plan);
}

/*
 * A bounded direction and a packet that may lie across its boundary or its end. What lies behind the end, FIN first of
 * all, is the local stack's, but only once the far end has everything: until then its sender repeats it. False: the
 * packet goes nowhere.
 */
INLINE bool keep_within(struct side *me, struct side *ot, struct packet *k, struct plan *plan) {
    __u32 payload_end = k->seq + k->payload_bytes;
    if (!me->handed_over && before(k->seq, me->boundary))
        return !after(payload_end, me->boundary); /* or the stack would have bytes that are to be hidden from it */
    if (is_new_finish(me, k) && !(me->bounded == TO_END && after(payload_end, me->end))) {
        me->finished = 1; /* where the process waits for the end, this is it; or it ends too early */
        me->finish = payload_end;
        me->end = payload_end;
        me->far = 0;
        me->bounded = TO_END;
        complete_if_delivered(me, ot, me->counted_ack, plan);
    }
    if (me->bounded != TO_END)
        return me->bounded != UNBOUNDED;
    if (!before(k->seq, me->end)) {
        complete_if_delivered(me, ot, me->counted_ack, plan); /* the last acknowledgement may have come too early for it */
        return false;
    }
    if (after(payload_end, me->end)) {
        if (has_sent_its_part(ot, me)) { /* or acknowledgements would pass meanwhile, and the stack miss what they are of */
            me->end = me->counted_ack - me->shift; /* more than was announced, and no way to part it: the process will */
            complete_if_delivered(me, ot, me->counted_ack, plan);
        }
        return false;
    }
    plan->clear_finish = 1;
    k->flags &= ~FIN;
    k->length = k->payload_bytes;
    return true;
}

/* The phases that follow, one in four bits, from NONE to SYN_ACK; from the client, from the server. */
#define AFTER_FIN_OF_CLIENT 0x59876555276ULL
#define AFTER_ACK_OF_CLIENT 0x19676541216ULL
#define AFTER_RST_OF_CLIENT 0x39866663666ULL
#define AFTER_FIN_OF_SERVER 0x59856545245ULL
#define AFTER_ACK_OF_SERVER 0x11876541211ULL
#define AFTER_RST_OF_SERVER 0x66666566266ULL

INLINE void step_phase(struct pair *p, bool of_client, __u8 flags) {
    __u64 next;
    if (flags & RST)
        next = of_client ? AFTER_RST_OF_CLIENT : AFTER_RST_OF_SERVER;
    else if (flags & FIN)
        next = of_client ? AFTER_FIN_OF_CLIENT : AFTER_FIN_OF_SERVER;
    else
        next = of_client ? AFTER_ACK_OF_CLIENT : AFTER_ACK_OF_SERVER;
    p->phase = (next >> (p->phase % 11 * 4)) & 0xf;
}

/*
 * What every stack looks at first (RFC 9293, 3.10.7.4; RFC 5961, 5), for what is carried passes none: nobody acknowledges
 * what was not sent, or sends what there was never room for.
 */
INLINE bool is_acceptable(const struct side *me, const struct packet *k) {
    if (!(k->flags & (ACK | RST)))
        return false;
    return !acks_unsent(me, k) && (!me->armed || fits_promise(me, k));
}

/* A packet from the peer of `me`. */
INLINE void judge_arriving(struct pair *p, struct side *me, struct side *ot, struct packet *k, __u32 mark, struct plan *plan) {
    if (k->length && me->completed != me->noticed) {
        plan->verdict = DISCARD; /* or the process would take what follows a body for the body; it comes again */
        return;
    }
    if (!me->armed && !ot->armed) {
        watch(p, me, ot, k, mark, plan);
        return;
    }
    if (!is_acceptable(me, k)) {
        plan->verdict = DISCARD;
        return;
    }
    if (k->flags & ACK && !(k->flags & RST)) {
        __u32 edge = edge_of(k->ack, k->window, me->peer_scale);
        me->right_edge = ot->handed_over ? edge : later(me->right_edge, edge);
    }
    bound_if_drained(me, ot, k);
    bool far_ack = acks_far_end(me, ot, k);
    note_finish_acked(p, me, ot, k, plan);
    if (far_ack)
        hand_over_if_delivered(me, ot);
    if (mark != FOR_PEER)
        note_finish(me, k);
    if (mark == FOR_STACK) {
        plan_for_stack(me, ot, k, true, plan);
        complete_if_delivered(ot, me, k->ack, plan); /* it may be the far end's last, and the stack is quiet with it only */
    } else if (mark == FOR_PEER) {
        ack_of_copy(p, me, ot, k, far_ack, plan);
    } else if (p->state == CLOSED) {
        plan_for_peer(p, me, ot, k, ot->armed && k->flags & ACK, plan); /* the local stack is out of it */
    } else if (k->flags & RST) {
        bool carried = me->armed && !me->bounded && me->has_boundary;
        if (carried && !before(k->seq, me->told_ack))
            plan_for_peer(p, me, ot, k, far_ack, plan);
        else if (carried)
            plan->verdict = DISCARD;
        else /* an end that has closed answers late packets so: not the other end's business */
            plan_for_stack(me, ot, k, false, plan);
    } else {
        bound_if_new(me, ot, k);
        if (k->length && me->bounded && me->has_boundary && !keep_within(me, ot, k, plan)) {
            plan->verdict = DISCARD;
        } else if (k->length && beyond_boundary(me, k)) {
            if (is_news_for_stack(me, ot, k, far_ack))
                plan->copy = FOR_STACK;
            plan_for_peer(p, me, ot, k, far_ack, plan);
        } else if (!k->length) {
            ack_only(p, me, ot, k, far_ack, plan);
        } else {
            note_given(me, k);
            plan->copy = far_ack ? FOR_PEER : 0;
            plan_for_stack(me, ot, k, false, plan);
        }
    }
}

/* The local stack spoke: what it says is followed, and told so that it fits what the peer has heard. */
INLINE void follow(struct side *me, struct side *ot, const struct packet *k) {
    if (k->flags & FIN && ot->armed && !ot->bounded && !ot->finished) {
        ot->finish = k->seq + k->payload_bytes - ot->shift;
        ot->finished = 1;
    }
    if (k->length) {
        __u32 end = k->seq + k->length;
        me->sent_end = later(me->sent_end, end);
        me->told_seq = later(me->told_seq, end);
        if (before(k->seq, me->shown_ack))
            me->shown_ack = k->seq; /* it repeats what was acknowledged: the acknowledgement was lost on it */
        move_boundary(ot, k->seq + k->payload_bytes - ot->shift);
    }
    if (k->flags & ACK && !before(k->ack, me->acked)) {
        me->acked = k->ack;
        me->window = k->window;
        if (!me->has_boundary)
            me->stack_end = later(me->stack_end, k->ack); /* it was given more than was seen to pass */
        else if (me->bounded)
            move_boundary(me, k->ack);
    }
    if (k->has_clock) {
        me->clock = k->clock;
        me->clock_echo = k->clock_echo;
    }
}

/* The process must not promise the sender more than the receiver takes, unless it has the whole body already. */
INLINE void limit_promise(struct side *me, const struct side *ot, const struct packet *k, struct plan *plan) {
    __u32 promised = edge_of(k->ack, k->window, me->local_scale);
    __u32 limit = ot->right_edge - me->shift;
    if (me->bounded == TO_END && (after(limit, limit_of_body(me)) || !before(k->ack, me->end)))
        limit = limit_of_body(me);
    if (after(promised, limit))
        plan->window = window_to(limit, k->ack, me->local_scale);
    else
        limit = promised;
    me->told_edge = limit;
    me->promised = later(me->promised, limit);
}

/*
 * The direction from `me` is the process's. A server that is promised much sends all of a body while the process still
 * reads its head. So where a body is expected, with each request the promise is a small one.
 */
INLINE void note_promise(struct side *me, const struct packet *k, struct plan *plan) {
    if (me->hold && k->length) {
        me->hold = k->ack;
        me->expects = 1;
    }
    __u32 edge = edge_of(k->ack, k->window, me->local_scale);
    __u32 limit = later(me->promised, me->hold + headroom(me)); /* what was promised stays promised */
    if (me->expects && after(edge, limit)) {
        plan->window = window_to(limit, k->ack, me->local_scale);
        edge = limit;
    }
    me->promised = later(me->promised, edge);
    me->told_edge = edge;
}

/* The peer of `me` has heard the end from the other one, or nothing more is to be said. A reset may be lost: it is said again. */
INLINE bool is_out_of_it(const struct pair *p, const struct side *me, const struct side *ot, const struct packet *k) {
    if (p->state == CLOSED)
        return !(k->flags & RST && (me->reset || ot->reset));
    bool finish_is_peers = k->flags & FIN && ot->has_boundary && ot->finished; /* it repeats what the kernel carried */
    bool all_said = k->flags & RST && ot->has_boundary && ot->finish_acked && me->finished;
    return finish_is_peers || all_said;
}

/*
 * A device may refuse what has left already, and the stack takes it for unsent: without payload it says where it stands
 * (a probe: one byte before). Whoever has had these bytes from the kernel acknowledges them all the same, and must not be
 * believed more than was sent.
 */
INLINE void follow_back(struct side *me, const struct packet *k) {
    if (!knows_less(me) || k->length || k->flags & RST || !before(k->seq, me->sent_end) || k->seq == me->shown_ack - 1)
        return;
    me->sent_end = k->seq;
    if (after(me->shown_ack, k->seq))
        me->shown_ack = k->seq;
}

/* A packet of the local stack to the peer of `me`. */
INLINE void judge_leaving(struct pair *p, struct side *me, struct side *ot, struct packet *k, struct plan *plan) {
    if (is_out_of_it(p, me, ot, k)) {
        plan->verdict = DISCARD;
        return;
    }
    __u32 written_seq = k->seq;
    __u32 written_ack = k->ack;
    __u32 written_window = k->window;
    k->seq += me->hidden_out;
    k->ack += me->hidden_in;
    follow(me, ot, k);
    plan->seq = k->seq;
    plan->ack = k->ack;
    plan->window = k->window;
    if (!me->armed && k->flags & ACK)
        note_promise(me, k, plan);
    plan->sack_shift = me->hidden_in;
    if (!me->armed && !ot->armed) {
        follow_back(me, k);
        me->told_ack = me->acked;
        me->told_window = plan->window;
    } else {
        /* where all is the kernel's the stack stands still, and after 2^31 bytes would seem to be ahead */
        bool late = ot->handed_over ? k->seq != me->told_seq : before(k->seq, me->told_seq);
        bool late_ack = me->handed_over ? k->ack != me->told_ack : before(k->ack, me->told_ack);
        if (late && (k->flags & RST || (!k->length && ot->has_boundary)))
            plan->seq = me->told_seq;
        if (k->flags & ACK && late_ack) {
            plan->ack = me->told_ack;
            plan->window = me->told_window;
        } else if (k->flags & ACK) {
            me->told_ack = k->ack;
            if (me->armed && !me->handed_over)
                limit_promise(me, ot, k, plan);
            me->told_window = plan->window;
        }
    }
    if (k->has_clock) {
        plan->clock = me->told_clock ? later(k->clock, me->told_clock) : k->clock; /* 0: nothing was told */
        plan->clock_echo = k->clock_echo;
        plan->edit_clock = plan->clock != k->clock;
        me->told_clock = plan->clock;
    }
    plan->edit = plan->seq != written_seq || plan->ack != written_ack || plan->window != written_window || plan->edit_clock;
    plan->verdict = plan->edit ? TO_STACK : LEAVE;
}
