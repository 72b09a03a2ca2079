#!/bin/sh
# Imports of 5,000 rows, each while an office posts months of 40 values one after the other: how long the
# writer had the import, and how long a post had to wait at most. Exits 1 when a post waited too long.
#   imports.sh [BUILD]
#   BENCH_PORT=18080
#   BENCH_WAIT=300           milliseconds: the longest that a post may take
set -eu
cd "$(dirname "$0")/../.."
build=$(realpath "${1:-build}")
port=${BENCH_PORT:-18080}
most=${BENCH_WAIT:-300}
level=info
work=$(mktemp -d)
server=
: >"$work/missed"

. tests/bench/servers.sh

finish() {
	stop "$server"
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

milliseconds() { # of wrk's "1.20ms", "950.00us", "1.02s"
	awk '{ v = $1; f = v ~ /us$/ ? 0.001 : v ~ /ms$/ ? 1 : 1000; sub("[a-z]+$", "", v); printf "%.0f", v * f }'
}

# WHAT RESOURCE [TOKEN], rows on stdin: a line of the table.
measure() {
	cat >"$work/rows"
	lines=$(wc -l <"$work/log")
	wrk -t1 -c1 -d3s --timeout 10s --latency -s tests/bench/post.lua "http://127.0.0.1:$port" >"$work/wrk" &
	posts=$!
	sleep 0.5
	status=$(curl -sS -o "$work/out" -w '%{http_code} %{time_total}' -H "Authorization: Bearer ${3:-$token}" \
		-H 'Content-Type: text/csv' --data-binary "@$work/rows" "http://127.0.0.1:$port/api/v1/$2/import")
	wait "$posts"
	writer=$(tail -n "+$((lines + 1))" "$work/log" | sed -n 's/.*event=slow.*operation=import_.*ms=\([0-9]*\).*/\1/p')
	longest=$(awk '$1 == "Latency" && NF > 3 { print $4 }' "$work/wrk" | milliseconds)
	verdict=met
	if [ "$longest" -gt "$most" ]; then
		verdict=MISSED
		echo "$1" >>"$work/missed"
	fi
	printf '%-34s %6d %4s %8.0f %8s %8s %8s  %s\n' "$1" "$(($(wc -l <"$work/rows") - 1))" "${status% *}" \
		"$(awk "BEGIN { print 1000 * ${status#* } }")" "${writer:-< 50}" \
		"$(awk '$1 == "99%" { print $2 }' "$work/wrk" | milliseconds)" "$longest" "$verdict"
}

rows() { # HEAD ROW: 5,000 rows; i counts them, u(i) is an office of `units`
	awk -v head="$1" "
		function u(i) { return sprintf(i % 50 ? \"many%d.u%d\" : \"many%d\", int(i / 50), i % 50) }
		BEGIN { print head; for (i = 0; i < 5000; i++) print $2 }"
}

units() { # NAME
	rows unit,level,parent,name_vi,valid_from \
		'u(i) "," (i % 50 ? "district," u(i - i % 50) : "province,vkstc") ",'"$1"' " i ",2000-01-01"'
}

persons() { # POSITION
	rows staff_code,full_name,birth_date,status,unit,position,from_date \
		'"M" i ",Nguyễn Văn " i ",1980-01-01,active," u(i) ",'"$1"',2010-01-01"'
}

decisions() { # LINES OF EACH, YEAR
	rows authority,number,signed_on,signer_name,signer_title,award,year,staff_code \
		'"procurator_general," int(i / '"$1"') "/QĐ-'"$1"',2022-12-20,A,VIỆN TRƯỞNG,sector-emulation-fighter,'"$2"',M" i'
}

awards() {
	rows award,year,staff_code '"advanced-worker,2024,M" i'
}

make_database base 0
start_server base
export_posts
head=$(curl -sSf -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '{"unit":"vkstc","role":"head","label":"bench"}' \
	"http://127.0.0.1:$port/api/v1/tokens" | sed 's/.*"token":"\([^"]*\)".*/\1/')

printf '%-34s %6s %4s %8s %8s %8s %8s\n' '' rows '' ms writer 'p99 of' 'longest'
printf '%-34s %6s %4s %8s %8s %8s %8s\n' import '' '' '' ms posts post
{ units VKSND | head -5000; echo 'm.x,district,nowhere,VKSND,2000-01-01'; } | measure 'units, the last one wrong' units
units VKSND | measure units units
units VKSND | measure 'units, the same again' units
units Viện | measure 'units, renamed' units
persons 'Kiểm sát viên' | measure persons persons
persons 'Kiểm tra viên' | measure 'persons, another position' persons
# Before the catalogue grows: each report is checked against all of it.
set -- $elements
rows unit,period,element,value 'u(i) ",2021-03,'"$1"'," i' | measure 'reports of one value' reports
rows unit,period,element,value 'u(int(i / 2)) ",2021-04," (i % 2 ? "'"$1"'" : "'"$2"'") "," i' | measure 'reports of two values' reports
rows element,area,name_vi,behaviour,measure '"m_" i ",DT,Số " i ",flow,vụ"' | measure elements elements
rows kind,whole,part,sign '"balance,m_" int(i / 10) ",m_" i + 1 ",1"' | sed '/_0,m_[1-9],\|,m_5000,/d' | measure identities identities
rows indicator,area,name_vi,kind,numerator,denominator,measure,direction,subset,valid_from \
	'"M-" i ",DT,Tỷ lệ " i ",ratio,m_" i ",m_0,%,up,false,2020-01-01"' | measure indicators indicators
rows year,indicator,unit,basis,comparator,value '"2022,M-1," u(i) ",sector,ge,70"' | measure 'targets of one indicator' targets
awk 'BEGIN { print "issuer,kind,number,year,name_vi"; for (i = 0; i < 100; i++) print "vkstc,khoi," 100 + i ",2021,Khối " i }' | import_csv clusters
rows cluster,unit,role '"vkstc-khoi-" 100 + int(i / 50) "-2021," u(i) "," (i % 50 ? "member" : "lead")' | measure memberships memberships
awards | measure awards awards "$head"
awards | measure 'awards, the same again' awards "$head"
decisions 5000 2021 | measure 'decisions, one of 5,000 lines' decisions
decisions 50 2022 | measure 'decisions, 100 of 50 lines' decisions
rows regime,key,value,measure,evidence,note '"R2025,made_up_" i ",1,bool,assumed,x"' | measure 'parameters of a regime' regime-params
rows alias,award '"Bí danh " i ",advanced-worker"' | head -1001 | measure 'names of awards' award-aliases
stop_server
"$build/thidua" verify --db "$work/base.db" >/dev/null
echo
echo "$(wc -l <"$work/missed") missed"
[ ! -s "$work/missed" ]
