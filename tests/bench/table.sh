# A table of measures and their bars, for the scripts of this folder; `missed` counts.

missed=0

middle() { sort -n | awk '{ v[NR] = $1 } END { printf "%.2f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

head_line() { printf '%-46s %10s %10s %9s %-13s %s\n' "$1" "$2" "$3" "$4" spread bar; }

row() { # WHAT OURS PEER VALUE SPREAD BAR least|most UNIT
	if awk "BEGIN { exit !(\"$7\" == \"least\" ? $4 >= $6 : $4 <= $6) }"; then
		verdict=met
	else
		verdict=MISSED
		missed=$((missed + 1))
	fi
	printf '%-46s %10s %10s %9s %-13s %s %s %s  %s\n' "$1" "$2" "$3" "$4" "$5" "$7" "$6" "$8" "$verdict"
}
