#!/bin/sh
# The tests at their full numbers, which take hours; a line each for tests/RESULTS.md: `T1 | how many | result`.
#   long.sh [BUILD [ID..]]      all of them, or those that are named
set -u
cd "$(dirname "$0")/.."
build=${1:-build}
[ $# = 0 ] || shift
wanted=" $* "

# ID WHAT COMMAND..: what the program says last.
line() {
	id=$1
	what=$2
	shift 2
	case $wanted in '  ' | *" $id "*) ;; *) return ;; esac
	started=$(date +%s)
	result=$("$@" 2>&1 | tail -n 8 | paste -sd ';' -)
	printf '%s | %s | %s, %d s\n' "$id" "$what" "$result" $(($(date +%s) - started))
}

line T1 '5,000 kills under writes of all kinds' "$build/tests/crash" "$build/thidua" 5000
line T2 '10,000 power cuts' "$build/faults/power" "$build/faults/thidua" 10000
line T4 'every write, sync, read, truncation and mapping (with T5)' "$build/faults/errors" "$build/faults/thidua" 1
line T8 '1,200 slow clients, 200 slow readers' "$build/tests/siege" "$build/thidua" T8
line T9 '10,000 idle connections' "$build/tests/siege" "$build/thidua" T9
line T12 'the corpus through nginx and haproxy' sh tests/through.sh "$build"
line T14 '1,000,000 requests of the contract by chance' sh tests/generated.sh "$build" 1000000
line T15 '100,000 sequences' "$build/tests/sequences" "$build/thidua" 100000
line T16 'three minutes for each target' make -s fuzz TIME=180
line T17 'valgrind over all scenarios' \
	sh -c 'make -s B=build/patient CFLAGS="-g -DDEADLINE_TIMES=20" test-build && BUILD=build/patient build/patient/tests/scenario tests/memcheck.sh tests/api'
line T17 'the thread sanitizer over all scenarios' \
	sh -c 'make -s SAN=thread test-build && build/san-thread/tests/scenario build/san-thread/thidua tests/api'
line T18 'all scenarios of a build by the second compiler' \
	sh -c 'make -s CC=clang B=build/clang test-build && build/clang/tests/scenario build/clang/thidua tests/api'
line T19 'what the tests reach' make -s coverage
line T22 'wrong tokens and passwords; the times of refusals' "$build/tests/siege" "$build/thidua" T22
line T23 'jumps of the clock' "$build/faults/clock" "$build/faults/thidua"
line T24 'every write and sync of every step of the schema' "$build/faults/steps" "$build/faults/thidua" 1
line T25 'up, back and up again with a million values' sh tests/upgrade.sh "$build"
line T26 '100 copies under load (with T3)' "$build/faults/backups" "$build/faults/thidua" 100
line T27 '100 ends under load' "$build/tests/siege" "$build/thidua" T27
line T28 'half of the maximum for 30 minutes' "$build/tests/soak" "$build/thidua" 30
line T31 '1,000 flips in events, and rows changed by hand' "$build/unit_server/witness"
line T35 '2,000 posts over a bad network' "$build/tests/network" "$build/thidua" 2000
line T37 'broken on purpose' sh tests/mutants/run.sh "$build"
