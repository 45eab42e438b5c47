#!/bin/sh
# Are the Debian packages there that building and testing need? Say which are missing and install
# them. Does nothing, and needs no network, when all are there. Every library that the Makefile
# links stands here, with what it is for.
# usage: tests/deps.sh [PACKAGE...]   those, too: what one target alone needs
#        tests/deps.sh --list         the names
set -eu
others=$*

packages() {
	cat <<'LIST'
gcc                 the compiler
libc6-dev           the C library's headers
make                this build
libpcre2-dev        regular expressions in the lexicon
libstemmer-dev      stems of words
zlib1g-dev          gzip, reading and writing
libarchive-dev      tar, zip, xz, bzip2 and zstd archives
libutf8proc-dev     Unicode: normal forms, letter case, word classes
libyaml-dev         the lexicon's files
libsqlite3-dev      the store of results
libexpat1-dev       dictionaries in XML
libmupdf-dev        PDF (in the reader program)
libmujs-dev         linked by MuPDF
libfreetype-dev     linked by MuPDF
libharfbuzz-dev     linked by MuPDF
libjbig2dec0-dev    linked by MuPDF
libjpeg-dev         linked by MuPDF
libopenjp2-7-dev    linked by MuPDF
libgumbo-dev        HTML (in the reader program)
libxml2-dev         DOCX (in the reader program)
libseccomp-dev      the reader's sandbox
libcurl4-openssl-dev fetch: reports from the web
libcmocka-dev       unit tests
unicode-data        tests of word boundaries and normal forms
bzip2               tests of archives
LIST
	case $(dpkg --print-architecture 2>/dev/null) in
	amd64 | arm64) echo 'libisal-dev         unpacks gzip faster than zlib' ;;
	esac
	for package in $others; do
		printf '%-19s asked for by this target\n' "$package"
	done
}

if [ "$others" = --list ]; then
	others=
	packages | cut -d' ' -f1
	exit 0
fi

is_installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
	if command -v "${CC:-gcc}" >/dev/null 2>&1 && command -v make >/dev/null 2>&1 &&
		[ "${LEITMOTIF_DEPS:-}" = skip ]; then
		exit 0
	fi
	echo "This is no Debian system. What is needed, by the names of Debian's packages:" >&2
	packages >&2
	echo "Install their like, then run this again with LEITMOTIF_DEPS=skip." >&2
	exit 2
fi

missing=$(packages | while read -r name why; do
	is_installed "$name" || printf '%s\n' "$name"
done)
[ -n "$missing" ] || exit 0

echo "Packages to be installed:"
packages | while read -r name why; do
	if printf '%s\n' "$missing" | grep -qx -- "$name"; then
		printf '  %-18s %s\n' "$name" "$why"
	fi
done

sudo=
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		echo "There is no sudo here; as root, install the packages above." >&2
		exit 2
	fi
	sudo=sudo
fi
export DEBIAN_FRONTEND=noninteractive
install() {
	# shellcheck disable=SC2086 # a list of names
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}
# The package lists may be old, or not there at all as in a container.
if ! install; then
	$sudo apt-get update
	install
fi
