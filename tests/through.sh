#!/bin/sh
# The malformed corpus through nginx and haproxy, each with one connection to the server that all clients share. through.sh BUILD; a line
# for each proxy, which begins with `|`; the last line is `N passed, N failed`; status 77: there is no proxy on this machine.
set -u
PATH=$PATH:/usr/sbin
build=$(realpath "$1")
. "$(dirname "$0")/kit/checks.sh"

free_port() {
	python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])'
}

# PORT: waits until somebody listens there, at most 20 seconds.
wait_for_port() {
	tries=0
	until curl -s -o out "http://127.0.0.1:$1/healthz" || [ $tries = 400 ]; do
		tries=$((tries + 1))
		sleep 0.05
	done
}

serve "$build/thidua" --db a.db

start_nginx() {
	cat >nginx.conf <<END
user $(id -un);
daemon off;
worker_processes 1;
pid $work/pid;
events {}
http {
	$(nginx_places)
	upstream thidua {
		server $address max_conns=1;
		keepalive 1;
	}
	server {
		listen 127.0.0.1:$1;
		location / {
			proxy_pass http://thidua;
			proxy_http_version 1.1;
			proxy_set_header Connection "";
			proxy_request_buffering off;
		}
	}
}
END
	exec nginx -p "$work" -c nginx.conf -e errors
}

start_haproxy() {
	cat >haproxy.cfg <<END
defaults
	mode http
	timeout connect 5s
	timeout client 10s
	timeout server 10s
	http-reuse always
listen thidua
	bind 127.0.0.1:$1
	server one $address maxconn 1
END
	exec haproxy -db -f haproxy.cfg
}

for name in nginx haproxy; do
	command -v $name >/dev/null || continue
	port=$(free_port)
	"start_$name" "$port" >started 2>&1 &
	proxy=$!
	processes="$proxy $server"
	wait_for_port "$port"
	"$build/tests/through" "$port" >told
	set -- $(tail -n 1 told | sed -n 's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed$/\1 \2/p') 0 1
	passed=$((passed + $1))
	failed=$((failed + $2))
	sed '$d' told
	printf '| T12 | %s: %s requests of the corpus, after %s of them another client got its own answer |\n' "$name" $(($1 + $2)) "$1"
	kill "$proxy" && wait "$proxy" 2>ended
	processes=$server
done
[ $((passed + failed)) -gt 0 ] || { echo 'no nginx and no haproxy; Debian has nginx-light and haproxy'; exit 77; }
verdict
