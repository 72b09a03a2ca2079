#!/bin/sh
# Who may include and say what: the rules of the tree that a compiler does not check. Each line
# below is one rule; a hit is shown with its file and line.
set -u
cd "$(dirname "$0")/.."
passed=0
failed=0

# RULE PATTERN FILE..: none of the files has a line that matches.
never() {
	rule=$1
	pattern=$2
	shift 2
	hits=$(grep -nHE -- "$pattern" "$@" /dev/null)
	if [ -z "$hits" ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	printf '%s:\n%s\n' "$rule" "$hits"
}

# The files that match PATTERN, less those that may: PATTERN MAY..
only() {
	pattern=$1
	shift
	for file in lib/*.[ch] include/*.h server/*.[ch] server/*/*.[ch]; do
		[ -e "$file" ] || continue
		may=no
		for allowed in "$@"; do
			case $file in $allowed) may=yes ;; esac
		done
		[ $may = yes ] || never "only $* may say $pattern" "$pattern" "$file"
	done
}

set -- server/api/*.c
never 'a handler checks no types: the contract did' 'json_(is_[a-z]+|typeof)\(' "$@"
never 'a handler opens no transaction: its lane did' '"[[:space:]]*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA)|db_(begin|commit|rollback|savepoint|release)' "$@"
never 'a handler knows nothing of HTTP' 'microhttpd|MHD_|call_set_header|"(GET|POST|PUT|DELETE|HEAD|Location|ETag|Content-Type|Authorization|If-Match)"' "$@"
never 'a handler writes its answer with reply.h' 'json_(object|array|string|integer|pack|dumps|dumpb)\(' "$@"
never 'a handler asks the clock of its request' 'calendar_now|[^a-z_]time\(|gettimeofday|clock_gettime' "$@"
never 'handlers do not include each other' '#include "api/' "$@"
never 'time in SQL is a bound value' "datetime\(|strftime\(|CURRENT_TIMESTAMP|julianday" "$@" server/*/*.c
never 'SQL is in the subset of both engines' 'INSERT OR |REPLACE INTO|json_extract|json_each|ifnull\(|iif\(' "$@" server/*/*.c
never 'a search is for the text as it stands: HAS_Q' ' LIKE ' "$@" server/*/*.c

only '#include <microhttpd.h>' 'server/http/*'
only '#include <sqlite3.h>' 'lib/db*.[ch]'
only '#include <sodium' 'lib/secret.c'
only '#include <curl' 'nobody'
only 'getenv\(' 'server/base/config.c'

set -- lib/*.[ch] include/*.h
never 'lib knows neither the server nor the contract' '#include ["<](gen/|server|call\.h|request\.h|reply\.h|dispatch\.h|problem\.h|log\.h|config\.h|\.\./)' "$@"
never 'lib does not log' 'log_(error|info|debug|line)|fprintf\(stderr|perror\(' "$@"
never 'lib knows nothing of HTTP' 'microhttpd|MHD_|HTTP/1' "$@"

set -- lib/*.c server/*.c server/*/*.c
never 'SQL is a literal' '(printf|buffer_text|buffer_printf|req_printf|strcat)\([^;]*"(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH) ' "$@"
never 'SQL goes through db_query' 'db_query_literal' server/*.c server/*/*.c
never 'no functions without bounds' '[^a-z_](strcpy|strcat|sprintf|vsprintf|gets|alloca)\(' "$@"
never 'an event of the log is one key for grep: snake_case' 'log_(error|info|debug)\("[^"]*[^a-z_"]|log_(error|info|debug)\([^",)]*\?' "$@"
never 'the locale stays as it is' 'setlocale|uselocale' "$@"
never 'no marks left behind' 'TODO|FIXME|XXX|HACK|NOLINT' "$@" lib/*.[ch] include/*.h server/*/*.[ch] api-spec/*.* api-spec/specgen/*

for file in lib/*.c server/*.c server/*/*.c api-spec/specgen/*.c; do
	[ -e "$file" ] || continue
	lines=$(wc -l <"$file")
	if [ "$lines" -le 350 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf '%s: %d lines; a file over 350 hides two things\n' "$file" "$lines"
	fi
done

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
