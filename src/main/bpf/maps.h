/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once

/* Their sizes are the process's to choose when it makes them. */

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 2);
    __type(key, struct flow);
    __type(value, __u32); /* the pair's number, shifted left by one, and the side */
} flows SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __uint(map_flags, BPF_F_MMAPABLE); /* the process arms, reads counters and looks for the idle without a syscall */
    __type(key, __u32);
    __type(value, struct pair);
} pairs SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_LRU_HASH);
    __uint(max_entries, 2);
    __type(key, struct flow);
    __type(value, struct opening);
} openings SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

struct options {
    __u8 before[OPTIONS_ROOM] __attribute__((aligned(8)));
    __u8 after[OPTIONS_ROOM] __attribute__((aligned(8)));
    __u32 bytes;
    __u32 inside; /* bytes of the present option still to pass */
    __u32 timestamps_at;
    __u32 sack_at;
    __u32 sack_bytes;
};

/*
 * What one run works on. It lies in a map, not on the stack: the verifier follows every value of the stack through every
 * path, and there are thousands of paths. A run has its CPU to itself.
 */
struct work {
    struct packet packet;
    struct plan plan;
    struct options options;
};

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct work);
} scratch SEC(".maps");
