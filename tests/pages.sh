#!/bin/sh
# Runs the commands of pages, each against a server of its own, and looks whether the answers are those that the page shows. In the ```json block
# behind commands every line is a pattern, with ` ... ` for anything, and must be found in the output. What a page names as a call must be one.
#   pages.sh THIDUA PAGE..
set -u
cd "$(dirname "$0")/.."
thidua=$1
shift
all=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$all"' EXIT
passed=0
failed=0

# A page that begins with `make demo` finds the year that it tells.
start() {
	: >"$work/err"
	: >"$work/told"
	! grep -q '^make demo' "$page" || "$thidua" demo --db "$work/t.db" >"$work/told"
	"$thidua" serve --db "$work/t.db" --listen 127.0.0.1:0 --check-replies >"$work/out" 2>"$work/err" &
	server=$!
	for _ in $(seq 100); do
		grep -q 'event=listening' "$work/err" && break
		sleep 0.1
	done
	port=$(sed -n 's/.*event=listening address=127.0.0.1:\([0-9]*\).*/\1/p' "$work/err")
	TOKEN=$(grep -ho 'td_[A-Za-z0-9_-]*' "$work/told" "$work/out" | head -n 1)
	export TOKEN
}

# The page as one script: each ```sh block writes its output to a file of its own, each ```json block is kept beside it.
run() {
	awk -v work="$work" '
		/^```sh$/ { n++; script = 1; printf "{\n"; next }
		/^```json$/ { expected = 1; next }
		/^```$/ && script { printf "} >%s/got.%d 2>&1 || echo \"block %d: status $?\" >>%s/failed\n", work, n, n, work; script = 0; next }
		/^```$/ { expected = 0; next }
		script { print }
		expected { print > (work "/want." n) }
	' "$page" | sed "s/127\.0\.0\.1:8080/127.0.0.1:$port/g" >"$work/script"
	(cd "$work" && sh script) || echo "the page as a script: status $?" >>"$work/failed"
}

compare() {
	for want in "$work"/want.*; do
		n=${want##*.}
		while IFS= read -r line; do
			pattern=$(printf '%s' "$line" | sed 's/[][\\.*^$]/\\&/g; s/ *\\\.\\\.\\\. */.*/g')
			if grep -qe "$pattern" "$work/got.$n"; then
				passed=$((passed + 1))
			else
				failed=$((failed + 1))
				printf '%s, block %s: not found: %s\n' "$page" "$n" "$line"
				cat "$work/got.$n"
				echo
			fi
		done <"$want"
	done
	[ -e "$work/failed" ] || return
	cat "$work/failed"
	failed=$((failed + 1))
}

# Each `GET /path` that a page names is an operation.
name() {
	grep -oE '`(GET|POST|PUT|DELETE) /[^`?]*' "$page" | tr -d '`' | sort -u >"$work/named"
	while IFS= read -r call; do
		if grep -qxF -- "$call" "$all/routes"; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			printf '%s names %s, which is no operation\n' "$page" "$call"
		fi
	done <"$work/named"
}

"$thidua" routes | awk '{ sub("^/api/v1", "", $2); print $1, $2 }' >"$all/routes"
for page; do
	work=$(mktemp -d -p "$all")
	start
	run
	compare
	name
	kill "$server"
	wait "$server"
	server=
done
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
