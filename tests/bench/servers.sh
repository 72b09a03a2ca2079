# Servers to be measured, for the scripts of this folder, which set build, port and work. `level` is that
# of their log, $work/log.

stop() { # PID
	[ -z "$1" ] || { kill "$1" 2>/dev/null && wait "$1" 2>/dev/null; } || :
}

program_of() { # NAME
	case $1 in before*) echo "$BENCH_BEFORE" ;; *) echo "$build/thidua" ;; esac
}

make_database() { # NAME VALUES: $work/NAME.db with so many report values, and NAME.token
	program=$(program_of "$1")
	"$program" init --db "$work/$1.db" >/dev/null
	"$program" token create --db "$work/$1.db" --unit vkstc --role admin >"$work/$1.token"
	"$build/bench/rows" fill "$work/$1.db" "$2"
}

copy_database() { # NAME COPY
	for file in db db.pepper token; do cp "$work/$1.$file" "$work/$2.$file"; done
}

start_server() { # NAME
	token=$(cat "$work/$1.token")
	if curl -s -o "$work/out" "http://127.0.0.1:$port/healthz"; then
		echo "something listens on port $port already; BENCH_PORT chooses another" >&2
		exit 1
	fi
	"$(program_of "$1")" serve --db "$work/$1.db" --listen "127.0.0.1:$port" --log-level "${level:-error}" >"$work/out" 2>"$work/log" &
	server=$!
	for _ in $(seq 200); do
		if curl -sf -o "$work/out" "http://127.0.0.1:$port/healthz"; then return 0; fi
		kill -0 "$server" || break
		sleep 0.02
	done
	echo "the server does not answer on port $port" >&2
	exit 1
}

stop_server() {
	stop "$server"
	server=
}

get() { # PATH: the body
	curl -sSf -H "Authorization: Bearer $token" "http://127.0.0.1:$port$1"
}

metric() { # NAME, or how it begins: its value, or the sum of them; nothing without any
	curl -sSf "http://127.0.0.1:$port/metrics" | awk -v name="$1" 'index($1, name) == 1 { sum += $2; n++ } END { if (n) printf "%.6f\n", sum }'
}

resident() { # megabytes
	awk '/^VmRSS:/ { printf "%.1f", $2 / 1024 }' "/proc/$server/status"
}

import_csv() { # RESOURCE, rows on stdin
	curl -sSf -o "$work/out" -H "Authorization: Bearer $token" -H 'Content-Type: text/csv' --data-binary @- "http://127.0.0.1:$port/api/v1/$1/import"
}

free_elements() { # forty that no identity binds
	csv() { curl -sSf -H "Authorization: Bearer $token" -H 'Accept: text/csv' "http://127.0.0.1:$port$1" | tr -d '\r' | sed '1s/^\xef\xbb\xbf//'; }
	csv "/api/v1/identities?limit=500" | awk -F, 'NR > 1 { print $2; print $3 }' | sort -u >"$work/bound"
	csv "/api/v1/elements?limit=500" | awk -F, 'NR > 1 && $2 != "TK" { print $1 }' | grep -vxFf "$work/bound" | head -40 | tr '\n' ' '
}

# What post.lua posts: forty elements in every month of 2021 for each district of Gia Lai.
export_posts() {
	elements=$(free_elements)
	units=$(curl -sSf -H "Authorization: Bearer $token" -H 'Accept: text/csv' \
		"http://127.0.0.1:$port/api/v1/units?level=district&parent=gialai&limit=500" | tr -d '\r' | awk -F, 'NR > 1 { print $1 }' | tr '\n' ' ')
	periods=$(for m in 12; do echo "2020-$m"; done; for m in 01 02 03 04 05 06 07 08 09 10 11; do echo "2021-$m"; done)
	export BENCH_TOKEN="$token" BENCH_ELEMENTS="$elements" BENCH_UNITS="$units" BENCH_PERIODS="$periods"
}
