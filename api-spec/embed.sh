#!/bin/sh
# Turns the migrations, the catalogue, the bundled contract, the page, what is printed, the common words of passwords and the story of
# `thidua demo` into one C file on stdout, with od alone.
#   embed.sh SCHEMA_DIR CATALOGUE_DIR API_JSON WORDS_C WEB_DIR PRINT_DIR COMMON_WORDS DEMO_DIR
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
n=0
for f in "$2"/*.csv; do [ -e "$f" ] || continue; n=$((n + 1)); bytes "catalogue_$n" "$f"; done
printf 'const struct embedded embed_catalogue[] = {\n'
i=0
for f in "$2"/*.csv; do [ -e "$f" ] || continue; i=$((i + 1)); printf '\t{"%s", catalogue_%d, sizeof(catalogue_%d) - 1},\n' "$(basename "$f" .csv)" "$i" "$i"; done
printf '\t{0, 0, 0}\n};\nconst size_t embed_catalogue_count = %d;\n\n' "$n"
n=0
for f in "$6"/*.html "$6"/*.css; do n=$((n + 1)); bytes "print_$n" "$f"; done
printf 'const struct embedded embed_print[] = {\n'
i=0
for f in "$6"/*.html "$6"/*.css; do i=$((i + 1)); name=$(basename "$f"); printf '\t{"%s", print_%d, sizeof(print_%d) - 1},\n' "${name%.*}" "$i" "$i"; done
printf '};\nconst size_t embed_print_count = %d;\n\n' "$n"
bytes common_words "$7"
printf 'const struct embedded embed_common_words = {"common_words", common_words, sizeof(common_words) - 1};\n'
# Served without its indentation: each line is a bracket, or a key and what follows.
api=$(mktemp)
trap 'rm -f "$api"' EXIT
sed 's/^ *//; s/^\("[^"]*":\) /\1/' "$3" | tr -d '\n' > "$api"
bytes api_json "$api"
printf 'const struct embedded embed_api = {"api", api_json, sizeof(api_json) - 1};\n'
revision() { cksum < "$1" | cut -d ' ' -f 1; }
printf 'const long embed_api_revision = %s;\n' "$(revision "$api")"
printf 'const long embed_words_revision = %s;\n' "$(revision "$4")"

# The page: all but index.html stands under an address that changes with any of its files or words, so that browsers keep it for good. It
# travels without comments and indentation; lines stay where they are.
pages=$(cd "$5" && find . -type f | sed 's|^\./||' | LC_ALL=C sort)
build=$({ echo "$pages" | while read -r f; do echo "$f"; cat "$5/$f"; done; cat "$4"; } | sha256sum | cut -c 1-16)
page=$(mktemp)
trap 'rm -f "$api" "$page"' EXIT
n=0
for f in $pages; do
	n=$((n + 1))
	sed "s|{build}|$build|g; s/^[[:blank:]]*//; s|^//.*||; s|^/\\*.*\\*/\$||; /^\/\*/,/\*\/\$/s/.*//" "$5/$f" > "$page"
	bytes "page_$n" "$page"
done
printf 'const struct embedded embed_pages[] = {\n'
i=0
for f in $pages; do i=$((i + 1)); printf '\t{"%s", page_%d, sizeof(page_%d) - 1},\n' "$f" "$i" "$i"; done
printf '};\nconst size_t embed_page_count = %d;\n' "$n"
printf 'const char embed_page_build[] = "%s";\n' "$build"

i=0
for f in "$8"/*; do i=$((i + 1)); bytes "demo_$i" "$f"; done
printf 'const struct embedded embed_demo[] = {\n'
i=0
for f in "$8"/*; do i=$((i + 1)); printf '\t{"%s", demo_%d, sizeof(demo_%d) - 1},\n' "$(basename "$f")" "$i" "$i"; done
printf '};\nconst size_t embed_demo_count = %d;\n' "$i"
