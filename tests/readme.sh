#!/bin/sh
# Runs the commands of README.md against a server of its own and looks whether the answers are those that the page shows. In the ```json block behind
# commands every line is a pattern, with ` ... ` for anything, and must be found in the output, in this order.
#   readme.sh BUILD
set -u
cd "$(dirname "$0")/.."
build=$1
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
: >"$work/err"
"$build/thidua" serve --db "$work/t.db" --listen 127.0.0.1:0 --check-replies >"$work/out" 2>"$work/err" &
server=$!
for _ in $(seq 100); do
	grep -q 'event=listening' "$work/err" && break
	sleep 0.1
done
port=$(sed -n 's/.*event=listening address=127.0.0.1:\([0-9]*\).*/\1/p' "$work/err")
TOKEN=$(grep -o 'td_[A-Za-z0-9_-]*' "$work/out" | head -n 1)
export TOKEN

# The page as one script: each ```sh block writes its output to a file of its own, each ```json block is kept beside it.
awk -v work="$work" '
	/^```sh$/ { n++; script = 1; printf "{\n"; next }
	/^```json$/ { expected = 1; next }
	/^```$/ && script { printf "} >%s/got.%d 2>&1 || echo \"block %d: status $?\" >>%s/failed\n", work, n, n, work; script = 0; next }
	/^```$/ { expected = 0; next }
	script { print }
	expected { print > (work "/want." n) }
' README.md | sed "s/127\.0\.0\.1:8080/127.0.0.1:$port/g" >"$work/script"
sh "$work/script" || echo "the page as a script: status $?" >>"$work/failed"

passed=0
failed=0
for want in "$work"/want.*; do
	n=${want##*.}
	while IFS= read -r line; do
		pattern=$(printf '%s' "$line" | sed 's/[][\\.*^$]/\\&/g; s/ *\\\.\\\.\\\. */.*/g')
		if grep -qe "$pattern" "$work/got.$n"; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			printf 'README.md, block %s: not found: %s\n' "$n" "$line"
			cat "$work/got.$n"
			echo
		fi
	done <"$want"
done
if [ -e "$work/failed" ]; then
	cat "$work/failed"
	failed=$((failed + 1))
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
