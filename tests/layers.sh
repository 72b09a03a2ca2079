#!/bin/sh
# Who may include and say what: the rules of the tree that a compiler does not check. Each line
# below is one rule; a hit is shown with its file and line.
set -u
cd "$(dirname "$0")/.."
passed=0
failed=0

# RULE BREAKS: kept when there are none.
judge() {
	if [ -z "$2" ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	printf '%s:\n%s\n' "$1" "$2"
}

# RULE PATTERN FILE..: none of the files has a line that matches.
never() {
	rule=$1
	pattern=$2
	shift 2
	judge "$rule" "$(grep -nHE -- "$pattern" "$@" /dev/null)"
}

# ROOM MAY..: of server/, the files of server/ROOM/ include their own room and these: rooms, or a header.
rooms=
room() {
	rooms="$rooms $1 "
	judge "server/$1 may include only $*" "$(grep -nHE '#include "[a-z_]+/' "server/$1"/*.[ch] /dev/null |
		grep -vE "#include \"(gen|$(echo "$*" | tr ' ' '|'))[/\"]")"
}

# The files that match PATTERN, less those that may: PATTERN MAY..
only() {
	pattern=$1
	shift
	others=
	for file in lib/*.[ch] include/*.h server/*.[ch] server/*/*.[ch]; do
		may=no
		for allowed in "$@"; do
			case $file in $allowed) may=yes ;; esac
		done
		[ $may = yes ] || others="$others $file"
	done
	never "only $* may say $pattern" "$pattern" $others
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
only '#include <sodium' 'lib/secret*.c'
only '#include <zlib.h>' 'lib/packer.c'
only '#include <minizip' 'lib/xlsx_zip.c'
only '#include <curl' 'nobody'
only 'getenv\(' 'server/base/config.c'
# The parts of a request are touched by those who keep them; so whether a row is clean is asked of
# req_clean_since(), since the kept faults are fewer than those found.
only 'req->faults\.' 'server/request/problem*.c'
only 'req->answer\.' 'server/request/reply*.c'
only 'req->note\.' 'server/request/journal.c'
only 'req->compared\.' 'server/request/closest.c'
only 'req->after' 'server/request/cursor.c'
only 'req->import\>' 'server/request/import.c'
only 'req->import_id' 'server/request/import_record.c'
# Rows that were ended stay in tables of their own name; what is read are views of those that stand.
only '(FROM|JOIN) all_' 'server/office/person_show.c' 'server/api/decisions.c' 'server/awards/decision_show.h' \
	'server/awards/initiative.c' 'server/awards/obstacles.c' 'server/awards/decision_undo.c' \
	'server/awards/merge.c' 'server/yearend/document_owner.c' 'server/api/targets.c' 'server/api/work_years_prepare.c' \
	'server/awards/award.c' 'server/awards/decision_line.c'
# Whoever sets the clock makes what happened: only a story, in a database of its own.
only 'server\.told = ' 'server/command/story.c' 'server/command/demo.c'
only 'req->catalogue' 'server/reporting/catalogue_load.c'
only 'req->judge' 'server/awards/eligibility_rule_load.c'
only 'req->params' 'server/awards/regime.c'
only 'req->(arena|unchanged)' 'server/request/request.c'

# The rooms, from the ground up; lib/ is open to all.
room base
room request base
room office base request
room reporting base request office
room awards base request office reporting
room yearend base request office reporting awards
room print base request
room engine base request print
room http base engine request/call.h
room backup base request
room api base request backup office reporting awards yearend
room command base request backup office reporting awards yearend engine http
for file in server/*/*.[ch]; do
	name=${file#server/}
	name=${name%%/*}
	case $rooms in *" $name "*) ;; *) rooms="$rooms $name "; judge "server/$name needs a line above" "$file" ;; esac
done
judge 'a file of server/ stands in a room; main.c alone stands before them' "$(ls server/*.[ch] | grep -v '^server/main\.c$')"

# Which file includes and declares what. A .c, its header and the STEM_*.[ch] beside it are one
# family, named by STEM; lib/ and include/ are one place. Writes `edge FAMILY FAMILY` for what is
# included, and `stray ..` for a function that is declared in one family and defined in another.
families() {
	awk '
	function place(file) {
		sub("/[^/]*$", "", file)
		return file == "include" ? "lib" : file
	}
	function stem(file) {
		sub(".*/", "", file)
		sub("[.][ch]$", "", file)
		return file
	}
	function family(file,  words, count, name, i) {
		count = split(stem(file), words, "_")
		name = place(file) "/" words[1]
		for (i = 2; i <= count && !(name in known); i++)
			name = name "_" words[i]
		return name
	}
	BEGIN {
		for (i = 1; i < ARGC; i++) {
			files[ARGV[i]] = 1
			known[place(ARGV[i]) "/" stem(ARGV[i])] = 1
		}
	}
	FNR == 1 {
		here = family(FILENAME)
		name = ""
	}
	/^#include "/ {
		split($0, part, "\"")
		split("include/ lib/ server/ " place(FILENAME) "/", at, " ")
		for (i in at)
			if ((at[i] part[2]) in files && family(at[i] part[2]) != here)
				print "edge", here, family(at[i] part[2])
	}
	# A declaration ends with a semicolon, a definition begins its body on a line of its own.
	/^[a-z][^=;{]*[(]/ && !/^(static|typedef) / {
		name = $0
		sub("[(].*", "", name)
		sub(".*[^a-z0-9_]", "", name)
	}
	/;$/ && name != "" {
		if (FILENAME ~ /h$/)
			header[name] = FILENAME
		name = ""
	}
	/^[{]/ && name != "" {
		source[name] = FILENAME
		name = ""
	}
	END {
		for (name in source)
			if (name in header && family(header[name]) != family(source[name]))
				print "stray", source[name] ": " name "() is declared in " header[name]
	}' lib/*.[ch] include/*.h server/*.[ch] server/*/*.[ch]
}
facts=$(families | sort -u)
# One file for each sub-command; the table of main.c knows them all.
scattered='command_(backup|copy|demo|import|init|restore|routes|serve|status|token|user|verify)'
judge 'a function is defined in STEM.c or STEM_*.c of its header' \
	"$(echo "$facts" | sed -n 's/^stray //p' | grep -vE ": $scattered\\(")"
judge 'no circle of includes' \
	"$(echo "$facts" | sed -n 's/^edge //p' | LC_ALL=C tsort 2>&1 >/dev/null | sed 's/^tsort: -.*/circle:/; s/^tsort: /	/')"
judge 'the includes were read' "$(echo "$facts" | grep -q '^edge ' || echo 'no edge was found')"

set -- lib/*.[ch] include/*.h
never 'lib knows neither the server nor the contract' '#include "[^"]*/|#include <gen/' "$@"
never 'lib does not log' 'log_(error|info|debug|line)|fprintf\(stderr|perror\(' "$@"
never 'lib knows nothing of HTTP' 'microhttpd|MHD_|HTTP/1' "$@"

set -- lib/*.c server/*.c server/*/*.c
never 'SQL is a literal; but of whole tables, where it is made' \
	'(printf|buffer_text|buffer_printf|req_printf|strcat)\([^;]*"(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH) ' $(printf '%s\n' "$@" | grep -v '^lib/db_table\.c$')
never 'SQL goes through db_query' 'db_query_literal' server/*.c server/*/*.c
never 'no functions without bounds' '[^a-z_](strcpy|strcat|sprintf|vsprintf|gets|alloca)\(' "$@"
never 'an event of the log is one key for grep: snake_case' 'log_(error|info|debug)\("[^"]*[^a-z_"]|log_(error|info|debug)\([^",)]*\?' "$@"
never 'the locale stays as it is' 'setlocale|uselocale' "$@"
never 'no marks left behind' 'TODO|FIXME|XXX|HACK|NOLINT' "$@" lib/*.[ch] include/*.h server/*/*.[ch] api-spec/*.* api-spec/specgen/*

set -- server/web/*.js server/web/screens/*.js
never 'the page makes nodes, it parses no markup; nor does it run text' '(inner|outer)HTML|insertAdjacentHTML|DOMParser|document\.write|eval\(|new Function' "$@"
never 'the page asks the contract alone: api.js' 'fetch\(|XMLHttpRequest|EventSource|WebSocket|sendBeacon' $(printf '%s\n' "$@" | grep -v 'web/api\.js$')

judge 'a file over 350 lines hides two things' \
	"$(wc -l lib/*.c server/*.c server/*/*.c api-spec/specgen/*.c "$@" | awk '$1 > 350 && $2 != "total"')"

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
