#!/bin/sh
# Two builds of one tarball in two places, with other locales, time zones, masks of modes and numbers
# of jobs: the tarballs that they make, what they install and their Debian packages are the same.
# usage: tests/reproducible.sh VERSION TARBALL
set -eu
unset MAKEFLAGS MAKELEVEL
export CCACHE_DISABLE=1
name=leitmotif-$1 tarball=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make_all() { # INSTALL-FOLDER JOBS
	make -j"$2" all man && make install DESTDIR="$1" && make dist && make deb &&
		install -m644 "build/$name.tar.gz" build/deb/*.deb build/deb/*.dsc "$1"
}

# What came out, by name, hash and mode.
sums() {
	(cd "$1" && find . -type f -printf '%m ' -exec sha256sum {} \;) | LC_ALL=C sort -k3
}

build() { # FOLDER JOBS
	mkdir -p "$work/$1"
	tar -xzf "$tarball" -C "$work/$1"
	echo "building in $work/$1, $2 jobs"
	(cd "$work/$1/$name" && make_all "$work/$1/out" "$2") >"$work/log" 2>&1 || {
		tail -n 30 "$work/log"
		return 1
	}
	sums "$work/$1/out" >"$work/sums.$3"
}

(umask 022 && TZ=UTC0 LC_ALL=C.UTF-8 build a 1 1)
(umask 027 && TZ=XXX-14 LC_ALL=C build a-longer-name/and/deeper 2 2)
cmp "$tarball" "$work/a/out/$name.tar.gz"
if diff "$work/sums.1" "$work/sums.2"; then
	echo "reproducible: $(wc -l <"$work/sums.1") files are the same bytes"
else
	echo "not reproducible: the files above differ"
	exit 1
fi
