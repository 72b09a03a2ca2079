#!/bin/sh
# PostgreSQL takes the schema, changed by the few rules of server/schema/postgres.sed, and prepares every statement of the
# program as it stands.
#   run.sh STATEMENTS     what statements.awk found in the program
# The last line is `N passed, N failed`. Without a PostgreSQL server the status is 77, and the last line says why.
set -u
statements=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
cd "$here/../.." || exit 1

# Once more, with a server of its own.
if [ "${2-}" != inside ]; then
	exec sh "$here/cluster.sh" sh "$here/run.sh" "$statements" inside
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

verdict() { # STATUS WHAT: and what $work/out holds, when it went wrong
	if [ "$1" = 0 ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "FAILED $2"
	cat "$work/out"
}

sql() {
	LC_ALL=C psql -d postgres -X -q -A -t "$@"
}

# No place that asks for a statement is missing in the list: grep finds them by their look, the list by the preprocessor.
compare_places() {
	grep -oE 'db_query\(($|[^)])' server/*.c server/*/*.c | cut -d: -f1 | sort | uniq -c | awk '
	FILENAME != "-" {
		split($1, place, ":")
		listed[place[1]]++
		next
	}
	{ asked++ }
	listed[$2] < $1 {
		print "\t" $2 " asks for " $1 " statements, " listed[$2] + 0 " are listed"
		missing = 1
	}
	END { exit missing || !asked }' "$statements" -
}

# Of a list of statements a script for psql: each different one, with $1, $2 .. for its named parameters.
script() {
	awk -F '\t' -v each="$here/each.psql" '
	# Every second part is a text in quotes, where a colon is a colon.
	function positional(sql,  parts, count, i, name, done, position, known) {
		count = split(sql, parts, "\047")
		for (i = 1; i <= count; i++) {
			done = done (i > 1 ? "\047" : "")
			while (i % 2 && match(parts[i], /:[a-z_][a-z_0-9]*/)) {
				name = substr(parts[i], RSTART, RLENGTH)
				if (!(name in position))
					position[name] = ++known
				done = done substr(parts[i], 1, RSTART - 1) "$" position[name]
				parts[i] = substr(parts[i], RSTART + RLENGTH)
			}
			done = done parts[i]
		}
		return done
	}
	$2 != "" && !seen[$2]++ {
		sql = positional($2)
		gsub(/\\/, "&&", sql)
		gsub(/\047/, "&&", sql)
		print "\\set n " NR
		print "\\set sql \047" sql "\047"
		print "\\ir " each
	}' "$1"
}

# Of a list and what psql said of it: which statements were refused, or have a type that a driver does not map to an
# integer, a text or bytes. numeric is the sum of bigints.
judge() {
	awk -F '\t' '
	function fault(why) {
		if (!bad[n]++) {
			failed++
			print "FAILED " place[n] ": " sql[n]
		}
		print "\t" why
	}
	FILENAME == ARGV[1] {
		place[++n] = $1
		sql[n] = $2
		places++
		if ($2 == "")
			fault("what db_query() is given is not a literal")
		else if (!seen[$2]++)
			silent++
		next
	}
	/^@ / {
		n = substr($0, 3)
		silent--
		prepared++
	}
	/^! / { fault(substr($0, 3)) }
	/^[$][0-9]+[|]/ && !/[|](bigint|text|bytea)$/ { fault("a parameter: " $0) }
	/^[^@!$][^|]*[|]/ && !/[|](bigint|text|bytea|integer|boolean|numeric)$/ { fault("a column: " $0) }
	END {
		for (n in bad)
			prepared -= sql[n] != ""
		if (silent)
			print "FAILED " silent " statements have no answer"
		print prepared + 0 " different statements of " places + 0 " places are prepared"
		print prepared + 0, failed + (silent != 0)
	}' "$1" "$2"
}

# LIST: prepares it; $work/out ends with the numbers of good and bad ones.
prepare() {
	script "$1" >"$work/script"
	sql -f "$work/script" >"$work/said" 2>/dev/null
	judge "$1" "$work/said" >"$work/out"
}

# What lib/db_migrate.c and lib/db_postgres_migrate.c lend to the steps. References are not tied again here: a statement
# prepares without them.
sql >"$work/out" 2>&1 <<'END'
CREATE FUNCTION text_fold(TEXT) RETURNS TEXT LANGUAGE SQL AS 'SELECT lower($1)';
CREATE FUNCTION text_mark(TEXT) RETURNS TEXT LANGUAGE SQL AS 'SELECT lower($1)';
CREATE FUNCTION drop_table(gone text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('DROP TABLE %I CASCADE', gone); END $$;
CREATE FUNCTION tie_again(made text) RETURNS void LANGUAGE SQL AS '';
END
for file in server/schema/*.sql; do
	sed -E -f server/schema/postgres.sed "$file" | sql -v ON_ERROR_STOP=1 -1 >"$work/out" 2>&1
	verdict $? "$file"
done

awk -f "$here/statements.awk" "$here/refused.i" >"$work/refused"
prepare "$work/refused"
[ "$(tail -n 1 "$work/out")" = "0 $(grep -c db_query_literal "$here/refused.i")" ]
verdict $? 'what is wrong in refused.i is seen'

compare_places >"$work/out"
verdict $? 'every place was read'
prepare "$statements"
sed '$d' "$work/out"
set -- $(tail -n 1 "$work/out")
passed=$((passed + $1))
failed=$((failed + $2))

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$1" -gt 0 ]
