#!/bin/sh
# Ours beside the peer of tests/bench/peers/, in turn on copies of one database: requests a second, and of posts the 99th
# percentile. The value is the median of the pairs' ratios, the spread from the least to the most. Exits 1 when a bar is missed.
#   peers.sh [BUILD]
#   SECONDS_EACH=3           of each measure
#   ALTERNATIONS=5           how often they take turns
#   BENCH_PORT=18080
set -eu
cd "$(dirname "$0")/../.."
build=$(realpath "${1:-build}")
each=${SECONDS_EACH:-3}
port=${BENCH_PORT:-18080}
work=$(mktemp -d)
server=

. tests/bench/servers.sh
. tests/bench/table.sh

finish() {
	stop "$server"
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
ulimit -n 4096

start_peer() { # NAME
	"$build/bench/peer" "$work/$1.db" "127.0.0.1:$port" "$token" 2>"$work/log" &
	server=$!
	for _ in $(seq 200); do
		if curl -sf -o "$work/out" "http://127.0.0.1:$port/healthz"; then return 0; fi
		sleep 0.02
	done
	exit 1
}

rate() { # CONNECTIONS PATH [WRK OPTIONS..]
	connections=$1
	path=$2
	shift 2
	wrk -t2 -c"$connections" -d"${each}s" --timeout 10s --latency -H "Authorization: Bearer $token" "$@" \
		"http://127.0.0.1:$port$path" >"$work/wrk"
	! grep 'Non-2xx' "$work/wrk" >&2
	awk '/^Requests\/sec:/ { print $2 }' "$work/wrk"
}

measure() { # NAME: a line of $work/NAME.samples
	one=$(rate 64 /api/v1/units/gialai)
	hundred=$(rate 64 '/api/v1/units?limit=100')
	posts=$(rate 128 '' -s tests/bench/post.lua)
	echo "$one $hundred $posts $(awk '$1 == "99%" { print $2 }' "$work/wrk") $(resident)" >>"$work/$1.samples"
	stop_server
	rm -f "$work/turn".*
}

compare() { # WHAT COLUMN BAR
	for name in ours peer; do awk -v c="$2" '{ print $c }' "$work/$name.samples" >"$work/$name.column"; done
	paste "$work/ours.column" "$work/peer.column" | awk '{ printf "%.4f\n", $1 / $2 }' | sort -n >"$work/ratios"
	row "$1" "$(middle <"$work/ours.column")" "$(middle <"$work/peer.column")" "$(middle <"$work/ratios")" \
		"$(awk 'NR == 1 { least = $1 } END { printf "%.2f..%.2f", least, $1 }' "$work/ratios")" "$3" least ratio
}

say() { # WHAT COLUMN: what has no bar, of the last turn
	printf '%-46s %10s %10s\n' "$1" "$(awk -v c="$2" 'END { print $c }' "$work/ours.samples")" \
		"$(awk -v c="$2" 'END { print $c }' "$work/peer.samples")"
}

make_database base 100000
for _ in $(seq "${ALTERNATIONS:-5}"); do
	copy_database base turn
	start_server turn
	export_posts
	measure ours
	copy_database base turn
	start_peer turn
	measure peer
done
head_line 'beside Go, net/http and mattn/go-sqlite3' ours peer value
compare 'GET one unit' 1 1
compare 'GET 100 units' 2 1
compare 'POST 40 values, 128 connections' 3 2
say '... its 99th percentile' 4
say 'memory afterwards, MB' 5
echo
echo "$missed missed"
[ "$missed" = 0 ]
