#!/bin/sh
# Makes a Debian package of what `make install prefix=/usr` puts into its places. The same program gives the same bytes, wherever and whenever it
# is done: nothing in it is younger than SOURCE_DATE_EPOCH.
#   build.sh BUILD OUT      writes OUT/thidua_VERSION_ARCHITECTURE.deb and says so; BUILD has the program
set -eu
here=$(realpath "$(dirname "$0")")
build=$(realpath "$1")
out=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
umask 022
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8
program=$root/usr/bin/thidua
doc=$root/usr/share/doc/thidua
architecture=$(dpkg --print-architecture)

make -s --no-print-directory -C "$here/../.." -o "$build/thidua" B="$build" prefix=/usr DESTDIR="$root" install >"$work/installed"

version=$("$program" --version | cut -d' ' -f2)+$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M)

# What only a debugger reads; it names the folder of the build.
strip --strip-all --remove-section=.comment "$program"

# The libraries of the program, and theirs: the packages that they come from.
packages() {
	ldd "$program" | grep -o '/[^ ]*' | while IFS= read -r library; do
		path=$(realpath "$library")
		dpkg-query -S "$path" 2>/dev/null || dpkg-query -S "${path#/usr}"
	done | sed 's/: .*//' | sort -u
}
install -d "$doc"
packages | xargs dpkg-query -W -f '${Package} ${Version} (source ${source:Package} ${source:Version})\n' >"$doc/linked-packages.txt"
(cd "$here/.." && install -m 644 deb/copyright README.md alerts.yaml nginx.conf Caddyfile post-month.sh "$doc/")
printf 'thidua (%s) unstable; urgency=medium\n\n  * Built from the sources of that minute.\n\n -- %s  %s\n' "$version" \
	"$(sed -n 's/^Maintainer: //p' "$here/control")" "$(date -u -d "@$SOURCE_DATE_EPOCH" -R)" | gzip -9n >"$doc/changelog.gz"

install -D -m 644 "$here/lintian-overrides" "$root/usr/share/lintian/overrides/thidua"

install -d "$root/DEBIAN" "$work/debian"
: >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O "$program" | sed -n 's/^shlibs:Depends=//p')
size=$(find "$root" -type f -not -path '*/DEBIAN/*' -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')
sed "s/@version@/$version/; s/@architecture@/$architecture/; s/@size@/$size/; s/@libraries@/$depends/" "$here/control" >"$root/DEBIAN/control"
install -m 755 "$here/postinst" "$here/prerm" "$here/postrm" "$root/DEBIAN/"
echo /etc/thidua/thidua.conf >"$root/DEBIAN/conffiles"
(cd "$root" && find etc usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$root" -type d -exec chmod 755 {} +

dpkg-deb --root-owner-group --build "$root" "$out/thidua_${version}_$architecture.deb" >/dev/null
echo "$out/thidua_${version}_$architecture.deb"
