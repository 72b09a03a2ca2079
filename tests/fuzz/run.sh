#!/bin/sh
# Fuzzes each target for a while, from the small files of corpus/NAME/, and prints a table. What a run found useful stays in
# BUILD/fuzz/NAME.corpus for the next one, what breaks a target in BUILD/fuzz/NAME-*.
#   run.sh BUILD SECONDS [NAME..]
set -u
cd "$(dirname "$0")/../.."
build=$1
seconds=$2
shift 2
[ $# -gt 0 ] || set -- $(cd tests/fuzz && ls -- *.c | sed 's/[.]c$//')
broken=0

value() { # NAME: a number of libFuzzer's last lines
	sed -n "s/^stat::$1: *//p" "$log"
}

printf '%-10s %10s %8s %8s %8s  %s\n' target inputs 'each s' edges MiB end
for name in "$@"; do
	corpus=$build/fuzz/$name.corpus
	log=$build/fuzz/$name.log
	mkdir -p "$corpus"
	"$build/fuzz/$name" -max_total_time="$seconds" -max_len=65536 -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$build/fuzz/$name-" "$corpus" "tests/fuzz/corpus/$name" >"$log" 2>&1
	status=$?
	end=good
	if [ $status != 0 ]; then
		end="broken: $(grep -ahoE 'Test unit written to .*|SUMMARY.*' "$log" | tail -n 1)"
		broken=1
	fi
	printf '%-10s %10s %8s %8s %8s  %s\n' "$name" "$(value number_of_executed_units)" "$(value average_exec_per_sec)" \
		"$(grep -aoE 'cov: [0-9]+' "$log" | tail -n 1 | cut -c6-)" "$(value peak_rss_mb)" "$end"
done
exit $broken
