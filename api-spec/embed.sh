#!/bin/sh
# Turns the migrations, the catalogue, the story of the demonstration and the bundled contract into one C file on stdout, with od alone.
#   embed.sh SCHEMA_DIR CATALOGUE_DIR DEMO_DIR API_JSON WORDS_C
set -eu

bytes() { # NAME FILE: a NUL-terminated array
	printf 'static const char %s[] = {\n' "$1"
	od -An -v -tu1 "$2" | sed 's/  *\([0-9][0-9]*\)/(char)\1,/g'
	printf '0};\n'
}

printf '#include "base/embed.h"\n\n'
n=0
for f in "$1"/*.sql; do n=$((n + 1)); bytes "migration_$n" "$f"; done
printf 'const struct migration embed_migrations[] = {\n'
i=0
for f in "$1"/*.sql; do i=$((i + 1)); printf '\t{%d, "%s", migration_%d},\n' "$i" "$(basename "$f" .sql)" "$i"; done
printf '};\nconst size_t embed_migration_count = %d;\n\n' "$n"

files() { # NAME ENDING FILE..: embed_NAME, of names without the ending
	name=$1
	ending=$2
	shift 2
	i=0
	for f; do i=$((i + 1)); bytes "${name}_$i" "$f"; done
	printf 'const struct embedded embed_%s[] = {\n' "$name"
	i=0
	for f; do i=$((i + 1)); printf '\t{"%s", %s_%d, sizeof(%s_%d) - 1},\n' "$(basename "$f" "$ending")" "$name" "$i" "$name" "$i"; done
	printf '};\nconst size_t embed_%s_count = %d;\n\n' "$name" "$i"
}
files catalogue .csv "$2"/*.csv
files demo '' "$3"/*

# Served without its indentation: each line is a bracket, or a key and what follows.
api=$(mktemp)
trap 'rm -f "$api"' EXIT
sed 's/^ *//; s/^\("[^"]*":\) /\1/' "$4" | tr -d '\n' > "$api"
bytes api_json "$api"
printf 'const struct embedded embed_api = {"api", api_json, sizeof(api_json) - 1};\n'
revision() { cksum < "$1" | cut -d ' ' -f 1; }
printf 'const long embed_api_revision = %s;\n' "$(revision "$api")"
printf 'const long embed_words_revision = %s;\n' "$(revision "$5")"
