#!/bin/sh
# The Debian package: made, unpacked and tried without root. package.sh BUILD; the last line is `N passed, N failed`; status 77: this machine has
# not what makes one.
set -u
command -v dpkg-deb >/dev/null && command -v dpkg-shlibdeps >/dev/null || { echo 'no dpkg-dev'; exit 77; }
build=$(realpath "$1")
root=$(realpath "$(dirname "$0")/..")
. "$root/tests/kit/checks.sh"

# MINUTE FOLDER: makes it as of that minute of 2026.
make_package() {
	mkdir "$2" && SOURCE_DATE_EPOCH=$(date -u -d "2026-01-01 00:$1" +%s) sh "$root/docker/deb/build.sh" "$build" "$2"
}
check 'a package' make_package 01 first
(umask 077 && TZ=Asia/Ho_Chi_Minh && export TZ && make_package 01 again) >out 2>&1
check 'is the same when it is made again' cmp first/*.deb again/*.deb
package=$(ls first/*.deb)
field() { dpkg-deb -f "$package" "$1"; }
check 'by its name' test "$package" = "first/thidua_$(field Version)_$(field Architecture).deb"
check 'that of a later minute is newer' dpkg --compare-versions "$(field Version)" lt "$("$build/thidua" --version | cut -d' ' -f2)+202601010002"
dpkg-deb -x "$package" p
dpkg-deb -e "$package" control

# What is in it belongs together
unit=p/usr/lib/systemd/system/thidua.service
says() { sed -n "s/^$1=//p" "$unit"; }
started=$(says ExecStart)
check 'the unit starts what is there' test -x "p${started%% *}"
check 'with settings that are there' test -f "p$(says EnvironmentFile)"
check 'which are kept by an upgrade' grep -qx "$(says EnvironmentFile)" control/conffiles
check 'as a user that is made' grep -q "^u $(says User) " p/usr/lib/sysusers.d/thidua.conf
check 'nothing is for its owner alone' test -z "$(find p -not -perm -444)"
check 'the sums are right' sh -c 'cd p && md5sum -c ../control/md5sums'
for script in control/postinst control/prerm control/postrm p/usr/sbin/thidua-admin; do
	check "$script can be read by a shell" sh -n "$script"
done
check 'nobody learns where it was built' sh -c "! grep -rqF '$root' p"

# Whatever the program is linked with is in the list, with its version
for library in $(ldd p/usr/bin/thidua | grep -o '/[^ ]*'); do
	library=$(realpath "$library")
	owner=$({ dpkg-query -S "$library" || dpkg-query -S "${library#/usr}"; } 2>/dev/null | sed 's/[:,].*//' | head -n 1)
	check "$library of $owner is in the list" grep -qF "$(dpkg-query -W -f '${Package} ${Version} ' "$owner")" p/usr/share/doc/thidua/linked-packages.txt
done

# The man page has each option of each command, and no other
for command in serve init demo 'token create' 'user add' 'user password' import backup restore verify copy status; do
	"$build/thidua" $command --help | sed -n 's/^  \(--[a-z-]*\).*/\1/p'
done | sort >told
gzip -dc p/usr/share/man/man1/thidua.1.gz >thidua.1
sed -n 's/^\\fB\(\\-\\-[a-z\\-]*\)\\fR.*/\1/p' thidua.1 | tr -d '\\' | sort >written
check 'the man page has the options of --help' cmp told written
check 'there are some' test "$(wc -l <told)" -gt 50
! command -v man >/dev/null || check 'man takes it' test -z "$(man --warnings -E UTF-8 -l -Tutf8 -Z thidua.1 2>&1 >/dev/null)"
check 'thidua-admin has it too' test "$(readlink p/usr/share/man/man8/thidua-admin.8.gz)" = ../man1/thidua.1.gz

# It runs with its own settings, but for the places
sed "s|/var/lib/thidua|$work|; s|:8080|:0|" "p$(says EnvironmentFile)" >settings
set -a
. ./settings
set +a
serve p/usr/bin/thidua
check 'it serves' grep -q '^    td_' served
check 'where the settings say' test -e "$work/thidua.db"
check 'and takes work' p/usr/bin/thidua status --ready --listen "$address"

# What others say of it
exposed() { [ "$(systemd-analyze security --offline=true "$unit" | sed -n 's/.*exposure level for thidua.service: \([0-9]*\)\.\([0-9]\).*/\1\2/p')" -le 20 ]; }
! command -v systemd-analyze >/dev/null || check 'the sandbox is scored 2.0 or better' exposed
! command -v lintian >/dev/null || check 'lintian finds no fault' lintian --allow-root --fail-on error,warning "$package"

verdict
