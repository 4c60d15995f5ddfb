# The table of bench/run: a line for each row and target. Needs figures.awk.

END {
    add_line("row", "proxy", "rate", "process CPU µs/req", "system CPU µs/req", "above routing", "errors",
        "Fairlead's ratio: process CPU", "system CPU", "above routing", "rate")
    for (r = 1; r <= row_count; r++)
        for (t = 1; t <= target_count; t++)
            if ((ids[r], target_names[t]) in measured) add_target(ids[r], labels[r], target_names[t])
    print_lines(2)
}

function add_target(id, label, name,    key, own, compared) {
    key = id SUBSEP name
    own = id SUBSEP "fairlead"
    compared = has_fairlead && name != "fairlead"
    add_line(label, name,
        number(median(rate, key)) (is_bulk(id) ? " GB/s" : " /s"),
        name == "routed" ? "-" : number(median(process, key)),
        number(median(machine, key)),
        number(median(above, key)),
        errors[key],
        compared && name != "routed" ? hundredths(ratio(process, own, key)) : "-",
        compared ? hundredths(ratio(machine, own, key)) : "-",
        compared ? hundredths(ratio(above, own, key)) : "-",
        compared ? hundredths(ratio(rate, own, key)) : "-")
}

function add_line(a, b, c, d, e, f, g, h, i, j, k) {
    line_count++
    put(1, a); put(2, b); put(3, c); put(4, d); put(5, e); put(6, f); put(7, g); put(8, h); put(9, i); put(10, j)
    put(11, k)
}
