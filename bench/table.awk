# Turns the measurements of bench/run into its table.
# First file: the rows, "id|label|file|connections|port". Second file, tab-separated:
# round row target requests bytes usec errors process_ticks machine_ticks. Round 0 is the warm-up.

BEGIN {
    target_count = split(targets, target_names, " ")
    has_fairlead = index(" " targets " ", " fairlead ")
}

FNR == NR {
    split($0, part, "|")
    ids[++row_count] = part[1]
    labels[row_count] = part[2]
    next
}

{
    split($0, field, "\t")
    key = field[2] SUBSEP field[3]
    errors[key] += field[7]
    measured[key] = 1
    if (field[1] == 0 || field[4] == 0) next
    round = field[1]
    if (round > last_round) last_round = round
    rate[key, round] = field[2] ~ /^1G/ ? field[5] / field[6] / 1000 : field[4] * 1000000 / field[6]
    process[key, round] = field[8] * tick_usec / field[4]
    machine[key, round] = field[9] * tick_usec / field[4]
}

END {
    add_line("row", "proxy", "rate", "process CPU µs/req", "system CPU µs/req", "errors",
        "Fairlead's ratio: process CPU", "system CPU", "rate")
    for (r = 1; r <= row_count; r++)
        for (t = 1; t <= target_count; t++)
            if ((ids[r], target_names[t]) in measured) add_target(ids[r], labels[r], target_names[t])
    print_lines()
}

function add_target(id, label, name,    key, own, unit, compared) {
    key = id SUBSEP name
    own = id SUBSEP "fairlead"
    unit = id ~ /^1G/ ? " GB/s" : " /s"
    compared = has_fairlead && name != "fairlead"
    add_line(label, name,
        number(median(rate, key)) unit,
        name == "routed" ? "-" : number(median(process, key)),
        number(median(machine, key)),
        errors[key],
        compared && name != "routed" ? ratio(process, own, key) : "-",
        compared ? ratio(machine, own, key) : "-",
        compared ? ratio(rate, own, key) : "-")
}

# Of the figures of all rounds that have one; -1 where there is none.
function median(figures, key,    round, count) {
    delete sorted
    for (round = 1; round <= last_round; round++)
        if ((key, round) in figures) insert(figures[key, round], ++count)
    return middle(count)
}

# The median of each round's ratio: the two were measured within seconds of each other.
function ratio(figures, own, key,    round, count) {
    delete sorted
    for (round = 1; round <= last_round; round++)
        if ((own, round) in figures && figures[key, round] > 0)
            insert(figures[own, round] / figures[key, round], ++count)
    return count ? sprintf("%.2f", middle(count)) : "-"
}

function insert(value, at) {
    for (; at > 1 && sorted[at - 1] > value; at--) sorted[at] = sorted[at - 1]
    sorted[at] = value
}

function middle(count) {
    if (!count) return -1
    if (count % 2) return sorted[(count + 1) / 2]
    return (sorted[count / 2] + sorted[count / 2 + 1]) / 2
}

function number(value) {
    if (value < 0) return "-"
    return sprintf(value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
}

function add_line(a, b, c, d, e, f, g, h, i) {
    line_count++
    put(1, a); put(2, b); put(3, c); put(4, d); put(5, e); put(6, f); put(7, g); put(8, h); put(9, i)
}

function put(column, text) {
    cells[line_count, column] = text
    if (width(text) > widths[column]) widths[column] = width(text)
}

# In characters: bytes that continue a UTF-8 character take no room.
function width(text) {
    gsub(/[\200-\277]/, "", text)
    return length(text)
}

function print_lines(    l, c, line, between) {
    between = format == "markdown" ? " | " : "  "
    for (l = 1; l <= line_count; l++) {
        line = ""
        for (c = 1; c <= 9; c++) line = line (c > 1 ? between : "") padded(cells[l, c], widths[c], c > 2)
        print format == "markdown" ? "| " line " |" : line
        if (l == 1 && format == "markdown") print "|---|---|--:|--:|--:|--:|--:|--:|--:|"
    }
}

function padded(text, size, to_the_right,    space) {
    space = sprintf("%" (size - width(text)) "s", "")
    return to_the_right ? space text : text space
}
