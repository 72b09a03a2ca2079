#!/bin/sh
# PostgreSQL on one of two machines, as compose-two.yaml starts it: the first start makes its files. Without FIRST it is the one that is
# written to, and answers no commit before the other one has it on its disk; with FIRST=db1 it follows that one.
set -eu
chmod 700 "$PGDATA"
if [ ! -s "$PGDATA/PG_VERSION" ] && [ -n "${FIRST-}" ]; then
	until pg_basebackup -D "$PGDATA" -R -c fast -d "host=$FIRST user=thidua"; do
		sleep 1
	done
elif [ ! -s "$PGDATA/PG_VERSION" ]; then
	initdb -D "$PGDATA" -U thidua --locale=C --encoding=UTF8 --auth=scram-sha-256 --pwfile=/dev/stdin <<-END
		$PGPASSWORD
	END
	printf 'host %s thidua all scram-sha-256\n' all replication >>"$PGDATA/pg_hba.conf"
fi
# Whoever takes over waits for nobody, until it gets a standby of its own.
if [ -n "${FIRST-}" ]; then
	set -- -c cluster_name=second
else
	# What the other one has not got while it is away is kept for it.
	set -- -c cluster_name=first -c synchronous_standby_names=second -c wal_keep_size=1GB
fi
exec postgres -D "$PGDATA" -c unix_socket_directories= -c "listen_addresses=$LISTEN" "$@"
