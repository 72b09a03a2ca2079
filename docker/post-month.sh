#!/bin/sh
# Posts the figures of a month and mails what is wrong with them; says nothing when they are stored, or were stored before. For cron:
#   THIDUA_API=http://127.0.0.1:8080/api/v1 THIDUA_HEADERS=/etc/thidua/gialai MAILTO=vanphong@example.org \
#       post-month.sh gialai "$(date -d 'last month' +%Y-%m)" /srv/figures.csv
# THIDUA_HEADERS is a file for its owner's eyes, with one line: Authorization: Bearer td_... So the token is in no list of processes. A month
# that was posted with other figures needs a fourth argument, the reason: "Số liệu điều chỉnh sau khi đối chiếu với Tòa án".
# The mail goes to a command like mail(1), or to $MAILER.
unit=$1 period=$2 file=$3 reason=${4-}
key=$({ echo "$unit $period $reason" && cat "$file"; } | sha256sum | cut -c 1-64)
answer=$(curl -sS --fail-with-body --max-time 60 --retry 5 --retry-connrefused "$THIDUA_API/reports" --url-query "unit=$unit" \
	--url-query "period=$period" ${reason:+--url-query "reason=$reason"} -H "@$THIDUA_HEADERS" -H 'Content-Type: text/csv' \
	-H 'Accept: text/plain' -H "Idempotency-Key: $key" --data-binary "@$file" 2>&1) && exit 0
printf '%s\n' "$answer" | ${MAILER:-mail} -s "thidua: $unit $period" "$MAILTO"
exit 1
