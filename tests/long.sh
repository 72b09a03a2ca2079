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
	result=$("$@" 2>&1 | tail -n 2 | paste -sd ';' -)
	printf '%s | %s | %s, %d s\n' "$id" "$what" "$result" $(($(date +%s) - started))
}

line T1 '5,000 kills under writes of all kinds' "$build/tests/crash" "$build/thidua" 5000
line T2 '10,000 power cuts' "$build/faults/power" "$build/faults/thidua" 10000
line T4 'every write, sync, read, truncation and mapping (with T5)' "$build/faults/errors" "$build/faults/thidua" 1
line T23 'jumps of the clock' "$build/faults/clock" "$build/faults/thidua"
line T24 'every write and sync of every step of the schema' "$build/faults/steps" "$build/faults/thidua" 1
line T26 '100 copies under load (with T3)' "$build/faults/backups" "$build/faults/thidua" 100
line T31 '1,000 flips in events, and rows changed by hand' "$build/unit_server/witness"
