#!/bin/sh
# The contract generator against small documents: what it refuses, with which words, and what it gives.
#   run.sh SPECGEN
# A case NAME.yaml becomes api-spec/case.yaml of a small tree made from base/, openapi-NAME.yaml its
# openapi.yaml, problems-NAME.yaml its api-spec/problems.yaml, words-NAME.yaml its api-spec/words.yaml. A comment says what is expected:
#   # expect: FILE:LINE: text      anywhere: this fault
#   ... # expect: text             at the end of a line: this fault, of this line
#   # file: list_things: things  this line is in its api-spec/files.yaml
#   # headings: members:          these lines are its api-spec/headings.yaml
#   # gives FILE: text             this line, blanks around it apart, is in the generated file
# A case with faults must have exactly those, exit 1 and write nothing.
set -eu

specgen=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
root=$(dirname "$(dirname "$here")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

verdict() { # STATUS NAME [OUTPUT_FILE]
	if [ "$1" = 0 ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "FAIL $2"
	[ -z "${3:-}" ] || cat "$3"
}

refer() { # NAME FILE: the $ref lines that openapi.yaml needs for the paths of FILE, as NAME.yaml
	sed -n '/not in openapi.yaml/d; s|^  \(/[^:]*\):.*|\1|p' "$2" | while read -r path; do
		pointer=$(echo "$path" | sed 's|/|~1|g')
		echo "  $path: {\$ref: 'api-spec/$1.yaml#/paths/$pointer'}"
	done
}

plant() { # CASE: makes $work/tree and sets $is, what the case is in it
	rm -rf "$work/tree"
	mkdir -p "$work/tree/api-spec" "$work/tree/out"
	cp "$here"/base/common.yaml "$here"/base/problems.yaml "$here"/base/words.yaml "$work/tree/api-spec"
	cp "$here/base/openapi.yaml" "$work/tree"
	case $(basename "$1") in
	openapi-*) is=openapi.yaml ;;
	problems-*) is=api-spec/problems.yaml ;;
	words-*) is=api-spec/words.yaml ;;
	*) is=api-spec/case.yaml ;;
	esac
	if [ $is != api-spec/case.yaml ]; then
		sed -i 's/^paths:$/paths: {}/' "$work/tree/openapi.yaml"
	elif grep -q '^paths:' "$1"; then
		refer case "$1" >> "$work/tree/openapi.yaml"
	else
		cp "$here/base/things.yaml" "$work/tree/api-spec"
		refer things "$here/base/things.yaml" >> "$work/tree/openapi.yaml"
	fi
	cp "$1" "$work/tree/$is"
	names=$(sed -n 's/^# file: //p' "$1")
	echo "${names:-{\}}" > "$work/tree/api-spec/files.yaml"
	headings=$(sed -n 's/^# headings: //p' "$1")
	echo "${headings:-{members: {\}, rows: {\}\}}" > "$work/tree/api-spec/headings.yaml"
}

expected() { # CASE: its faults
	awk -v is="$is" '
		sub(/^# expect: /, "") { print; next }
		{
			n = split($0, part, / # expect: /)
			for (i = 2; i <= n; i++)
				print is ":" NR ": " part[i]
		}' "$1" | sort
}

generate() { # OUTPUT_DIRECTORY, in the tree; faults go to $work/faults
	status=0
	(cd "$work/tree" && "$specgen" openapi.yaml "$1") 2> "$work/faults" || status=$?
}

refused() {
	expected "$1" > "$work/expected"
	sort "$work/faults" > "$work/found"
	diff "$work/expected" "$work/found" || return 1
	[ "$status" = 1 ] || { echo "exit status $status"; return 1; }
	[ -z "$(ls -A "$work/tree/out")" ] || { echo "wrote in spite of faults"; return 1; }
}

given() {
	[ "$status" = 0 ] || { cat "$work/faults"; return 1; }
	mv "$work/tree/out" "$work/tree/gen"
	sed -n 's/^# gives \([a-z.]*\): /\1 /p' "$1" | while read -r file text; do
		sed 's/^[[:blank:]]*//' "$work/tree/gen/$file" | grep -qxF -- "$text" || echo "$file lacks: $text"
	done > "$work/lacks"
	[ ! -s "$work/lacks" ] || { cat "$work/lacks"; return 1; }
	for file in api problems words; do
		${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only \
			-I"$root/include" -I"$root/server" -I"$work/tree" "$work/tree/gen/$file.c" || return 1
	done
}

for case in "$here"/*.yaml; do
	plant "$case"
	generate out
	if grep -q '# expect: ' "$case"; then
		refused "$case" > "$work/report" 2>&1 && result=0 || result=1
	elif grep -q '^# gives ' "$case"; then
		given "$case" > "$work/report" 2>&1 && result=0 || result=1
	else
		echo "it expects nothing" > "$work/report"
		result=1
	fi
	verdict $result "${case#"$root"/}" "$work/report"
done

# Added problems stand among those that are written, in the order of their statuses.
plant "$here/good.yaml"
generate out
sed -n '/"operationId": "create_thing"/,/"default": {/s/^ *"\([1-5][0-9][0-9]\|default\)": {$/\1/p' "$work/tree/out/api.json" | tr '\n' ' ' > "$work/order"
[ "$(cat "$work/order")" = '200 201 400 401 403 409 413 415 422 default ' ] && result=0 || result=1
verdict $result "the responses are in order" "$work/order"

# Unchanged output is not written again, and changed output only where it changed.
stamps() {
	stat -c '%n %y' "$work"/tree/out/*
}
plant "$here/good.yaml"
generate out
stamps > "$work/before"
generate out
stamps > "$work/after"
cmp -s "$work/before" "$work/after" && result=0 || result=1
verdict $result "the second run writes nothing"
sed -i 's/There is none/There is nothing/' "$work/tree/api-spec/problems.yaml"
generate out
stamps > "$work/after"
diff "$work/before" "$work/after" | sed -n 's|^> .*/out/\([^ ]*\) .*|\1|p' > "$work/changed"
[ "$(cat "$work/changed")" = problems.c ] && result=0 || result=1
verdict $result "another text changes problems.c alone" "$work/changed"

# The output does not depend on where the tree lies.
mkdir "$work/tree/elsewhere"
if "$specgen" "$work/tree/openapi.yaml" "$work/tree/elsewhere" > "$work/report" 2>&1; then
	diff -r "$work/tree/out" "$work/tree/elsewhere" > "$work/report" 2>&1 && result=0 || result=1
else
	result=1
fi
verdict $result "an absolute path gives the same output" "$work/report"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
