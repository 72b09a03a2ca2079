#!/bin/sh
# The sub-commands as a person at a terminal uses them: exit statuses, what is printed, and that
# nothing is lost on the way. commands.sh THIDUA; the last line is `N passed, N failed`.
set -u
thidua=$(realpath "$1")
old_database=$(dirname "$thidua")/tests/old_database
root=$(realpath "$(dirname "$0")/..")
contract=$root/api-spec
post_month=$root/docker/post-month.sh
first_schema=$root/server/schema/001-initial.sql
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -9 "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0

pass() { passed=$((passed + 1)); }
fail() {
	failed=$((failed + 1))
	printf 'FAILED: %s\n' "$*"
	cat out err
}

# STATUS TEXT ARGUMENTS..: the program leaves with the status, and what it printed has the text.
run() {
	status=$1
	text=$2
	shift 2
	"$thidua" "$@" >out 2>err
	got=$?
	if [ "$got" = "$status" ] && cat out err | grep -qF -- "$text"; then
		pass
	else
		fail "thidua $*: status $got, wanted $status and \"$text\""
	fi
}

# TEXT COMMAND..: any command that must succeed.
check() {
	text=$1
	shift
	if "$@" >out 2>err; then pass; else fail "$text"; fi
}

# WORD FILE: waits until the log has the word, at most 20 seconds.
wait_for() {
	tries=0
	until grep -qs "$1" "$2" || [ $tries = 2000 ]; do
		tries=$((tries + 1))
		sleep 0.01
	done
}

# NAME ARGUMENTS..: a server in the background; its log is NAME.log, what it prints NAME.out.
start() {
	name=$1
	shift
	"$thidua" serve --listen 127.0.0.1:0 "$@" >"$name.out" 2>"$name.log" &
	server=$!
	wait_for listening "$name.log"
}

# STATUS NAME: the server was told to end.
ended() {
	wait "$server"
	got=$?
	server=
	: >out
	cp "$2.log" err
	if [ "$got" = "$1" ]; then pass; else fail "serve ($2): status $got, wanted $1"; fi
}

# Help and options
run 64 'usage: thidua COMMAND'
run 0 'usage: thidua COMMAND' --help
run 0 'thidua 0.' --version
run 64 'there is no command seve' seve
for command in serve init demo token user import backup restore verify status; do
	run 0 '--db FILE' $command --help
done
run 0 'usage: thidua routes' routes --help
run 0 '--from DATABASE|-' copy --help
run 64 'missing: --to' copy --from a.db
run 64 'not both' copy --from - --to -
run 64 'not both' copy --from a.db --to b.db
run 64 'unknown option --db; see thidua routes --help' routes --db a.db
run 64 'did you mean --listen?' serve --lisen 127.0.0.1:0
run 64 'must be one of text|json' serve --log-format xml
run 64 'knows one word: create' token list
run 64 'knows two words: add, password' user list
run 0 'usage: thidua user password [options] USER' user password --help
run 64 'must be an origin' serve --db u.db --public-url thidua.example.vn
THIDUA_LISTN=x run 64 'did you mean THIDUA_LISTEN?' verify
run 69 '--allow-public' serve --db public.db --listen 0.0.0.0:0

# The operations of the contract, by path, then method
has_line() { sed 's/  */ /g' out | grep -qxF -- "$1"; }
run 0 'list_areas' routes
for line in 'GET /api/v1/areas list_areas any inline' 'POST /api/v1/areas/import import_areas admin write' \
	'POST /api/v1/reports create_report clerk,head,admin write' 'GET /api/v1/figures list_figures any slow' \
	'POST /api/v1/session create_session - password' 'GET /healthz get_health - inline'; do
	if has_line "$line"; then pass; else fail "thidua routes lacks: $line"; fi
done
operations=$(cat "$contract"/*.yaml | grep -c '^ *operationId:')
if [ "$(wc -l <out)" = "$operations" ]; then pass; else fail "thidua routes: not $operations lines"; fi
sort_keys() { awk '{ print $2, index("GET POST PUT DELETE", $1) }' out; }
if sort_keys | LC_ALL=C sort -c -k1,1 -k2,2n; then pass; else fail 'thidua routes: not sorted'; fi
columns() { awk '{ print index($0, $2), index($0, " " $3 " "), index($0, " " $4 " "), index($0, " " $5) }' out | sort -u | wc -l; }
if [ "$(columns)" = 1 ]; then pass; else fail 'thidua routes: columns are not aligned'; fi

# A new database
run 66 'there is no database a.db' verify --db a.db
run 0 'a.db is ready' init --db a.db
run 73 'a.db exists already' init --db a.db
run 0 'a.db is whole' verify --db a.db
run 0 'e.db is ready' init --db e.db --empty
run 0 'units 1,' verify --db e.db
check 'the other engine is no part of it' sh -c "! ldd '$thidua' | grep libpq"
check 'the database is for its owner alone' test "$(stat -c %a a.db a.db.pepper | tr '\n' ' ')" = '600 400 '
printf 'not a database, but long enough for one to be looked for: %100s' x >foreign.db
cp foreign.db foreign.copy
run 65 'foreign.db is not a database' verify --db foreign.db
check 'a foreign file stays as it is' cmp foreign.db foreign.copy
run 65 'it is a directory' verify --db .

# One process owns the file
exec 9>a.db.lock
flock 9
run 75 'a.db.lock is held' verify --db a.db
run 75 'a.db.lock is held' serve --db a.db
exec 9>&-

# Tokens and rows
run 0 'td_' token create --db a.db --unit gialai --role head --label 'máy Văn phòng' --days 5
check 'a token is printed alone' test "$(wc -l <out)$(wc -c <out)" = 153
run 65 '422' token create --db a.db --unit nowhere --role head
run 65 'unknown_word' token create --db a.db --unit gialai --role boss
printf 'area,name_vi,name_en,sort\nZZ,Khâu thử,Trial,99\n' >areas.csv
run 0 'areas.csv: loaded' import --db a.db areas.csv
printf 'area,name_vi,name_en,sort\nZY,Khâu thử,Trial,99\nZX,,Trial,none\n' >10-areas.csv
run 65 'line 3' import --db a.db 10-areas.csv
run 66 'cannot read none.csv' import --db a.db none.csv
mv a.db.pepper aside
run 78 'a.db.pepper is missing' token create --db a.db --unit gialai --role head
mv aside a.db.pepper
printf short >pepper
run 78 'cannot use the pepper' token create --db a.db --pepper-file pepper --unit gialai --role head

# The first user, and a password that was lost: the one-time password alone is printed
run 0 '-' user add mai.gl --db a.db --unit gialai --role admin --full-name 'Nguyễn Thị Mai'
first=$(cat out)
check 'a one-time password is printed alone' expr "$first" : '\([a-z2-9]\{4\}-\)\{3\}[a-z2-9]\{4\}$'
run 0 '-' user password mai.gl --db a.db
once=$(cat out)
check 'another one' test "$once" != "$first"
run 64 'missing: --full-name' user add hoa.gl --db a.db --unit gialai --role admin
run 65 '409' user add mai.gl --db a.db --unit gialai --role admin --full-name 'Mai'
run 65 'unknown_word' user add hoa.gl --db a.db --unit gialai --role boss --full-name 'Hoa'
run 65 '404' user password nobody --db a.db
run 65 '400' user password ../tokens --db a.db

# Sessions: over TLS, on this machine, or because somebody took the risk
page() { # ORIGIN BODY: what a page of it sends, with the headers of the answer
	curl -si "http://$address/api/v1/session" -H "Host: ${1#*://}" -H "Origin: $1" -H 'X-Thidua: 1' -H 'Content-Type: application/json' -d "$2"
}
signs_in() { page "$1" "{\"user\": \"mai.gl\", \"password\": \"$once\"}" >answer; grep -q "$2" answer; }
start behind --db a.db --public-url https://thidua.example.vn --print-sign-in
address=$(sed -n 's/.*event=listening address=//p' behind.log)
check 'the cookie of TLS' signs_in https://thidua.example.vn '^Set-Cookie: __Host-sid=.*; Path=/; HttpOnly; SameSite=Strict; Secure'
check 'an address that is not the public one' signs_in "http://$address" '"cross_site"'
code=$(sed -n 's|^    https://thidua.example.vn/#/sign-in?code=||p' behind.out)
by_code() { page https://thidua.example.vn "{\"code\": \"$code\"}" >answer; grep -q "$1" answer; }
check 'the code that was printed' by_code '"unit":"vkstc"'
check 'is good once' by_code '"login_failed"'
kill -TERM "$server"
ended 0 behind
start lan --db a.db --listen 0.0.0.0:0 --allow-public
address=127.0.0.1:$(sed -n 's/.*event=listening address=0.0.0.0://p' lan.log)
check 'no password over a network that everybody can read' signs_in "http://$address" '"https_needed"'
kill -TERM "$server"
ended 0 lan
start risky --db a.db --listen 0.0.0.0:0 --allow-public --insecure-sessions
address=127.0.0.1:$(sed -n 's/.*event=listening address=0.0.0.0://p' risky.log)
check 'unless somebody says so' signs_in "http://$address" '^Set-Cookie: sid='
kill -TERM "$server"
ended 0 risky

# Copies
run 0 'a.copy.json are written' backup --db a.db a.copy
run 73 'a.copy exists already' backup --db a.db a.copy
check 'the manifest has the sum' grep -q "$(sha256sum a.copy | cut -c1-64)" a.copy.json
run 0 '' token create --db a.db --unit gialai --role clerk
run 0 'tokens 2,' verify --db a.db
run 0 'its manifest is of this file' verify --db a.copy
run 0 'a.db is restored' restore --db a.db a.copy
run 0 'tokens 1,' verify --db a.db
run 0 'tokens 2,' verify --db a.db.before-restore
printf 'a log of another life' >b.db-wal
run 0 'b.db is restored' restore --db b.db a.copy
run 0 'b.db is whole' verify --db b.db
cp a.copy bad.copy
cp a.copy.json bad.copy.json
printf x | dd of=bad.copy bs=1 seek=5000 conv=notrunc 2>/dev/null
run 65 'is not the file of its manifest' restore --db a.db bad.copy
run 65 'bad.copy' verify --db bad.copy
run 66 'cannot read the manifest' restore --db a.db none.copy
run 0 'tokens 1,' verify --db a.db

# As text, which another engine takes, or the same one; tests/postgres/copy.py has more of it
run 0 'head ' copy --from a.db --to -
grep '^[[{]' out >a.text
check 'the text has its pepper' grep -q "^{\"copy\": 1, .*\"pepper\": \"$(sed -n 's/.*"pepper": "\(.*\)".*/\1/p' a.copy.json)\"}" a.text
run 66 'there is no database none.db' copy --from none.db --to -
run 73 'a.db exists already' copy --from - --to a.db <a.text
run 0 'text.db.pepper is not there' copy --from - --to text.db <a.text
cp a.db.pepper text.db.pepper
run 0 '' copy --from text.db --to -
grep '^[[{]' out >again.text
check 'it is the same text again' cmp a.text again.text
run 0 'text.db is whole' verify --db text.db
sed 's/^\(\["gialai",.*\)null/\1"x"/' a.text >wrong.text
run 65 'is not as it was sent' copy --from - --to wrong.db <wrong.text
sed '/^\["gialai",/d' a.text >wrong.text
run 65 'is not as it was sent' copy --from - --to wrong.db <wrong.text
sed '$d' a.text >wrong.text
run 65 'before its end' copy --from - --to wrong.db <wrong.text
check 'nothing of these is left' test -z "$(ls | grep '^wrong.db' | grep -v lock)"

# The pepper is in no copy, which says by its mark which one it needs
mkdir machine
run 0 'machine/a.db.pepper is not there; the tokens of the copy work with the pepper' restore --db machine/a.db a.copy
cp out told
mark=$(sed -n 's/.*"pepper": "\(.*\)".*/\1/p' a.copy.json)
check 'the mark in the manifest is the one that is told' grep -qF "the pepper $mark alone" told
head -c 32 /dev/urandom >machine/a.db.pepper
run 0 'machine/a.db.pepper is another pepper' restore --db machine/a.db a.copy
cp a.db.pepper machine/a.db.pepper.new && mv -f machine/a.db.pepper.new machine/a.db.pepper
run 0 'machine/a.db is restored' restore --db machine/a.db a.copy
check 'with its pepper nothing is missed' test "$(grep -c pepper out)" = 0

# A copy on a medium that cannot be written, and one of an older schema: both stay as they are
mkdir medium && cp a.copy a.copy.json medium
printf 'a log' >medium/b.copy-wal && cp a.copy medium/b.copy
still() { # COMMAND..: with the folder read-only, for root by a mount of its own
	if [ "$(id -u)" != 0 ]; then
		chmod 555 medium
		"$@"
	elif unshare -m true 2>/dev/null; then
		unshare -m sh -c 'mount --bind medium medium && mount -o remount,bind,ro medium && "$@"' sh "$@"
	else
		echo 'no read-only medium here'
	fi
}
check 'a medium is verified' still "$thidua" verify --db medium/a.copy
check 'and nothing is left on it' test "$(ls medium | wc -l)" = 4
unclosed() { still "$thidua" verify --db medium/b.copy 2>&1 | grep -q 'was not closed\|no read-only medium'; }
check 'what was not closed cannot be read there' unclosed
chmod 755 medium
check 'an old database' "$old_database" first.db "$first_schema"
cp first.db first.copy
run 0 'first.db is whole, of schema 1' verify --db first.db
check 'it stays as it is' cmp first.db first.copy

# Somebody who changes what happened is found out
if command -v sqlite3 >/dev/null; then
	cp a.db forged.db
	sqlite3 forged.db "DROP TRIGGER events_stay; UPDATE events SET actor = 'another' WHERE seq = 7"
	run 65 'the schema was changed by hand, at trigger events_stay' verify --db forged.db
	sqlite3 forged.db "CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are never changed'); END"
	run 65 'the chain of events breaks at 7' verify --db forged.db
	sqlite3 a.db 'PRAGMA user_version = 900'
	run 78 'use a newer program' verify --db a.db
fi

# The server
start first --db s.db
check 'the first start prints a token' grep -q '^    td_' first.out
check 'and a line that works when pasted' sh -c "$(grep '^    curl' first.out) | grep -q '\"unit\":\"vkstc\"'"
run 75 "held by process $server" token create --db s.db --unit vkstc --role admin
kill -TERM "$server"
ended 0 first
check 'the log is empty after the end' test ! -e s.db-wal
start second --db s.db --log-format json --drain-seconds 20
check 'later starts print nothing' test ! -s second.out
check 'JSON lines' grep -q '"event":"listening","address":"127.0.0.1:' second.log
kill -TERM "$server"
wait_for draining second.log
sleep 1.1
kill -TERM "$server"
ended 1 second
start third --db s.db --drain-seconds 1
kill -TERM "$server"
wait_for draining third.log
kill -TERM "$server" # within a second it is the first signal, which some senders repeat
ended 0 third
run 0 's.db is whole' verify --db s.db

# Copies while the server runs, and what a person is told of the night
start night --db n.db --backup-keep 2
wait_for event=chain_head night.log
check 'the log says where the chain stands' grep -q 'event=chain_head seq=[1-9]' night.log
address=$(sed -n 's/.*event=listening address=//p' night.log)
api=http://$address/api/v1
token=$(sed -n 's/^    td_/td_/p' night.out)
run 1 '! there is no backup' status --db n.db --listen "$address"
post() { curl -sf -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$api$1" -d "$2" >out; }
made() { # COUNT: that many copies were made since the start
	tries=0
	until [ "$(grep -c 'event=backup ' night.log)" -ge "$1" ] || [ $tries = 2000 ]; do
		tries=$((tries + 1))
		sleep 0.01
	done
	[ "$(grep -c 'event=backup ' night.log)" = "$1" ]
}
ask() { curl -sf -X POST -H "Authorization: Bearer $token" "$api/backups" >out; }
check 'a copy is asked for' ask
check 'and made' made 1
ready() { "$thidua" status --ready --listen "$address" >said 2>&1; [ $? = "$1" ] && [ ! -s said ]; }
check 'it takes work' ready 0
run 0 'last backup: thidua-' status --db n.db --listen "$address"
run 0 "on $address, runs since" status --db n.db --listen "$address"
for label in a b; do
	check "a token" post /tokens "{\"unit\": \"gialai\", \"role\": \"head\", \"label\": \"$label\"}"
	check 'another copy' ask
	check 'is made' made $((1 + $(grep -c 'event=backup ' night.log)))
done
kept() { ls n.db.backups/*.db | wc -l; }
wait_for backup_removed night.log
check 'the newest two are kept' test "$(kept)" = 2
check 'each with its manifest' test "$(ls n.db.backups/*.db.json | wc -l)" = 2
newest=$(ls n.db.backups/*.db | tail -n 1)
listed() { curl -sf -H "Authorization: Bearer $token" "$api/backups" >out; grep -q "$1" out; }
check 'the list has them' listed "\"file\":\"${newest#n.db.backups/}\""
check 'with the digest' listed "$(sha256sum "$newest" | cut -c1-64)"
check 'and no path' sh -c '! grep -q n.db out'
check 'the metrics tell when' sh -c "curl -sf http://$address/metrics | grep -q '^thidua_backup_timestamp_seconds [1-9]'"
for metric in thidua_database_bytes thidua_log_bytes thidua_disk_free_bytes process_open_fds; do
	check "$metric" sh -c "curl -sf http://$address/metrics | grep -q '^$metric [1-9]'"
done

# One request has one id: in its answer, in the log and in the event
id=check-of-the-night
curl -s -H "Authorization: Bearer $token" -H "X-Request-Id: $id-1" -H 'Content-Type: application/json' -d '{"unit": "gialai", "role": "head", "label": "id"}' -D headers "$api/tokens" >answer
check 'the answer has it' grep -qi "^x-request-id: $id-1" headers
logged() { wait_for "$1" night.log; grep -q "$1" night.log; }
check 'the log, too' logged "event=request id=$id-1 method=POST path=/api/v1/tokens .*status=201" night.log
newest=$(curl -sf -H "Authorization: Bearer $token" "$api/events/head" | sed 's/.*"seq":\([0-9]*\).*/\1/')
has_event() { curl -sf -H "Authorization: Bearer $token" "$api/events?after=$((newest - 1))" >out; grep -q "\"request_id\":\"$id-1\"" out; }
check 'and the event' has_event
curl -s -H "X-Request-Id: $id-2" "$api/me" >answer
check 'a problem says it' grep -q "\"request_id\":\"$id-2\"" answer
check 'as the log does' logged "event=request id=$id-2 .*status=401"

# One that can't be written is told, and leaves the others as they are
mv n.db.backups kept
: >n.db.backups
check 'a copy is asked for' ask
wait_for backup_failed night.log
check 'the list says that it failed' listed '"state":"failed".*"failure":"storage_failed"'
check 'without a path' sh -c '! grep -q n.db out'
rm n.db.backups
mv kept n.db.backups
: >n.db.backups/thidua-20260101-000000-000.db.part
: >n.db.backups/thidua-20260101-000000-001.db
: >n.db.backups/thidua-notes.db
check 'another is asked for' ask
check 'and made' made 4
check 'the failure is over' sh -c "! curl -sf -H 'Authorization: Bearer $token' $api/backups | grep -q failed"
check 'halves of a killed one are gone, what is not ours stays' test "$(ls n.db.backups | grep -c '2026010\|notes')" = 1
kill -TERM "$server"
ended 0 night
run 1 '! no server answers' status --db n.db --listen "$address"
check 'and takes none' ready 1

# It comes back on another machine: chain and tokens are as they were
newest=$(ls n.db.backups/thidua-2*.db | tail -n 1)
run 0 'elsewhere.db is restored' restore --db elsewhere.db "$newest"
cp n.db.pepper elsewhere.db.pepper
head=$(sed -n 's/.*"seq": \([0-9]*\), "hash": "\([0-9a-f]*\)".*/\1:\2/p' "$newest.json")
run 0 'is in the chain' verify --db elsewhere.db --head "$head"
run 0 'is in the chain' verify --db n.db --head "$head"
run 65 'is not in the chain' verify --db a.copy --head "$head"
run 64 '--head must be SEQ:HASH' verify --db n.db --head 12
start elsewhere --db elsewhere.db
check 'its tokens work' sh -c "curl -sf -H 'Authorization: Bearer $token' http://$(sed -n 's/.*event=listening address=//p' elsewhere.log)/api/v1/me"
kill -TERM "$server"
ended 0 elsewhere

# By the clock, with nobody asking; an old one wants a person
start clock --db n.db --backup-every 1 --backup-to clock
wait_for 'event=backup ' clock.log
check 'the first copy is made at the start' grep -q 'event=backup ' clock.log
address=$(sed -n 's/.*event=listening address=//p' clock.log)
sed -i 's/"at": "20../"at": "2019/' clock/*.json
run 1 '! the last backup is older than 26 hours' status --db n.db --listen "$address" --backup-to clock
run 1 '! the disk is nearly full' status --db n.db --listen "$address" --backup-to clock --min-free-mib 1048576
kill -TERM "$server"
ended 0 clock

# A disk without room: writes are refused, and a person is told for a day
start full --db n.db --min-free-mib 1048576
address=$(sed -n 's/.*event=listening address=//p' full.log)
without_room() { curl -s -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '{"unit": "gialai", "role": "head", "label": "x"}' "http://$address/api/v1/tokens" >out; grep -q '"disk_full"' out; }
check 'a write is refused' without_room
run 1 '! writes were refused within the last day' status --db n.db --listen "$address" --backup-age 0
kill -TERM "$server"
ended 0 full

# Who supervises it is told
python3 -c 'import socket
told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
told.bind("notify")
told.settimeout(60)
while (word := told.recv(64).decode()) != "STOPPING=1": print(word, flush=True)
print(word)' >told &
supervisor=$!
for _ in $(seq 100); do [ -e notify ] || sleep 0.05; done
NOTIFY_SOCKET=$PWD/notify start supervised --db n.db
hears() { wait_for "$1" told; grep -qx "$1" told; }
check 'a supervisor hears that it answers' hears READY=1
check 'and that it works' hears WATCHDOG=1
kill -TERM "$server"
ended 0 supervised
wait "$supervisor"
check 'and that it stops' test "$(tail -n 1 told)" = STOPPING=1

if command -v sqlite3 >/dev/null; then
	sqlite3 n.db "DROP TRIGGER events_stay; UPDATE events SET actor = 'another' WHERE seq = 3"
	run 1 '! the chain of events breaks at 3' status --db n.db --listen "$address"
fi

# Documents are in a copy, come back with it, and are held against their digests
start scans --db s.db
api="http://$(sed -n 's/.*event=listening address=//p' scans.log)/api/v1"
token=$(sed -n 's/^    td_/td_/p' first.out)
send() { curl -sf -H "Authorization: Bearer $token" -H "Content-Type: $1" --data-binary "@$2" "$api$3"; }
printf '{"name":"Thi đua","form":"regular","level":"sector","start_date":"2021-01-01","end_date":"2021-06-30","objectives":"-","criteria":"-"}' >movement
(printf '%%PDF-1.7\n'; head -c 700000 /dev/urandom) >scan.pdf
check 'a movement' send application/json movement /movements
check 'a scan of it' send application/pdf scan.pdf '/movements/1/documents?name=scan.pdf'
kill -TERM "$server"
ended 0 scans
run 0 'documents 1' verify --db s.db
run 0 '' backup --db s.db s.copy
run 0 'documents 1' verify --db s.copy
run 0 'r.db is restored' restore --db r.db s.copy
cp s.db.pepper r.db.pepper
start restored --db r.db --document-mib 1 --documents-mib 1
api="http://$(sed -n 's/.*event=listening address=//p' restored.log)/api/v1"
check 'the restored scan is the one that was sent' sh -c "curl -sf -H 'Authorization: Bearer $token' $api/documents/1/content | cmp - scan.pdf"
printf '%%PDF-1.7\n%700000s' >second.pdf
printf '%%PDF-1.7\n%1048576s' >large.pdf
refused() { curl -s -H "Authorization: Bearer $token" -H 'Content-Type: application/pdf' --data-binary "@$1" "$api/movements/1/documents?name=a" | grep -q "$2"; }
check 'there is no room for a second one' refused second.pdf '"documents_no_room",.*"limit":1}'
check 'what is too large is told the limit of this server' refused large.pdf '"file_too_large",.*"limit":1}'
kill -TERM "$server"
ended 0 restored
if command -v sqlite3 >/dev/null; then
	sqlite3 s.copy "UPDATE document_parts SET bytes = zeroblob(length(bytes)) WHERE part = 1"
	run 65 'the bytes of document 1 were changed' verify --db s.copy
fi

# A database from before there were awards gets their tables and their catalogue, once; a copy of what it was stays
asks() { curl -s -H "Authorization: Bearer $token" "http://$(sed -n 's/.*event=listening address=//p' "$1.log")/api/v1$2" | grep -q "$3"; }
check 'an old database' "$old_database" o.db "$first_schema"
start old --db o.db
token=$(sed -n 's/^    td_/td_/p' old.out)
check 'it was of the first schema' grep -q 'schema_found=1' old.log
check 'the catalogue of awards was loaded' grep -q 'awards_loaded' old.log
check 'award types' asks old '/award-types?limit=1&count=true' '"total":22'
check 'their rules, and the numbers of each regime' asks old /award-types/excellent-collective '"regime":"R2025"'
check 'what it had is there' asks old /elements/tb_new '"name_vi":"Số tin mới"'
check 'its reports too' asks old /reports/7 '"status":"submitted".*"element":"tb_new","value":42'
kill -TERM "$server"
ended 0 old
start older --db o.db
check 'once only' sh -c '! grep -q "catalogue of awards" older.log'
kill -TERM "$server"
ended 0 older
run 0 'o.db is whole' verify --db o.db
run 0 'is whole' verify --db o.db.before-002
run 0 'o.db is restored' restore --db o.db o.db.before-002
run 0 'is whole, of schema 1' verify --db o.db
start empty --db e.db
check 'a database that was made empty stays so' sh -c '! grep -q "catalogue of awards" empty.log'
kill -TERM "$server"
ended 0 empty

# A month from cron: what is wrong is mailed, what is stored or was stored says nothing
start monthly --db m.db
THIDUA_API=http://$(sed -n 's/.*event=listening address=//p' monthly.log)/api/v1
token=$(curl -sS "$THIDUA_API/tokens" -H "Authorization: Bearer $(sed -n 's/^    td_/td_/p' monthly.out)" -H 'Content-Type: application/json' \
	-d '{"unit": "gialai", "role": "clerk", "label": "cron"}' | sed 's/.*"token":"\([^"]*\)".*/\1/')
echo "Authorization: Bearer $token" >headers
mkdir bin
printf '#!/bin/sh\necho "$@" >mailed\ncat >>mailed\n' >bin/mail
chmod +x bin/mail
posts() { # STATUS VALUE [REASON]
	rm -f mailed
	printf 'element,value\ndt_new_c,%s\n' "$2" >figures.csv
	PATH=$PWD/bin:$PATH THIDUA_API=$THIDUA_API THIDUA_HEADERS=headers MAILTO=office@example.org "$post_month" gialai 2021-06 figures.csv ${3:+"$3"}
	[ $? = "$1" ]
}
check 'a month that is wrong' posts 1 1.144
check 'is mailed to the office' grep -qx -- '-s thidua: gialai 2021-06 office@example.org' mailed
check 'with line, column and what is right' grep -q '^dòng 2, cột 2: .*“1144”' mailed
check 'a month that is stored' posts 0 1144
check 'is not mailed' test ! -e mailed
check 'the same file again' posts 0 1144
check 'is not mailed either' test ! -e mailed
check 'other figures' posts 1 1145
check 'need a reason' grep -q '^Cần lý do' mailed
check 'and are stored with one' posts 0 1145 'Số liệu điều chỉnh & đối chiếu'
check 'a month without a file' posts 1 ''
check 'is mailed, too' test -s mailed
check 'the reason is as it was written' asks monthly '/reports/2' '"version":2.*"reason":"Số liệu điều chỉnh & đối chiếu"'
kill -TERM "$server"
ended 0 monthly

# Installed elsewhere
check 'an installation' make -s -C "$root" -o "$thidua" B="$(dirname "$thidua")" prefix=/usr DESTDIR="$work/root" install
check 'has a unit that starts its program' grep -qx 'ExecStart=/usr/bin/thidua serve' root/usr/lib/systemd/system/thidua.service

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
