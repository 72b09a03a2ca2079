#!/bin/sh
# The rules of docker/alerts.yaml: Prometheus takes them, they speak when they should, what they look at is told by /metrics, and each has
# a line for people in docker/README.md. alerts.sh THIDUA; the last line is `N passed, N failed`; status 77: there is no promtool on this machine.
set -u
command -v promtool >/dev/null || { echo 'no promtool; Debian has it in prometheus'; exit 77; }
thidua=$(realpath "$1")
root=$(realpath "$(dirname "$0")/..")
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server"; wait "$server"; }; rm -rf "$work"' EXIT
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

cp "$root/docker/alerts.yaml" alerts.yaml
cp "$root/tests/alerts.yaml" cases.yaml
check 'Prometheus takes the rules' promtool check rules alerts.yaml
check 'they speak when they should' promtool test rules cases.yaml

"$thidua" serve --db a.db --listen 127.0.0.1:0 >served 2>log &
server=$!
for _ in $(seq 200); do
	grep -q event=listening log && break
	sleep 0.1
done
address=$(sed -n 's/.*event=listening address=//p' log)
curl -s "http://$address/api/v1/me" -H 'Authorization: Bearer td_wrong' >answer
curl -s "http://$address/metrics" >metrics
check 'Prometheus takes the metrics' sh -c 'promtool check metrics <metrics'
for metric in $(grep -o 'thidua_[a-z_]*' alerts.yaml | sort -u); do
	check "/metrics has $metric" grep -q "^$metric[ {]" metrics
done
for code in $(grep -o 'code=~*"[^"]*"' alerts.yaml | cut -d'"' -f2 | tr '|' ' '); do
	check "it counts $code from the start" grep -q "^thidua_problems_total{code=\"$code\"}" metrics
done
for alert in $(sed -n 's/.*- alert: //p' alerts.yaml); do
	check "docker/README.md says what to do about $alert" grep -q "^| $alert |" "$root/docker/README.md"
	check "$alert is tried" grep -q "alertname: $alert, exp_alerts" cases.yaml
done

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
