# Three network namespaces in a row, and what runs in them; for bench/run and bench/experiment.
# shellcheck shell=bash

readonly ORIGIN=10.77.2.2 PROXY=10.77.1.1 CLIENT=10.77.1.2 PROXY_INSIDE=10.77.2.1
readonly NET="fl-bench-$$" # prefix of the namespaces; the pid keeps two runs apart

declare -A pid_of=() # name -> pid of what was started
dir=''

say() { echo "bench/${0##*/}: $*" >&2; }
fail() { say "$*"; exit 1; }
refuse() { say "$*"; exit 2; }

require() { # command, Debian package; adds to the caller's `missing`
    command -v "$1" > /dev/null || missing+=("$2")
}

# Whatever ends the run, nothing of it stays.
clean_up_at_end() {
    trap cleanup EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP
}

cleanup() {
    local status=$? name pids=()
    trap '' INT TERM HUP
    set +e
    for name in "${!pid_of[@]}"; do pids+=("${pid_of[$name]}"); done
    # What runs in our own namespaces is ours, too: nginx's workers, a wrk cut short.
    for name in client proxy server; do
        # shellcheck disable=SC2207 # pids, one a line
        pids+=($(ip netns pids "$NET-$name" 2> /dev/null))
    done
    stop "${pids[@]}"
    for name in client proxy server; do ip netns delete "$NET-$name" 2> /dev/null; done
    [[ -n $dir ]] && rm -rf -- "$dir"
    exit "$status"
}

stop() { # pids: asks, waits for 3 seconds, then insists
    local tries
    (($# > 0)) || return 0
    kill -TERM "$@" 2> /dev/null || :
    for ((tries = 0; tries < 30; tries++)); do
        kill -0 "$@" 2> /dev/null || break
        sleep 0.1
    done
    kill -KILL "$@" 2> /dev/null || :
    wait "$@" 2> /dev/null || :
}

build_network() {
    local name
    for name in client proxy server; do
        ip netns add "$NET-$name"
        ip -n "$NET-$name" link set lo up
    done
    link client "$CLIENT" proxy "$PROXY"
    link server "$ORIGIN" proxy "$PROXY_INSIDE"
    set_kernel proxy ip_forward 1
    # A new connection per request leaves tens of thousands of ports in TIME-WAIT at whichever end closes first.
    for name in client proxy; do
        set_kernel "$name" ip_local_port_range "1024 65535"
        set_kernel "$name" tcp_tw_reuse 1
    done
}

link() { # namespace, its address, the proxy's namespace, its address: a veth pair, and the way back
    ip -n "$NET-$1" link add to-proxy type veth peer name "to-$1" netns "$NET-$3"
    ip -n "$NET-$1" address add "$2/24" dev to-proxy
    ip -n "$NET-$3" address add "$4/24" dev "to-$1"
    ip -n "$NET-$1" link set to-proxy up
    ip -n "$NET-$3" link set "to-$1" up
    ip -n "$NET-$1" route add default via "$4"
}

inside() { # namespace, command...
    local ns=$1
    shift
    ip netns exec "$NET-$ns" "$@"
}

set_kernel() { # namespace, IPv4 setting, value
    # shellcheck disable=SC2016 # expanded by the inner shell
    inside "$1" sh -c 'echo "$2" > "/proc/sys/net/ipv4/$1"' sh "$2" "$3"
}

start() { # name, namespace, command...
    local name=$1 ns=$2
    shift 2
    mkdir -p "$dir/$name/temp"
    # Not through `inside`: this pid must be the command's own, not that of a shell around it.
    ip netns exec "$NET-$ns" "$@" > "$dir/$name/log" 2>&1 < /dev/null &
    pid_of[$name]=$!
}

pause() { # seconds; a signal ends it at once, as it would not a foreground sleep
    sleep "$1" &
    wait $!
}
