# What the tests in shell share: `. tests/kit/checks.sh` from the script's own folder, before anything else. The rest runs in $work, a folder
# of its own, which goes away at the end together with the processes that are named in $processes.

work=$(mktemp -d)
processes=
trap 'for each in $processes; do ! kill "$each" || wait "$each"; done 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0

# TEXT COMMAND..: a command that must succeed.
check() {
	text=$1
	shift
	if "$@" >out 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAILED: %s\n' "$text"
		cat out
	fi
}

# FILE TEXT: waits until the file has the text, at most 20 seconds.
wait_for() {
	tries=0
	until grep -qs "$2" "$1" || [ $tries = 2000 ]; do
		tries=$((tries + 1))
		sleep 0.01
	done
}

# THIDUA OPTIONS..: a server at $address; what it prints is in `served`, its log in `log`.
export THIDUA_LISTEN=127.0.0.1:0
serve() {
	program=$1
	shift
	"$program" serve "$@" >served 2>log &
	server=$!
	processes="$processes $server"
	wait_for log event=listening
	address=$(sed -n 's/.*event=listening address=//p' log)
}

# What an nginx that a test starts writes, it writes in $work: lines of its `http` block.
nginx_places() {
	echo 'access_log off;'
	for kind in client_body proxy fastcgi uwsgi scgi; do
		echo "${kind}_temp_path $work/$kind;"
	done
}

# The last line of every test. Its status is that of the test.
verdict() {
	printf '%d passed, %d failed\n' "$passed" "$failed"
	[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
