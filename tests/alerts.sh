#!/bin/sh
# The rules of docker/alerts.yaml: Prometheus takes them, they speak when they should, what they look at is told by /metrics, and each has
# a line for people in docker/README.md. alerts.sh THIDUA; the last line is `N passed, N failed`; status 77: there is no promtool on this machine.
set -u
command -v promtool >/dev/null || { echo 'no promtool; Debian has it in prometheus'; exit 77; }
thidua=$(realpath "$1")
root=$(realpath "$(dirname "$0")/..")
. "$root/tests/kit/checks.sh"

cp "$root/docker/alerts.yaml" alerts.yaml
cp "$root/tests/alerts.yaml" cases.yaml
check 'Prometheus takes the rules' promtool check rules alerts.yaml
check 'they speak when they should' promtool test rules cases.yaml

serve "$thidua" --db a.db
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

verdict
