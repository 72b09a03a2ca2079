#!/bin/sh
# Writes the man page, from what the program says of itself: man.sh THIDUA DATE
set -eu
thidua=$1

cat <<END
.TH THIDUA 1 "$2" "$("$thidua" --version)" "User Commands"
.SH NAME
thidua \- server of the figures and honours of an emulation cluster
.SH SYNOPSIS
.B thidua
.I COMMAND
[options]
.br
.B thidua\-admin
.I COMMAND
[options]
.SH DESCRIPTION
One program, one SQLite file, an HTTP JSON API and a page.
.B thidua\-admin
is the same with the settings of
.I /etc/thidua/thidua.conf
and the rights of the server's user; root calls it. One process owns the database: of the commands below only
.BR status ,
and
.B verify
of a copy, work while the server runs.
.PP
An option beats the variable of the environment that is named beside it; a variable THIDUA_.. that does not exist stops the start.
In parentheses is what holds when neither is given.
.SH COMMANDS
END

# A command and its options, as --help prints them: flags, their texts behind column 37, the variable below.
command_page() {
	"$thidua" $1 --help | awk -v summary="$2" '
		function plain(text) {
			gsub(/\\/, "\\e", text)
			gsub(/-/, "\\-", text)
			return text
		}
		/^usage: / {
			print ".SS " plain(substr($0, 8))
			print plain(toupper(substr(summary, 1, 1)) substr(summary, 2)) "."
		}
		/^  --/ {
			flag = substr($0, 3, 34)
			sub(/ +$/, "", flag)
			value = flag
			sub(/^[^ ]* ?/, "", value)
			sub(/ .*/, "", flag)
			printf ".TP\n\\fB%s\\fR%s\n%s\n", plain(flag), value == "" ? "" : " \\fI" plain(value) "\\fR", plain(substr($0, 38))
		}
		/^ +or THIDUA_/ { printf ".br\n\\fB%s\\fR\n", $2 }'
}
"$thidua" --help | sed -n 's/^  //p' | while IFS= read -r line; do
	name=$(printf '%s' "$line" | cut -c 1-14 | sed 's/ *$//')
	command_page "$name" "$(printf '%s' "$line" | cut -c 16-)"
done

cat <<'END'
.SH FILES
.TP
.I /etc/thidua/thidua.conf
Settings of the service, read when it starts.
.TP
.I /var/lib/thidua/thidua.db
The database; beside it
.I thidua.db.pepper
without which no token works, and
.I thidua.db.backups
with the copies.
.SH EXIT STATUS
.TP
0
It is done; the server was told to end and has answered everybody.
.TP
1
.B status
found something that wants a person.
.TP
64
An option or a setting is wrong.
.TP
65, 66, 73
A file is not what it should be, is not there, or cannot be made.
.TP
69
The address cannot be listened on.
.TP
70
The disk failed: the next start reads it again.
.TP
75
Another process owns the database.
.TP
78
The database is of a newer program, or its pepper is missing.
.SH SEE ALSO
The server tells its contract at
.IR /openapi.json ;
.I /usr/share/doc/thidua/README.md
says how it is run.
END
