#!/bin/sh
# thidua behind nginx, set up as docker/nginx.conf says, certificates included. proxy.sh THIDUA; the last line is `N passed, N failed`;
# status 77: there is no nginx on this machine.
set -u
PATH=$PATH:/usr/sbin
command -v nginx >/dev/null || { echo 'no nginx; Debian has it as nginx-light'; exit 77; }
thidua=$(realpath "$1")
docker=$(realpath "$(dirname "$0")/../docker")
. "$docker/../tests/kit/checks.sh"
name=thidua.example.vn

# The options and the commands that the head of nginx.conf gives
options=$(sed -n 's/^#     --/--/p' "$docker/nginx.conf")
sed -n 's/^#     //p' "$docker/nginx.conf" | grep -v '^--' >authority.sh
check 'certificates' sh -e authority.sh
check 'a database' "$thidua" init --db a.db
once=$("$thidua" user add mai.gl --db a.db --unit gialai --role head --full-name 'Nguyễn Thị Mai')
token=$("$thidua" token create --db a.db --unit gialai --role head)
serve "$thidua" --db a.db $options

ports=$(python3 -c 'import socket
probes = [socket.create_server(("127.0.0.1", 0)) for _ in "12"]
print(*(probe.getsockname()[1] for probe in probes))')
tls=${ports% *} plain=${ports#* }
sed "s/127.0.0.1:8080/$address/; s/listen 443/listen 127.0.0.1:$tls/; s/listen 80/listen 127.0.0.1:$plain/; s|/etc/nginx|$work|" \
	"$docker/nginx.conf" >site.conf
cat >main.conf <<END
user $(id -un);
daemon off;
pid $work/pid;
events {}
http {
	$(nginx_places)
	include $work/site.conf;
}
END
nginx -p "$work" -c main.conf -e errors 2>started &
processes="$! $processes"
wait_for pid .

# ARGUMENTS..: asks the name, over TLS that the authority vouches for; the answer with its headers is in `answer`.
ask() {
	curl -si --cacert tls-ca.crt --connect-to "$name:443:127.0.0.1:$tls" --connect-to "$name:80:127.0.0.1:$plain" "$@" >answer
}
asks() { # TEXT ARGUMENTS..: and the answer has the text
	wanted=$1
	shift
	ask "$@"
	grep -q "$wanted" answer || ! cat answer
}
own() { asks "$@" -H "Origin: https://$name" -H 'X-Thidua: 1' -H 'Content-Type: application/json'; }
api=https://$name/api/v1

check 'the page' asks "^Content-Security-Policy: default-src 'none'" "https://$name/"
check 'for a year over TLS alone' asks '^Strict-Transport-Security: max-age=31536000' "https://$name/"
check 'plain HTTP leads to TLS' asks "^Location: https://$name/api/v1/me?x=1" "http://$name/api/v1/me?x=1"
check 'no other name' test "$(curl -sk -o out -w '%{exitcode}' --connect-to "other.example.vn:443:127.0.0.1:$tls" https://other.example.vn/)" = 35
check 'signing in' own '^Set-Cookie: __Host-sid=.*; Path=/; HttpOnly; SameSite=Strict; Secure' "$api/session" -c jar \
	-d "{\"user\": \"mai.gl\", \"password\": \"$once\"}"
check 'the session' asks '"user":"mai.gl"' "$api/me" -b jar
check 'a page of another origin' asks '"cross_site"' "$api/session" -b jar -X DELETE -H 'Origin: https://other.example.vn' -H 'X-Thidua: 1'
check 'what a client says of its address is not believed' asks '"user":"mai.gl"' "$api/me" -b jar --interface 127.0.0.2 \
	-H 'X-Forwarded-For: 203.0.113.9' -H 'Forwarded: for=203.0.113.9'
check 'nor is the one of the proxy taken' sh -c "grep '/me ' log | tail -n 1 | grep 'address=127.0.0.2 '"
check 'an address goes on as it came' asks '"bad_path"' "$api/units/%2fgialai"
(printf '%%PDF-1.7\n'; head -c 5000000 /dev/zero) >scan.pdf
check 'a document of 5 MB' asks '"not_found"' "$api/movements/1/documents?name=scan.pdf" -H "Authorization: Bearer $token" \
	-H 'Content-Type: application/pdf' --data-binary @scan.pdf

# What is refused while its body is on its way: the proxy must hear the answer, not a reset
document="$api/movements/1/documents?name=scan.pdf"
for try in 1 2 3; do
	check 'a document without a token' asks '^HTTP/.* 401' "$document" -H 'Content-Type: application/pdf' --data-binary @scan.pdf
	check 'a document of another type' asks '^HTTP/.* 415' "$document" -H "Authorization: Bearer $token" -H 'Content-Type: text/html' --data-binary @scan.pdf
	check 'a long body to nowhere' asks '^HTTP/.* 404' "$api/nowhere" --data-binary @scan.pdf
	check 'a body over its cap' asks '^HTTP/.* 413' "$api/tokens" -H 'Content-Type: application/json' --data-binary @scan.pdf
done

# A connection that waits in the proxy ends there first: what `--help` says of thidua, and both files
idle=$("$thidua" serve --help | sed -n 's/.*--idle-timeout .*(\([0-9]*\))$/\1/p')
for file in nginx.conf Caddyfile; do
	check "$file keeps connections for less than $idle s" test "$(sed -n 's/^[^#]*keepalive[a-z_]* \([0-9]*\)s.*/\1/p' "$docker/$file")" -lt "$idle"
done

verdict
