# What packet splicing is to reach, of the rows that were measured. Needs figures.awk.

END {
    at_least("1 GB, TCP mode: rate, of routing's", 0.95, share(rate, "tcp-1G-1", "routed"))
    at_least("1 GB, TCP mode: rate, of HAProxy's", 1.4, share(rate, "tcp-1G-1", "haproxy"))
    at_most("1 MB, TCP mode: system CPU above routing, of HAProxy's", 0.1, share(above, "tcp-1M-8", "haproxy"))
    at_most("1 MB, tunnel: system CPU above routing, of HAProxy's", 0.1, share(above, "tunnel-1M-8", "haproxy"))
    at_most("1 MB, httpclose: system CPU above routing, of HAProxy's", 0.1, share(above, "httpclose-1M-8", "haproxy"))
    at_most("1 MB, keep-alive: system CPU above routing, of HAProxy's", 0.4, share(above, "keep-1M-8", "haproxy"))
    at_most("1 MB, keep-alive: system CPU above routing, of the pipes'", 1, share(above, "keep-1M-8", "pipe"))
    at_most("10 MB, keep-alive: system CPU above routing, of HAProxy's", 0.1, share(above, "keep-10M-8", "haproxy"))
    at_most("10 MB, keep-alive: system CPU above routing, of the pipes'", 1, share(above, "keep-10M-8", "pipe"))
    at_most("1 MB, TCP mode: process CPU, of HAProxy's", 0.02, share(process, "tcp-1M-8", "haproxy"))
    at_most("1 MB, tunnel: process CPU, of HAProxy's", 0.02, share(process, "tunnel-1M-8", "haproxy"))
    at_most("1 MB, keep-alive: process CPU, of HAProxy's", 0.35, share(process, "keep-1M-8", "haproxy"))
    at_most("100 endless streams: process CPU, % of a core", 1, scaled(process, "streams-100", 1 / 10000))
    at_most("16 KB, new connection each: system CPU, of the pipes'", 0.85, share(machine, "each-16K-8", "pipe"))
    at_most("64 KB, new connection each: system CPU, of the pipes'", 0.85, share(machine, "each-64K-8", "pipe"))
    at_most("256 KB, new connection each: system CPU, of the pipes'", 0.85, share(machine, "each-256K-8", "pipe"))
    at_most("1 MB, new connection each: system CPU, of the pipes'", 0.85, share(machine, "each-1M-8", "pipe"))
    at_most("set-up and tear-down of a splice: process CPU, µs", 20, joining(process))
    at_most("set-up and tear-down of a splice: system CPU, µs", 20, joining(machine))
    at_most("200 B to and fro, TCP mode: time, of copying's", 0.7, inverse(share(rate, "ping-1", "copy")))
    if (line_count > 1) {
        print ""
        print_lines(1)
    }
}

function share(figures, id, other) { return ratio(figures, id SUBSEP "fairlead", id SUBSEP other) }

function scaled(figures, id, factor,    value) {
    value = median(figures, id SUBSEP "fairlead")
    return value == "-" ? value : value * factor
}

function inverse(value) { return value == "-" ? value : 1 / value }

# What a connection costs more than an exchange on one that stands is its set-up and tear-down; joining is what that is
# more with packets than with copying.
function joining(figures,    round, count) {
    delete sorted
    for (round = 1; round <= last_round; round++)
        if (has_ends(figures, "fairlead", round) && has_ends(figures, "copy", round))
            insert(ends(figures, "fairlead", round) - ends(figures, "copy", round), ++count)
    return count ? middle(count) : "-"
}

function has_ends(figures, name, round) {
    return ("each-100B-8" SUBSEP name, round) in figures && ("tcp-100B-8" SUBSEP name, round) in figures
}

function ends(figures, name, round) {
    return figures["each-100B-8" SUBSEP name, round] - figures["tcp-100B-8" SUBSEP name, round]
}

function at_least(measure, bound, value) { add_goal(measure, ">= " bound, value, value >= bound) }

function at_most(measure, bound, value) { add_goal(measure, "<= " bound, value, value <= bound) }

function add_goal(measure, wanted, value, reached) {
    if (value == "-") return
    if (!line_count++) {
        put(1, "to reach"); put(2, "wanted"); put(3, "measured"); put(4, "reached")
        line_count++
    }
    put(1, measure); put(2, wanted); put(3, hundredths(value)); put(4, reached ? "yes" : "no")
}
