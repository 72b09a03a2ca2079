#!/bin/sh
# Runs every part of the tests and adds up what they say. The last line, and only that one, is
# `N passed, N failed`; the exit status is 1 when something failed or a part looked at nothing.
#   run.sh [BUILD]      BUILD is build/, or one of those for which tests/left_out.txt and tests/postgres/left_out.txt name what does
#                       not run; RUNS=5000 for more kills, CUTS=10000 for more power cuts, FAULTS=1 and STEPS=1 for a failure of the
#                       disk at every place and not at one of so many
set -u
cd "$(dirname "$0")/.."
build=${1:-build}
kills=${RUNS:-40}
program=$build/thidua
left_out=/dev/null
beside=
work=$(mktemp -d)
trap '[ -z "$beside" ] || kill "$beside"; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
case $build in
build/postgres*)
	program=$build/thidua-postgres
	left_out=tests/postgres/left_out.txt
	;;
build/?*)
	left_out=$work/left_out
	sed -En "s/^(any|${build#build/}) +//p" tests/left_out.txt >"$left_out"
	# Of every process, whoever started it and however it ended.
	reports="log_path=$work/report"
	export ASAN_OPTIONS="$reports" TSAN_OPTIONS="$reports"
	;;
esac
passed=0
failed=0

# Adds a part's result: NAME STATUS PASSED FAILED, with its output in $work/out.
add() {
	passed=$((passed + $3))
	failed=$((failed + $4))
	if [ "$2" = 0 ] && [ "$3" -gt 0 ] && [ "$4" = 0 ] && ! ls "$work"/report* >/dev/null 2>&1; then
		printf '  ok      %-24s %5d  %3ds\n' "$1" "$3" $(($(date +%s) - started))
		return
	fi
	[ "$4" -gt 0 ] || failed=$((failed + 1))
	cat "$work/out" "$work"/report* 2>/dev/null | grep -avE '^[0-9]+ passed, [0-9]+ failed$'
	rm -f "$work"/report*
	printf '  FAILED  %-24s %5d good, %d bad, status %s\n' "$1" "$3" "$4" "$2"
}

# Whether the list names this part; then it says why.
is_left_out() {
	echo "$1" >>"$work/parts"
	awk -v name="$1" '$1 == name { sub(/^[^ ]+ +/, ""); printf "  left out %-23s %s\n", name, $0; found = 1 } END { exit !found }' "$left_out"
}

# NAME STATUS of a program that ended with `N passed, N failed`; 77 says that this machine lacks what it needs.
add_tally() {
	if [ "$2" = 77 ]; then
		printf '  left out %-23s %s\n' "$1" "$(tail -n 1 "$work/out")"
		return
	fi
	set -- "$1" "$2" $(tail -n 1 "$work/out" | sed -n 's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed$/\1 \2/p')
	add "$1" "$2" "${3:-0}" "${4:-0}"
}

# NAME COMMAND..
part() {
	! is_left_out "$1" || return 0
	name=$1
	shift
	started=$(date +%s)
	"$@" >"$work/out" 2>&1
	add_tally "$name" $?
}

# NAME COMMAND.. that waits most of its time: the parts up to end_part run beside it.
begin_part() {
	! is_left_out "$1" || return 0
	beside_name=$1
	beside_started=$(date +%s)
	shift
	"$@" >"$work/beside" 2>&1 &
	beside=$!
}

end_part() {
	[ "$beside" ] || return 0
	wait "$beside"
	status=$?
	beside=
	started=$beside_started
	mv "$work/beside" "$work/out"
	add_tally "$beside_name" "$status"
}

# A cmocka program: NAME COMMAND
unit() {
	! is_left_out "$1" || return 0
	started=$(date +%s)
	"$2" >"$work/out" 2>&1
	status=$?
	set -- "$1" "$status" $(awk '
		/^\[  PASSED  \] [0-9]+ test/ { passed += $4 }
		/^ *[0-9]+ FAILED TEST/ { failed += $1 }
		END { print passed + 0, failed + 0 }' "$work/out")
	add "$@"
}

part layers sh tests/layers.sh
part spec sh tests/spec/run.sh build/specgen
for source in tests/unit/*.c tests/unit_server/*.c; do
	[ -e "$source" ] || continue
	folder=$(basename "$(dirname "$source")")
	name=$(basename "$source" .c)
	unit "$folder/$name" "$build/$folder/$name"
done
part scoring python3 tests/scoring.py "$build/tests/scoring"
begin_part http "$build/tests/http" "$program"
part json "$build/tests/json" "$program" tests/json_corpus
part contract "$build/tests/contract" "$program" --coverage "$work/coverage"
part matrix "$build/tests/matrix" "$program" tests/matrix
part generated sh tests/generated.sh "$build"
part sequences "$build/tests/sequences" "$program"
part scenario "$build/tests/scenario" "$program" tests/api --coverage "$work/coverage"
part commands sh tests/commands.sh "$program"
part alerts sh tests/alerts.sh "$program"
part demo sh tests/demo.sh "$program"
part package sh tests/package.sh "$build"
part pages sh tests/pages.sh "$program" README.md api-spec/questions.md docker/README.md
part plans python3 tests/plans.py "$build/statements" "$program" tests/plans.txt
end_part
part web /usr/bin/python3 tests/web/run.py "$program"
part proxy sh tests/proxy.sh "$program"
part postgres sh tests/postgres/run.sh "$build/statements"
if [ "$program" != "$build/thidua" ]; then
	part servers python3 tests/postgres/servers.py "$program"
	# Once more, where each change is waited for and not sent only.
	part strict env PGOPTIONS='-c thidua.strict=on' "$build/tests/scenario" "$program" tests/api $(cat tests/postgres/strict.txt)
	part copy sh tests/postgres/cluster.sh python3 tests/postgres/copy.py build/thidua "$program"
	part failover sh tests/postgres/cluster.sh python3 tests/postgres/failover.py "$program"
	part two python3 tests/postgres/two.py "$program"
fi
part crash "$build/tests/crash" "$program" "$kills"
part errors "$build/faults/errors" "$build/faults/thidua" "${FAULTS:-97}"
part power "$build/faults/power" "$build/faults/thidua" "${CUTS:-150}"
part steps "$build/faults/steps" "$build/faults/thidua" "${STEPS:-151}"
part clock "$build/faults/clock" "$build/faults/thidua"
part backups "$build/faults/backups" "$build/faults/thidua" "${COPIES:-5}"

# A name that no part has would leave out nothing, or something for good.
for name in $(awk 'FNR == NR { part[$1] = 1; next } !part[$1] { print $1 }' "$work/parts" "$left_out"); do
	echo "FAILED: left_out.txt names $name, which is no part"
	failed=$((failed + 1))
done

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
