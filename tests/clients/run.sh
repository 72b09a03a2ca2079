#!/bin/sh
# Three clients, each made from the served document by a generator of its own, type-checked, and run through the main job of an office against a server
# that starts for them. Needs npm, python3 with venv, go, and their packages from the network, in the versions that the folders here name.
#   run.sh BUILD        what is generated and fetched stays in BUILD/clients
set -u
cd "$(dirname "$0")/../.."
sources=$PWD/tests/clients
document=$PWD/build/gen/api.json
build=$1
mkdir -p "$build/clients"
made=$(cd "$build/clients" && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
: >"$work/err"
"$build/thidua" serve --db "$work/t.db" --listen 127.0.0.1:0 --check-replies >"$work/out" 2>"$work/err" &
server=$!
for _ in $(seq 100); do
	grep -q 'event=listening' "$work/err" && break
	sleep 0.1
done
THIDUA_URL=http://$(sed -n 's/.*event=listening address=\([0-9.:]*\).*/\1/p' "$work/err")
[ "$THIDUA_URL" != http:// ] || { cat "$work/err"; exit 1; }
THIDUA_TOKEN=$(grep -o 'td_[A-Za-z0-9_-]*' "$work/out" | head -n 1)
export THIDUA_URL THIDUA_TOKEN

# No lock file: it would name the registry.
typescript() {
	npm install --no-package-lock --no-audit --no-fund --loglevel=error &&
		npx --no-install openapi-typescript "$document" --output api.d.ts &&
		npx --no-install tsc &&
		node out/main.js
}

# The generator leaves out bodies of text/csv and .xlsx, and warns of each; any other warning is a failure.
python() {
	{ [ -x venv/bin/pip ] || python3 -m venv venv; } &&
		venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt &&
		venv/bin/openapi-python-client generate --path "$document" --output-path thidua --meta none --overwrite --config config.yaml >generated 2>&1 ||
		{ cat generated; return 1; }
	[ "$(grep -c '^WARNING' generated)" = "$(grep -cE '^Unsupported content type (text/csv|application/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet)$' generated)" ] || { cat generated; return 1; }
	venv/bin/mypy --strict thidua main.py && venv/bin/python main.py
}

go() {
	mkdir -p api &&
		command go tool oapi-codegen -config config.yaml "$document" &&
		command go vet ./... &&
		command go build -o main . &&
		./main
}

passed=0
failed=0
for client in typescript python go; do
	mkdir -p "$made/$client"
	cp "$sources/$client"/* "$made/$client"
	if (cd "$made/$client" && "$client") >"$work/client" 2>&1; then
		passed=$((passed + 1))
		tail -n 1 "$work/client"
	else
		failed=$((failed + 1))
		cat "$work/client"
		echo "$client: failed"
	fi
done
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
