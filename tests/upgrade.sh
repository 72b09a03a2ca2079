#!/bin/sh
# The program as it was before the newest step of the schema, this one, and back. upgrade.sh BUILD [VALUES]; a row for tests/RESULTS.md,
# then `N passed, N failed`.
set -u
cd "$(dirname "$0")/.."
build=$1
old=$(mktemp -d)
trap 'rm -rf "$old"' EXIT

newest=$(ls server/schema/*.sql | tail -n 1)
before=$(git log -1 --format=%h --diff-filter=A -- "$newest")^
git archive "$before" | tar x -C "$old" && make -s -C "$old" build/thidua >"$old/made" 2>&1 || {
	tail -n 5 "$old/made"
	echo "0 passed, 1 failed"
	exit 1
}
make -s "$build/bench/rows" && "$build/tests/upgrade" "$old/build/thidua" "$build/thidua" "${2:-1000000}" "$build/bench/rows"
