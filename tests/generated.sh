#!/bin/sh
# Requests made by chance (generated.c), and what SQLite was asked meanwhile: whatever texts were sent, each statement that was
# prepared is one of the program's own, letter by letter.
#   generated.sh BUILD [REQUESTS [SEED]]
# The last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.."
build=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Sanitizers want to be the first that is loaded.
if [ -e "$build/trace.so" ]; then
	SQL_TRACE=$work/trace SQL_TRACER=$(realpath "$build/trace.so")
	export SQL_TRACE SQL_TRACER
fi
program=$build/thidua
[ -x "$program" ] || program=$program-postgres
"$build/tests/generated" "$program" tests/matrix "$@" >"$work/out"
sed '$d' "$work/out"
set -- $(tail -n 1 "$work/out" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
passed=${1:-0}
failed=${2:-1}

judge() { # WHAT BREAKS: kept when there are none.
	if [ -z "$2" ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	printf '%s:\n%s\n' "$1" "$2"
}

if [ -n "${SQL_TRACER:-}" ]; then
	cut -f2 "$build/statements" | sort -u >"$work/known"
	# Those of lib/db*.c, which hold no value, and one of SQLite.
	sort -u "$work/trace" | grep -vE '^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA)[a-zA-Z0-9_ =()-]*$' |
		grep -vxF -e 'SELECT count(*) FROM sqlite_schema' -e 'SELECT*FROM"main".sqlite_master ORDER BY rowid' >"$work/asked"
	judge 'statements that the program does not have' "$(comm -23 "$work/asked" "$work/known")"
	judge 'few statements were seen' "$([ "$(comm -12 "$work/asked" "$work/known" | wc -l)" -gt 500 ] || echo "$(wc -l <"$work/asked")")"
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
