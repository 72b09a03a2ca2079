#!/bin/sh
# `thidua demo` tells its whole story, and what a newcomer looks at is there. demo.sh THIDUA; the last line is `N passed, N failed`.
set -u
thidua=$(realpath "$1")
. "$(dirname "$0")/kit/checks.sh"

# What it makes, and that it makes it once
check 'the story is told' sh -c "'$thidua' demo --db d.db >told"
check 'it says what it made' grep -q '^Made: movements 1, reports 69, ' told
check 'it prints a token for each role' test "$(grep -c '^    [a-z].* td_' told)" = 6
check 'and a login' test "$(grep -c '^    [a-z].* [a-z.]* [a-z0-9]*-[a-z0-9]*-[a-z0-9]*-[a-z0-9]*$' told)" = 6
check 'the database is whole' "$thidua" verify --db d.db
"$thidua" demo --db d.db >again 2>&1
check 'a second one leaves it as it is' test $? = 73
check 'and says so' grep -q 'd.db exists already' again

serve "$thidua" --db d.db --check-replies
api=http://$address/api/v1
token() { sed -n "s/^    $1  *$2 .* td_/td_/p" told; }
admin=$(token admin vkstc)
# PATH TEXT: the answer has the text (a basic regular expression).
has() {
	check "$1 has $2" sh -c "curl -sS --fail-with-body -H 'Authorization: Bearer $admin' '$api$1' >answer && grep -q -- '$2' answer"
}
# PATH N: the list has so many.
counts() { has "$1&count=true&limit=1" "\"total\":$2\\b"; }

# The months of five offices: all accepted, one late, one returned, two corrected
check 'every month of every office is accepted' sh -c \
	"[ \$(curl -sS -H 'Authorization: Bearer $admin' '$api/completeness?cluster=vkstc-cum-7-2021&state=accepted&format=csv' | grep -c ',accepted,') = 60 ]"
has '/completeness?cluster=vkstc-cum-7-2021&late=true' '"unit":"lamdong",[^{]*"period":"2021-08",[^{]*"late":true'
counts '/reports?year=2021&status=returned' 1
counts '/reports?year=2021&status=superseded' 2
has '/figures?unit=gialai&period=2021-Y&element=dt_new_a&as_of=2022-06-30T00:00:00Z' '"value":1741,.*"version":1,"revised":false'
has '/figures?unit=gialai&period=2021-Y&element=dt_new_a' '"value":1732,.*"version":2,"revised":true'

# What is invented says so
check 'every figure has a note' sh -c \
	"! curl -sS -H 'Authorization: Bearer $admin' '$api/reports/values?period=2021-06&format=csv' | tail -n +2 | grep -v 'số giả định để minh họa'"
check 'every person is marked' sh -c \
	"! curl -sS -H 'Authorization: Bearer $admin' '$api/persons?format=csv' | tail -n +2 | grep -v '(minh họa)'"

# What followed from them
has '/evaluations?unit=gialai&year=2021&indicator=DT-03' '"numerator":1172,"denominator":1556,"value":75.32,"result":"exceeded"'
has '/evaluations?unit=kontum&year=2021&indicator=TT-03' '"result":"not_met"'
has '/evaluations?cluster=vkstc-cum-7-2021&rollup=cluster&indicator=DT-03' '"units_reported":5,"units_expected":5'
has '/clusters/vkstc-cum-7-2021' '"state":"handed_over","pact_signed_on":"2021-03-25"'
has '/pacts?cluster=vkstc-cum-7-2021' '"state":"in_force"'
has '/contributions/sums?year=2021&cluster=vkstc-cum-7-2021' '"money":97000000,"days_of_pay":96,"things":2'
has '/practices?year=2021' '"state":"recognised"'
counts '/scorecards?year=2021&state=adopted' 5
counts '/conferences?cluster=vkstc-cum-7-2021' 3
has '/rankings?cluster=vkstc-cum-7-2021' '"state":"published"'
has '/rankings/1' '"kept_reason":"[^"]*".*"rank":1,"unit":"gialai"'
has '/dossiers?cluster=vkstc-cum-7-2021' '"state":"final"'
has '/dossiers/1/content?format=html' 'VIỆN KIỂM SÁT NHÂN DÂN TỈNH ĐẮK NÔNG'
has '/tasks?year=2022' '"origin":"weakness"'
counts '/honours?year=2021' 14
has '/honours?year=2021&award=sector-emulation-flag' '"printed_name":.*"state":"conferred"'
has '/awards?award=sector-emulation-flag&year=2021' '"state":"cluster_failed"'

# One waits for the lead of the next year
admin=$(token head daklak)
has '/inbox' '"kind":"report_to_accept",.*"unit":"kontum",.*"period":"2021-12"'
admin=$(token admin vkstc)

# Calls stand on the days of the story
has '/events?object=/tokens/1' '"at":"2020-12-04T01:00:00.000Z"'
check 'no fault was logged' sh -c "! grep -qE 'event=(fault|conformity)' log"

verdict
