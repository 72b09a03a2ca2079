#!/bin/sh
# Many at once, and much at once: how the server stands when every office posts in the same second, when
# long counts run beside short reads, and what memory is left of it. Exits 1 when a bar is missed.
#   crowds.sh [BUILD]
#   SECONDS_EACH=3
#   BENCH_PORT=18080
#   BENCH_CROWD=10000000     values of the database that is counted and exported
set -eu
cd "$(dirname "$0")/../.."
build=$(realpath "${1:-build}")
each=${SECONDS_EACH:-3}
port=${BENCH_PORT:-18080}
work=$(mktemp -d)
server=
counts=
storm=

. tests/bench/servers.sh
. tests/bench/table.sh

finish() {
	stop "$counts"
	stop "$storm"
	stop "$server"
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
ulimit -n 4096

ninety_ninth() { # in milliseconds; wrk says "1.20ms", "950.00us", "1.02s"
	awk '$1 == "99%" { v = $2; f = v ~ /us$/ ? 0.001 : v ~ /ms$/ ? 1 : 1000; sub("[a-z]+$", "", v); printf "%.1f", v * f }' "$work/wrk"
}

# --- every office posts at once ----------------------------------------------------------------------

# 3,300 posts take as long as so many connections that post without a pause need for them.
storm_of() { # CONNECTIONS
	wrk -t2 -c"$1" -d"${each}s" --timeout 10s --latency -s tests/bench/post.lua "http://127.0.0.1:$port" >"$work/wrk"
	row "3,300 posts over $1 connections" - - \
		"$(awk '/^Requests\/sec:/ { printf "%.2f", 3300 / $2 }' "$work/wrk")" "p99 $(ninety_ninth) ms" 2 most s
	row '... of them not stored' - - \
		"$(awk '/Non-2xx/ { n += $NF } /Socket errors/ { n += $4 + $6 + $8 + $10 } END { print n + 0 }' "$work/wrk")" '' 0 most posts
}

# One office with a token of its own posts while another token does over a thousand connections.
beside_storm() {
	office=$(curl -sSf -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
		-d '{"unit":"vkstc","role":"head","label":"bench"}' "http://127.0.0.1:$port/api/v1/tokens" | sed 's/.*"token":"\([^"]*\)".*/\1/')
	wrk -t1 -c1000 -d60s --timeout 10s -s tests/bench/post.lua "http://127.0.0.1:$port" >"$work/storm" &
	storm=$!
	sleep 1
	BENCH_TOKEN=$office wrk -t1 -c1 -d"${each}s" --timeout 10s --latency -s tests/bench/post.lua "http://127.0.0.1:$port" >"$work/wrk"
	stop "$storm"
	storm=
	row 'p99 of one office beside 1,000 connections' - - "$(ninety_ninth)" '' 100 most ms
}

storms() {
	make_database storm 0
	start_server storm
	awk 'BEGIN { print "unit,level,parent,name_vi,valid_from"
		for (i = 1; i <= 3300; i++) printf "storm.u%d,district,vkstc,VKSND %d,2010-01-01\n", i, i }' | import_csv units
	export_posts
	BENCH_UNITS=$(seq -f 'storm.u%.0f' 3300 | tr '\n' ' ')
	storm_of 300
	storm_of 1000
	beside_storm
	stop_server
}

# --- 1,000 connections that ask without a pause ----------------------------------------------------------

# The largest of what is seen during one run.
busy_resident() {
	wrk -t2 -c1000 -d"${each}s" --timeout 10s -H "Authorization: Bearer $token" \
		"http://127.0.0.1:$port/api/v1/units?limit=100" >"$work/wrk" &
	load=$!
	while kill -0 "$load" 2>/dev/null; do
		resident
		echo
		sleep 0.2
	done | sort -n | tail -1
}

busy() {
	make_database busy 100000
	start_server busy
	for run in 1 2 3 4 5; do busy_resident >"$work/busy.$run"; done
	stop_server
	row 'memory, 1,000 busy connections, second run' - - "$(cat "$work/busy.2")" '' 64 most MB
	row '... fifth run, against the second' "$(cat "$work/busy.5")" "$(cat "$work/busy.2")" \
		"$(awk "BEGIN { printf \"%.2f\", $(cat "$work/busy.5") / $(cat "$work/busy.2") }")" '' 1.05 most ratio
}

# --- counts and exports of a large database --------------------------------------------------------------

read_one() { # the 99th percentile
	wrk -t1 -c16 -d"${each}s" --timeout 10s --latency -H "Authorization: Bearer $token" \
		"http://127.0.0.1:$port/api/v1/units/gialai" >"$work/wrk"
	ninety_ninth
}

reads_beside_counts() {
	alone=$(read_one)
	wrk -t1 -c8 -d60s --timeout 10s -H "Authorization: Bearer $token" \
		"http://127.0.0.1:$port/api/v1/reports?current=true&count=true" >"$work/counts" &
	counts=$!
	beside=$(read_one)
	stop "$counts"
	counts=
	row 'p99 of GET one unit while eight counts run' "$beside" "$alone" "$beside" '' 20 most ms
}

# Month after month as CSV, until a million values are out.
export_million() {
	started=$(date +%s.%N)
	values=0
	for month in $(get '/api/v1/periods?kind=month&limit=500' | grep -o '"period":"[^"]*' | cut -d'"' -f4); do
		[ "$values" -lt 1000000 ] || break
		lines=$(get "/api/v1/reports/values?period=$month&format=csv" | wc -l)
		values=$((values + lines - 1))
	done
	row "export of $values values as CSV" - - "$(awk "BEGIN { printf \"%.1f\", $(date +%s.%N) - $started }")" '' 20 most s
	row 'memory afterwards' - - "$(resident)" '' 64 most MB
}

large() {
	make_database large "${BENCH_CROWD:-10000000}"
	start_server large
	reads_beside_counts
	export_million
	stop_server
}

head_line what ours peer value
storms
busy
large
echo
echo "$missed missed"
[ "$missed" = 0 ]
