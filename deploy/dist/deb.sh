#!/bin/sh
# Debian packages, and a source package, from the tarball of `make dist`: into build/deb/. What they
# depend on is read from tests/deps.sh and from the libraries that are linked; the maintainer is who
# builds them (DEBFULLNAME, DEBEMAIL). DEB_BUILD_OPTIONS is dpkg's own; "nocheck" if it is not set.
# usage: deploy/dist/deb.sh VERSION TARBALL LIBS
set -eu
version=$1 tarball=$(realpath "$2") libs=$3
out=$PWD/build/deb
umask 022    # the modes of the source are in the package
sh tests/deps.sh debhelper lintian fakeroot dpkg-dev

build_depends() {
	sh tests/deps.sh --list | grep -vxE 'gcc|libc6-dev|make' |
		sed 's/^libisal-dev$/& [amd64 arm64]/; s/.*/ &,/'
}

# The packages that the static library's clients link: of -lpcre2-8 that of libpcre2-8.so.
library_depends() {
	for lib in $libs; do
		file=/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH)/lib${lib#-l}.so
		[ "$lib" = -lm ] || dpkg-query -S "$file" | sed 's/:.*//; s/.*/ &,/'
	done | sort -u
}

fill() { # FILE
	awk -v maintainer="${DEBFULLNAME:-The leitmotif authors} <${DEBEMAIL:-authors@leitmotif.example}>" \
		-v build="$(build_depends)" -v library="$(library_depends)" '
		/^@BUILD_DEPENDS@$/ { print build; next }
		/^@LIBRARY_DEPENDS@$/ { print library; next }
		{ sub(/@MAINTAINER@/, maintainer); print }' deploy/debian/control >"$1/control"
	cat >"$1/changelog" <<-END
		leitmotif ($version-1) unstable; urgency=medium

		  * Packaged from the source of version $version.

		 -- ${DEBFULLNAME:-The leitmotif authors} <${DEBEMAIL:-authors@leitmotif.example}>  $(date -R -u -d "@$date")
	END
}

rm -rf "$out"
mkdir -p "$out"
cp "$tarball" "$out/leitmotif_$version.orig.tar.gz"
tar -xzf "$tarball" -C "$out"
date=$(stat -c %Y "$out/leitmotif-$version/Makefile")
cp -r deploy/debian "$out/leitmotif-$version/debian"
chmod -R u=rwX,go=rX "$out/leitmotif-$version/debian"   # folders have the modes that tar -x gave them
fill "$out/leitmotif-$version/debian"
(cd "$out/leitmotif-$version" &&
	DEB_BUILD_OPTIONS="${DEB_BUILD_OPTIONS-nocheck}" dpkg-buildpackage -us -uc) >"$out/log" 2>&1 || {
	tail -n 40 "$out/log"
	exit 1
}
rm -rf "$out/leitmotif-$version"
# The one tag that is left out asks for a bug report to Debian's archive, where this is not to go.
lintian --allow-root --suppress-tags initial-upload-closes-no-bugs --fail-on error,warning "$out"/leitmotif_*.changes
ls -s1 --block-size=1K "$out" | sed 1d
