#!/bin/sh
# Runs the commands of pages, each against a server of its own, and looks whether the answers are those that the page shows. In the ```json block
# behind commands every line is a pattern, with ` ... ` for anything, and must be found in the output. What a page names as a call, or as a
# command of the program with its options, must be one. A ```sh not-tested block is only read.
#   pages.sh THIDUA PAGE..
set -u
cd "$(dirname "$0")/.."
thidua=$1
shift
all=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; for pid in "$all"/*/machine/pid; do [ ! -e "$pid" ] || kill "$(cat "$pid")"; done; rm -rf "$all"' EXIT
passed=0
failed=0

# A page for whoever runs the server has a machine; it was installed, and started once.
start_machine() {
	port=$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
	sh tests/machine.sh "$work/machine" "$(realpath "$thidua")" "$port"
	places="s|/var/lib/thidua|$work/machine/var/lib/thidua|g; s|/etc/thidua|$work/machine/etc/thidua|g"
	PATH=$work/machine/bin:$PATH systemctl start thidua
}

stop_machine() {
	PATH=$work/machine/bin:$PATH systemctl stop thidua
}

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

stop() {
	kill "$server"
	wait "$server"
	server=
}

# The page as one script: each ```sh block writes its output to a file of its own, each ```json block is kept beside it.
run() {
	awk -v work="$work" '
		/^```sh$/ { n++; script = 1; printf "{\n"; next }
		/^```json$/ { expected = 1; next }
		/^```sh not-tested$/ { unread = 1; next }
		/^```$/ && unread { unread = 0; next }
		/^```$/ && script { printf "} >%s/got.%d 2>&1 || echo \"block %d: status $?\" >>%s/failed\n", work, n, n, work; script = 0; next }
		/^```$/ { expected = 0; next }
		unread { print > (work "/not-tested") }
		script { print }
		expected { print > (work "/want." n) }
	' "$page" | sed "s/127\.0\.0\.1:8080/127.0.0.1:$port/g; $places" >"$work/script"
	[ ! -e "$work/not-tested" ] || sh -n "$work/not-tested" || echo 'what is not tested: no shell reads it' >>"$work/failed"
	(cd "$work" && PATH=$work/machine/bin:$PATH && sh script) || echo "the page as a script: status $?" >>"$work/failed"
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

# Each `thidua command --option` is one that the program knows.
name_commands() {
	grep -oE '(`thidua(-admin)?|^thidua-admin) [a-z][^`]*' "$page" | sed 's/^`//; s/^[a-z-]* //' >"$work/commands"
	while IFS= read -r line; do
		command=$(printf '%s\n' "$line" | grep -oE '^[a-z]+( (create|add|password))?')
		"$thidua" $command --help >"$work/help" 2>&1
		for words in "usage: thidua $command" $(printf '%s\n' "$line" | grep -oE -- '--[a-z-]+' | grep -vx -- --help); do
			if grep -qE -- "^ *$words( |\$)" "$work/help"; then
				passed=$((passed + 1))
			else
				failed=$((failed + 1))
				printf '%s: thidua %s: there is no %s\n' "$page" "$line" "$words"
			fi
		done
	done <"$work/commands"
}

"$thidua" routes | awk '{ sub("^/api/v1", "", $2); print $1, $2 }' >"$all/routes"
for page; do
	work=$(mktemp -d -p "$all")
	places=
	begin=start end=stop
	if grep -q '^systemctl' "$page"; then begin=start_machine end=stop_machine; fi
	$begin
	run
	compare
	name
	name_commands
	$end
done
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
