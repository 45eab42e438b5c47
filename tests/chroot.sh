#!/bin/sh
# A bare Debian 12 in a folder, three times: what a newcomer types there (README's two commands, which
# proves that tests/deps.sh is complete), `make install` with two prefixes, and the Debian packages.
# Installs debootstrap; must be root. The mirror is the one that this machine's apt uses.
# usage: tests/chroot.sh VERSION TARBALL [package|install_layouts|newcomer]...
set -eu
version=$1 tarball=$(realpath "$2") top=$PWD
shift 2
[ "$(id -u)" -eq 0 ] || { echo "debootstrap and chroot need root" >&2; exit 2; }
sh tests/deps.sh debootstrap
work=$(mktemp -d)
debs=$top/build/deb
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $suite" 'Created-By: Packages' | head -n 1)

clean() {
	for root in "$work"/*/; do
		for place in proc dev/pts; do
			if mountpoint -q "$root/$place"; then umount "$root/$place"; fi
		done
	done
	rm -rf --one-file-system "$work"
}
trap clean EXIT

# Nothing of this shell's environment but the way to the mirror goes in.
inside() { # ROOT COMMAND
	chroot "$work/$1" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes \
		${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
		/bin/sh -ec "$2"
}

# A fresh copy of the bare system, with the source unpacked in /root.
fresh() {
	cp -a "$work/bare" "$work/$1"
	echo force-unsafe-io >"$work/$1/etc/dpkg/dpkg.cfg.d/unsafe-io"
	mount -t proc proc "$work/$1/proc"
	mount -t devpts -o ptmxmode=0666 devpts "$work/$1/dev/pts"
	tar -xzf "$tarball" -C "$work/$1/root"
}

done_with() { umount "$work/$1/proc" "$work/$1/dev/pts" && rm -rf --one-file-system "${work:?}/$1"; }

# The files of a system, without what apt and the tests leave behind.
files() {
	(cd "$work/$1" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./root -o -path ./tmp -o -path ./var \
		-o -path ./etc/ld.so.cache \) -prune -o -type f -print | LC_ALL=C sort)
}

# The sample archive from / and as somebody without rights: the same bytes as in the source folder.
runs_there() { # ROOT WHAT
	inside "$1" 'cd / && cp -r /root/leitmotif-*/corpus /tmp/corpus && chmod -R a+rX /tmp/corpus &&
		setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/ \
			leitmotif run -q --sandbox require --out /tmp/out /tmp/corpus/documents ||
			[ $? -eq 1 ]
		leitmotif --version | head -n 2
		leitmotif run -q --out /tmp/again /tmp/corpus/documents || [ $? -eq 1 ]
		cmp /tmp/out/vectors.csv /tmp/again/vectors.csv
		wc -l </tmp/out/vectors.csv
		rm -rf /tmp/out /tmp/again /tmp/corpus'
	echo "== $2: runs as nobody, from /"
}

# A program outside of the source folder that uses the library as it is installed.
client='sed s,pipeline/,, tests/api/client.c >/tmp/client.c
	cc -o /tmp/client /tmp/client.c $(pkg-config --cflags --libs leitmotif)
	(cd / && /tmp/client) | tail -n 1; rm /tmp/client*'

newcomer() {
	fresh newcomer
	inside newcomer 'apt-get install -qy make >/dev/null
		cd /root/leitmotif-*; make demo' >"$work/log" 2>&1 || { tail -n 40 "$work/log"; exit 1; }
	echo "== newcomer: make demo"
	grep -A4 '^theme' "$work/log"
	inside newcomer 'cd /root/leitmotif-*; make check' >"$work/log" 2>&1 || {
		grep -A30 FAILED "$work/log" | head -n 80
		tail -n 20 "$work/log"
		exit 1
	}
	echo "== newcomer: make check: $(tail -n 1 "$work/log")"
	done_with newcomer
}

# Needs what building needs, so it begins where make check would.
install_layouts() {
	fresh install
	inside install 'apt-get install -qy make pkgconf >/dev/null; cd /root/leitmotif-*; sh tests/deps.sh' \
		>"$work/log" 2>&1
	files install >"$work/before"
	for prefix in /usr/local /opt/leitmotif; do
		inside install "cd /root/leitmotif-*; make -j2 PREFIX=$prefix install" >"$work/log" 2>&1 || {
			tail -n 20 "$work/log"
			exit 1
		}
		ln -sf "$prefix/bin/leitmotif" "$work/install/usr/bin/leitmotif"
		runs_there install "make install PREFIX=$prefix"
		inside install "cd /root/leitmotif-*; PKG_CONFIG_PATH=$prefix/lib/pkgconfig
			export PKG_CONFIG_PATH
			$client"
		rm "$work/install/usr/bin/leitmotif"
		inside install "cd /root/leitmotif-*; make PREFIX=$prefix uninstall" >"$work/log" 2>&1
	done
	files install | LC_ALL=C comm -13 "$work/before" - >"$work/left"
	[ ! -s "$work/left" ] || { cat "$work/left"; echo "uninstall left this"; exit 1; }
	done_with install
}

package() {
	fresh package
	files package >"$work/before"
	cp "$debs/leitmotif_$version"-*.deb "$debs/libleitmotif-dev_$version"-*.deb "$work/package/tmp"
	inside package 'apt-get install -qy --no-install-recommends /tmp/leitmotif_*.deb >/dev/null'
	runs_there package "leitmotif_$version.deb"
	inside package 'apt-get install -qy --no-install-recommends /tmp/libleitmotif-dev_*.deb gcc libc6-dev \
			pkgconf man-db bash-completion >/dev/null
		cd /root/leitmotif-*
'"$client"'
		for page in 1:leitmotif-run 5:leitmotif-lexicon 3:leitmotif; do
			man -w ${page%%:*} ${page#*:}
		done'
	echo "== libleitmotif-dev_$version.deb: a client compiles, links and runs; man finds the pages"
	inside package 'apt-get purge -qy leitmotif libleitmotif-dev >/dev/null
		apt-get purge -qy --autoremove gcc libc6-dev pkgconf man-db bash-completion >/dev/null'
	(cd "$work/package" && find . -xdev -name '*leitmotif*' ! -path './root/*' ! -path './tmp/*' ! -path './proc/*') |
		grep . && { echo "purge left this"; exit 1; }
	done_with package
}

echo "== a bare $suite from $mirror"
debootstrap --variant=minbase "$suite" "$work/bare" "$mirror" >"$work/log" 2>&1 || {
	tail -n 20 "$work/log"
	exit 1
}
[ $# -gt 0 ] || set -- package install_layouts newcomer
for what; do
	"$what"
done
echo "chroot: all is well"
