#!/bin/sh
# Whether the tests bite: each NAME.patch here breaks one thing that must hold. Its first line says which part of the tests
# must turn red then, and what the break is. Each is applied to a copy of the tree, built, and tried with that part alone.
#   run.sh BUILD [NAME..]
# Prints a table. The status is 1 when more than one in thirty stays green, when a patch does not apply or build any more, or
# when a part is red without it.
set -u
cd "$(dirname "$0")/../.."
build=$1
shift
[ $# -gt 0 ] || set -- $(cd tests/mutants && ls -- *.patch | sed 's/[.]patch$//')
patches=$(realpath tests/mutants)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
red=0
all=0
broken=0

# With what is built already, so that make builds only what a patch changes.
git ls-files -z --cached --others --exclude-standard | xargs -0 cp -a --parents -t "$tree" 2>/dev/null
mkdir -p "$tree/build"
for each in "$build"/*; do
	case $each in */san-*) ;; *) cp -a "$each" "$tree/build/" ;; esac
done
cd "$tree" || exit 1

# What make has to make for a PART, and the command that runs it.
targets() {
	case $1 in
	unit/* | unit_server/*) echo "build/$1" ;;
	commands) echo build/thidua ;;
	generated) echo build/thidua build/tests/generated build/trace.so build/statements ;;
	*) echo "build/thidua build/tests/$1" ;;
	esac
}

try() { # PART [WORD]
	case $1 in
	unit/* | unit_server/*) "build/$1" ;;
	commands) sh tests/commands.sh build/thidua ;;
	generated) sh tests/generated.sh build 3000 ;;
	scenario) build/tests/scenario build/thidua tests/api "$2" ;;
	json) build/tests/json build/thidua tests/json_corpus ;;
	matrix) build/tests/matrix build/thidua tests/matrix ;;
	sequences) build/tests/sequences build/thidua 300 ;;
	*) "build/tests/$1" build/thidua ;;
	esac >out 2>&1
	status=$?
	# Programs of the kit keep what they failed with.
	sed -n 's|^databases and logs are left in \(/tmp/thidua-test-[A-Za-z0-9]*\)$|\1|p' out | xargs -r rm -rf
	return $status
}

make_for() { # PART [WORD]
	make -s -j2 $(targets "$1") >make.out 2>&1
}

say() { # NAME PART VERDICT
	printf '%-26s %-26s %s\n' "$1" "$2" "$3"
}

# A part that is red by itself says nothing about a patch.
known=
is_green() {
	case $known in *"<$1>"*) return 0 ;; esac
	make_for $1 && try $1 && known="$known<$1>"
}

for name in "$@"; do
	part=$(sed -n '1s/:.*//p' "$patches/$name.patch")
	all=$((all + 1))
	if ! is_green "$part"; then
		say "$name" "$part" 'the part is red without it'
		broken=1
	elif ! patch -s -p1 --dry-run <"$patches/$name.patch" >patch.out 2>&1; then
		say "$name" "$part" 'DOES NOT APPLY'
		cat patch.out
		broken=1
	else
		patch -s -p1 --no-backup-if-mismatch <"$patches/$name.patch"
		if ! make_for $part; then
			say "$name" "$part" 'DOES NOT BUILD'
			tail -n 5 make.out
			broken=1
		elif try $part; then
			say "$name" "$part" GREEN
		else
			say "$name" "$part" red
			red=$((red + 1))
		fi
		patch -s -R -p1 --no-backup-if-mismatch <"$patches/$name.patch"
	fi
done
printf '%d of %d red\n' "$red" "$all"
[ $broken = 0 ] && [ $((30 * red)) -ge $((29 * all)) ]
