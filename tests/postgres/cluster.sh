#!/bin/sh
# Runs a command with a PostgreSQL server of its own, in a folder that goes with it; PGHOST and PGUSER say where, and PGRESTART is
# a command that ends it as a failure of its machine would and starts it again.
#   cluster.sh COMMAND..     its status; 77 without a PostgreSQL server, after a line that says so
set -u

bin=
for folder in "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/*/bin; do
	[ -x "$folder/initdb" ] && bin=$folder
done
if [ -z "$bin" ]; then
	echo 'PostgreSQL is not installed'
	exit 77
fi

PGHOST=$(mktemp -d)
trap 'as_owner "$bin/pg_ctl" -D data -m immediate stop >/dev/null 2>&1; rm -rf "$PGHOST"' EXIT
trap 'exit 1' HUP INT TERM

# PostgreSQL refuses to run as root.
as_owner() {
	[ "$(id -u)" != 0 ] || set -- setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"
	(cd "$PGHOST" && exec "$@")
}

# Only a socket, in a folder that is closed to others. Nothing is kept, so nothing is synced.
start_server() {
	[ "$(id -u)" != 0 ] || chown nobody "$PGHOST"
	as_owner "$bin/initdb" -D data -U owner -A trust --locale=C --encoding=UTF8 --no-sync &&
		as_owner "$bin/pg_ctl" -D data -l log -w -o "-k '$PGHOST' -c listen_addresses= -c fsync=off -c max_connections=400" start
}

if ! start_server >"$PGHOST/out" 2>&1; then
	cat "$PGHOST/out" "$PGHOST/log"
	exit 1
fi
PGUSER=owner
PGRESTART=$PGHOST/restart
PATH=$bin:$PATH
export PGHOST PGUSER PGRESTART PATH
{
	echo '#!/bin/sh'
	echo "cd '$PGHOST' || exit 1"
	[ "$(id -u)" != 0 ] || printf 'exec setpriv --reuid=nobody --regid=nogroup --clear-groups -- '
	echo "'$bin/pg_ctl' -D data -l log -w -m immediate restart >/dev/null"
} >"$PGRESTART"
chmod +x "$PGRESTART"
"$@"
