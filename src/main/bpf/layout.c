/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where the fields lie that the process reads and writes. Compiled to assembly only: scripts/bpf takes the lines that
 * begin with an arrow (the kernel's own way of telling offsets, kbuild.h).
 */
#include <linux/bpf.h>
#include <stddef.h>

#include <stdbool.h>

#include <bpf/bpf_helpers.h>

#include "constants.h"
#include "structs.h"
#include "maps.h"

#define TELL(name, value) __asm__ volatile("\n-> " name " %0" : : "i"(value))
#define FIELD(type, name) TELL(#type "." #name, offsetof(struct type, name))

void layout(void) {
    TELL("pair", sizeof(struct pair));
    TELL("side", sizeof(struct side));
    TELL("flow", sizeof(struct flow));
    TELL("work", sizeof(struct work));
    TELL("opening", sizeof(struct opening));
    FIELD(opening, device);
    FIELD(opening, heard);
    FIELD(opening, sent);
    FIELD(opening, received);
    FIELD(opening, active);
    FIELD(opening, clock);
    FIELD(opening, clock_echo);
    FIELD(opening, ns);
    FIELD(flow, destination);
    FIELD(flow, source_port);
    FIELD(flow, destination_port);
    FIELD(pair, state);
    FIELD(pair, lock);
    FIELD(pair, number);
    FIELD(pair, generation);
    FIELD(pair, moved_ns);
    FIELD(pair, seen_ns);
    FIELD(pair, phase);
    FIELD(pair, sides);
    FIELD(side, local);
    FIELD(side, peer);
    FIELD(side, local_port);
    FIELD(side, peer_port);
    FIELD(side, peer_scale);
    FIELD(side, local_scale);
    FIELD(side, timestamps);
    FIELD(side, sack);
    FIELD(side, ecn);
    FIELD(side, v6);
    FIELD(side, segment);
    FIELD(side, armed);
    FIELD(side, shift);
    FIELD(side, floor);
    FIELD(side, bounded);
    FIELD(side, end);
    FIELD(side, gone);
    FIELD(side, far);
    FIELD(side, has_boundary);
    FIELD(side, boundary);
    FIELD(side, handed_over);
    FIELD(side, stack_end);
    FIELD(side, finished);
    FIELD(side, finish);
    FIELD(side, finish_acked);
    FIELD(side, device);
    FIELD(side, sent_end);
    FIELD(side, acked);
    FIELD(side, window);
    FIELD(side, clock);
    FIELD(side, clock_echo);
    FIELD(side, shown_ack);
    FIELD(side, shown_window);
    FIELD(side, right_edge);
    FIELD(side, promised);
    FIELD(side, told_edge);
    FIELD(side, told_seq);
    FIELD(side, told_ack);
    FIELD(side, told_window);
    FIELD(side, told_clock);
    FIELD(side, hidden_in);
    FIELD(side, hidden_out);
    FIELD(side, completed);
    FIELD(side, noticed);
    FIELD(side, expects);
    FIELD(side, hold);
    FIELD(side, twice);
    FIELD(side, packets);
    FIELD(side, bytes);
    FIELD(side, copies);
    FIELD(side, counted_ack);
    FIELD(side, reset);
}
