#!/bin/sh
# A spreadsheet program opens what the server writes, and writes what it reads: LibreOffice with the settings of Vietnam, headless, against a server
# that starts for it. Needs libreoffice-calc-nogui and python3-uno; not a part of `make test`.
#   run.sh BUILD
set -u
cd "$(dirname "$0")/../.."
build=$1
work=$(mktemp -d)
server=
office=
trap 'for id in $server $office; do kill "$id" 2>/dev/null; done; wait; rm -rf "$work"' EXIT
: >"$work/err"
"$build/thidua" serve --db "$work/t.db" --listen 127.0.0.1:0 --check-replies >"$work/out" 2>"$work/err" &
server=$!
mkdir -p "$work/profile/user"
cat >"$work/profile/user/registrymodifications.xcu" <<'SETTINGS'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item>
</oor:items>
SETTINGS
soffice --headless --norestore --invisible "-env:UserInstallation=file://$work/profile" \
	"--accept=pipe,name=thidua-$$;urp;" >"$work/office" 2>&1 &
office=$!
for _ in $(seq 100); do
	grep -q 'event=listening' "$work/err" && break
	sleep 0.1
done
THIDUA_URL=http://$(sed -n 's/.*event=listening address=\([0-9.:]*\).*/\1/p' "$work/err")/api/v1
THIDUA_TOKEN=$(grep -o 'td_[A-Za-z0-9_-]*' "$work/out" | head -n 1)
export THIDUA_URL THIDUA_TOKEN
/usr/bin/python3 tests/office/sheets.py "thidua-$$" "$work" || { cat "$work/office"; exit 1; }
