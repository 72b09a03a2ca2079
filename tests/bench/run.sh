#!/bin/sh
# Speed and size as ratios against peers that run in the same call: a constant-answer libmicrohttpd
# server, and a bare group-commit loop over the same rows. Ours and the peer run in turn, several
# times: the value is the median of the pairs' ratios, and the spread is from the least to the most.
# Exits 1 when a bar is missed.
# Ours answers through the whole server: token, checks, events; like the peer it writes no access log.
#   run.sh [BUILD]
#   SECONDS_EACH=3           of each measure
#   ALTERNATIONS=5           how often ours and the peer take turns
#   BENCH_PORT=18080
#   BENCH_BEFORE=PROGRAM     another thidua, in turn with this one: what the change between them cost
#   BENCH_VALUES=10000000    this one on a database with so many values, in turn with the small one; and each
#                            GET of the inline lane on it, with each of its filters
set -eu
cd "$(dirname "$0")/../.."
build=$(realpath "${1:-build}")
each=${SECONDS_EACH:-3}
alternations=${ALTERNATIONS:-5}
port=${BENCH_PORT:-18080}
work=$(mktemp -d)
server=
peer=

finish() {
	stop "$server"
	stop "$peer"
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
ulimit -n 4096

. tests/bench/servers.sh
. tests/bench/table.sh

# --- the peer ---------------------------------------------------------------------------------------

start_peer() { # BYTES
	"$build/bench/constant" "$1" >"$work/peer" &
	peer=$!
	for _ in $(seq 100); do
		peer_port=$(cat "$work/peer")
		[ -z "$peer_port" ] || return 0
		sleep 0.05
	done
	exit 1
}

stop_peer() {
	stop "$peer"
	peer=
}

# --- measures ------------------------------------------------------------------------------------

rate() { # CONNECTIONS URL [WRK OPTIONS..]: sets measured, in requests a second; anything but 2xx ends the run
	connections=$1
	url=$2
	shift 2
	wrk -t2 -c"$connections" -d"${each}s" --timeout 10s "$@" "$url" >"$work/wrk"
	if grep -q 'Non-2xx' "$work/wrk"; then
		cat "$work/wrk" >&2
		echo "not all answers of $url were 2xx; is the machine busy with something else?" >&2
		exit 1
	fi
	measured=$(awk '/^Requests\/sec:/ { print $2 }' "$work/wrk")
}

# The peer, then ours.
against_constant() { # PATH: sets peer_rate, our_rate
	start_peer "$(get "$1" | wc -c)"
	rate 64 "http://127.0.0.1:$peer_port/"
	peer_rate=$measured
	stop_peer
	rate 64 "http://127.0.0.1:$port$1" -H "Authorization: Bearer $token"
	our_rate=$measured
}

# An older program has other names for them.
group_commits() { metric thidua_group_jobs_count | grep . || metric thidua_group_commits_total; }
group_jobs() { metric thidua_group_jobs_sum | grep . || metric thidua_group_jobs_total; }

post_rate() { # sets our_rate and batch
	commits=$(group_commits)
	jobs=$(group_jobs)
	rate 128 "http://127.0.0.1:$port" -s tests/bench/post.lua
	our_rate=$measured
	batch=$(awk "BEGIN { printf \"%d\", ($(group_jobs) - $jobs) / ($(group_commits) - $commits) + 0.5 }")
}

commit_rate() { # NAME BATCH: the bare loop on a copy of that database
	cp "$work/$1.db" "$work/loop.db"
	"$build/bench/rows" commit "$work/loop.db" "$each" "$2"
	rm -f "$work"/loop.db*
}

server_time() { # OPERATION PATH: milliseconds of the server's time, over 200 requests
	of="{operation=\"$1\""
	count=$(metric "thidua_request_seconds_count$of")
	sum=$(metric "thidua_request_seconds_sum$of")
	for _ in $(seq 200); do get "$2" >/dev/null; done
	awk "BEGIN { printf \"%.2f\", 1000 * ($(metric "thidua_request_seconds_sum$of") - ${sum:-0}) / ($(metric "thidua_request_seconds_count$of") - ${count:-0}) }"
}

evaluation_time() { # sets milliseconds of the server's time for one cluster-year
	path="/api/v1/evaluations?cluster=vkstc-cum-7-2021&through=2021-11&limit=500"
	evaluated=$(get "$path" | tr '{' '\n' | grep -c '"indicator"')
	evaluation=$(server_time list_evaluations "$path")
}

eligibility_time() { # sets milliseconds of the server's time for an excellent collective of 200 people
	awk 'BEGIN { print "staff_code,full_name,unit,from_date"
		for (i = 1; i <= 200; i++) printf "B%d,Cán bộ %d,gialai,2015-01-01\n", i, i }' | import_csv persons
	awk 'BEGIN { print "issuer,authority,number,signed_on,signer_name,signer_title,award,year,staff_code"
		for (i = 1; i <= 200; i++) printf "gialai,unit_head,1/QĐ-VKS,2021-12-20,A,B,%s,2021,B%d\n", (i > 180 ? "CSTĐCS" : "LĐTT"), i }' | import_csv decisions
	eligibility=$(server_time get_eligibility "/api/v1/eligibility?award=excellent-collective&year=2021&unit=gialai")
}

ranking_time() { # BODY: the milliseconds of a ranking, not stored, the middle of five
	for _ in $(seq 5); do
		curl -sSf -o "$work/out" -w '%{time_total}\n' -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
			-d "$1" "http://127.0.0.1:$port/api/v1/rankings?dry_run=true"
	done | awk '{ printf "%.1f\n", 1000 * $1 }' | middle
}

# --- samples -------------------------------------------------------------------------------------

# Columns of $work/NAME.samples.
one=1 one_peer=2 hundred=3 hundred_peer=4 yearly=5 posts=6 loop=7

# Once through everything that is repeated: a line of $work/NAME.samples.
sample() { # NAME
	start_server "$1"
	export_posts
	against_constant /api/v1/units/gialai
	line="$our_rate $peer_rate"
	against_constant "/api/v1/units?limit=100"
	line="$line $our_rate $peer_rate"
	evaluation_time
	stop_server
	copy_database "$1" "$1_posts"
	start_server "$1_posts"
	post_rate
	stop_server
	rm -f "$work/$1"_posts.db*
	echo "$line $evaluation $our_rate $(commit_rate "$1" "$batch")" >>"$work/$1.samples"
}

alternate() { # NAME..: samples of each, in turn
	for _ in $(seq "$alternations"); do
		for name in "$@"; do sample "$name"; done
	done
}

# --- the table -----------------------------------------------------------------------------------

column() { awk -v c="$2" '{ print $c }' "$work/$1.samples"; } # NAME COLUMN

# The median of the ratios of two columns, line by line, and their spread.
ratio_row() { # WHAT NAME COLUMN NAME2 COLUMN2 BAR
	column "$2" "$3" >"$work/a"
	column "$4" "$5" >"$work/b"
	paste "$work/a" "$work/b" | awk '{ printf "%.4f\n", $1 / $2 }' | sort -n >"$work/ratios"
	row "$1" "$(middle <"$work/a")" "$(middle <"$work/b")" "$(middle <"$work/ratios")" \
		"$(awk 'NR == 1 { least = $1 } END { printf "%.2f..%.2f", least, $1 }' "$work/ratios")" "$6" least ratio
}

# Speed is kept: rates as new to old, times as old to new.
kept_rows() { # NEW OLD BAR
	ratio_row 'GET one unit' "$1" $one "$2" $one "$3"
	ratio_row 'GET 100 units' "$1" $hundred "$2" $hundred "$3"
	ratio_row 'POST 40 values' "$1" $posts "$2" $posts "$3"
	ratio_row 'evaluation, time' "$2" $yearly "$1" $yearly "$3"
}

make_database base 100000
start_server base
get /api/v1/me >/dev/null
idle=$(resident)
stop_server
copy_database base people
start_server people
eligibility_time
stop_server
copy_database base cards
"$build/bench/cards" "$work/cards.db"
start_server cards
ranking=$(ranking_time '{"cluster": "vkstc-khoi-700-2021"}')
stop_server
copy_database base scoring
start_server scoring
python3 tests/bench/scoring.py "http://127.0.0.1:$port" "$token"
# The second version of a ranking is made of what the figures give today for each card.
scoring=$(ranking_time '{"cluster": "vkstc-khoi-60-2021", "stage": "self", "reason": "Rà soát lại số liệu"}')
stop_server
first=$("$build/bench/start" "$port" "$build/thidua" serve --db "$work/base.db" --listen "127.0.0.1:$port")
names=base
if [ -n "${BENCH_BEFORE:-}" ]; then
	make_database before 100000
	names="$names before"
fi
if [ "${BENCH_VALUES:-0}" -gt 0 ]; then
	make_database large "$BENCH_VALUES"
	names="$names large"
fi
alternate $names

echo
head_line what ours peer value
ratio_row 'GET one unit, against a constant' base $one base $one_peer 0.60
ratio_row 'GET 100 units, against a constant' base $hundred base $hundred_peer 0.20
ratio_row "POST 40 values, against a bare loop" base $posts base $loop 0.60
row "evaluation of a cluster-year ($evaluated lines)" - - "$(column base $yearly | middle)" '' 5 most ms
row 'eligibility of a unit of 200 people' - - "$eligibility" '' 20 most ms
row 'ranking of 700 district offices' - - "$ranking" '' 200 most ms
row 'scoring of 60 members, 80 leaves' - - "$scoring" '' 50 most ms
row 'memory, idle' - - "$idle" '' 12 most MB
row 'start to first answer' - - "$first" '' 50 most ms
if [ -n "${BENCH_BEFORE:-}" ]; then
	echo
	head_line "against $BENCH_BEFORE" now before kept
	kept_rows base before 0.95
fi
if [ "${BENCH_VALUES:-0}" -gt 0 ]; then
	echo
	head_line "with $BENCH_VALUES values" now before kept
	kept_rows large base 0.80
	start_server large
	python3 tests/bench/inline.py "$build/thidua" "http://127.0.0.1:$port" "$token" || missed=$((missed + 1))
	stop_server
fi
echo
echo "$missed missed"
[ "$missed" = 0 ]
