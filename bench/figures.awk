# Reads the measurements of bench/run, and reckons with them for its tables.
# First file: the rows, "id|label|...". Second file, tab-separated:
# round row target requests bytes usec errors process_ticks machine_ticks. Round 0 is the warm-up.
# Figures are by key, which is a row and a target, and by round: rate, process and machine (CPU in µs per request), and
# above: what machine is above that of routing in the same round.

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
    rate[key, round] = is_bulk(field[2]) ? field[5] / field[6] / 1000 : field[4] * 1000000 / field[6]
    process[key, round] = field[8] * tick_usec / field[4]
    machine[key, round] = field[9] * tick_usec / field[4]
}

END {
    for (r = 1; r <= row_count; r++)
        for (t = 1; t <= target_count; t++) subtract_routing(ids[r] SUBSEP target_names[t], ids[r] SUBSEP "routed")
}

function is_bulk(id) { return id ~ /1G-1$|^streams-/ }

function subtract_routing(key, routed,    round) {
    for (round = 1; round <= last_round; round++)
        if (key != routed && (key, round) in machine && (routed, round) in machine)
            above[key, round] = machine[key, round] - machine[routed, round]
}

# Of the figures of all rounds that have one; "-" where there is none.
function median(figures, key,    round, count) {
    delete sorted
    for (round = 1; round <= last_round; round++)
        if ((key, round) in figures) insert(figures[key, round], ++count)
    return count ? middle(count) : "-"
}

# The median of each round's ratio: the two were measured within seconds of each other.
function ratio(figures, own, key,    round, count) {
    delete sorted
    for (round = 1; round <= last_round; round++)
        if ((own, round) in figures && figures[key, round] > 0)
            insert(figures[own, round] / figures[key, round], ++count)
    return count ? middle(count) : "-"
}

function insert(value, at) {
    for (; at > 1 && sorted[at - 1] > value; at--) sorted[at] = sorted[at - 1]
    sorted[at] = value
}

function middle(count) {
    if (count % 2) return sorted[(count + 1) / 2]
    return (sorted[count / 2] + sorted[count / 2 + 1]) / 2
}

function number(value) {
    if (value == "-") return value
    return sprintf(value < 10 && value > -10 ? "%.2f" : value < 100 && value > -100 ? "%.1f" : "%.0f", value)
}

function hundredths(value) { return value == "-" ? value : sprintf("%.2f", value) }

function put(column, text) { # in the line line_count
    cells[line_count, column] = text
    if (column > column_count) column_count = column
    if (width(text) > widths[column]) widths[column] = width(text)
}

# In characters: bytes that continue a UTF-8 character take no room.
function width(text) {
    gsub(/[\200-\277]/, "", text)
    return length(text)
}

function print_lines(left_columns,    l, c, line, between) {
    between = format == "markdown" ? " | " : "  "
    for (l = 1; l <= line_count; l++) {
        line = ""
        for (c = 1; c <= column_count; c++)
            line = line (c > 1 ? between : "") padded(cells[l, c], widths[c], c > left_columns)
        print format == "markdown" ? "| " line " |" : line
        if (l == 1 && format == "markdown") print rule(left_columns)
    }
}

function rule(left_columns,    c, line) {
    for (c = 1; c <= column_count; c++) line = line (c > left_columns ? "|--:" : "|---")
    return line "|"
}

function padded(text, size, to_the_right,    space) {
    space = sprintf("%" (size - width(text)) "s", "")
    return to_the_right ? space text : text space
}
