# Lists the SQL of preprocessed C, a statement a line: FILE:LINE, a tab, and the text as the compiler joins it from its literals.
# After the preprocessor every db_query() is a call of db_query_literal(); one that is given anything but literals has no text here.

function literals(text,  all, token) {
	while (text !~ /^ *[)]/) {
		if (!match(text, /^ *"([^"\\]|\\["\\])*"/))
			return ""
		token = substr(text, 1, RLENGTH)
		text = substr(text, RLENGTH + 1)
		sub(/^ *"/, "", token)
		gsub(/\\"/, "\"", token)
		gsub(/\\\\/, "\\", token)
		all = all substr(token, 1, length(token) - 1)
	}
	return all
}

# The call's text from behind its first argument, which has no commas outside of parentheses.
function second(text,  depth, i, c) {
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		depth += (c == "(") - (c == ")")
		if (c == "," && depth == 0)
			return substr(text, i + 1)
	}
	return ""
}

# `# 12 "server/api/units.c" 2`: what follows is line 12 of that file.
/^# [0-9]+ "/ {
	line = $2 - 1
	file = $3
	gsub(/"/, "", file)
	next
}

{ line++ }

/db_query_literal/ && !/^struct stmt [*]db_query_literal/ {
	count = split($0, calls, /db_query_literal *[(]/)
	for (i = 2; i <= count || i == 2; i++)
		print file ":" line "\t" literals(second(calls[i]))
}
