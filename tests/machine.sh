#!/bin/sh
# A machine for pages that speak to systemd: a folder with what `make install` would put there and a stand-in for systemctl and its company, which
# starts what the unit says with the settings that it says. The server is a real one.
#   machine.sh FOLDER THIDUA PORT      then FOLDER/bin stands first in PATH
set -eu
folder=$1
thidua=$2
root=$(realpath "$(dirname "$0")/..")
place() { sed "s|/var/lib/thidua|$folder/var/lib/thidua|g; s|/etc/thidua|$folder/etc/thidua|g; s|:8080|:$3|g" "$1" >"$2"; }
mkdir -p "$folder/bin" "$folder/etc/thidua" "$folder/var/lib/thidua"
place "$root/docker/thidua.conf" "$folder/etc/thidua/thidua.conf" "$3"
place "$root/docker/deb/thidua-admin" "$folder/bin/thidua-admin" "$3"
ln -s "$thidua" "$folder/bin/thidua"

cat >"$folder/bin/systemctl" <<END
#!/bin/sh
set -eu
case \$1 in
start)
	(set -a && . "$folder/etc/thidua/thidua.conf" && exec $(sed -n 's|^ExecStart=.*/||p' "$root/docker/thidua.service") >>"$folder/journal" 2>&1) &
	echo \$! >"$folder/pid"
	until tail -n 30 "$folder/journal" | grep -q event=listening && ls "$folder"/var/lib/thidua/*.backups/*.json >/dev/null 2>&1; do sleep 0.1; done
	;;
stop)
	kill "\$(cat "$folder/pid")"
	flock "$folder/var/lib/thidua/thidua.db.lock" true # it holds that until it has ended
	rm "$folder/pid"
	echo stopped >>"$folder/journal"
	;;
*) exit 2 ;;
esac
END
cat >"$folder/bin/journalctl" <<END
#!/bin/sh
[ "\$*" = '-u thidua -o cat' ] && cat "$folder/journal"
END
printf '#!/bin/sh\n[ "$1 $2 $3" = "-u thidua --" ] && shift 3 && exec "$@"\n' >"$folder/bin/runuser"
chmod +x "$folder"/bin/*
