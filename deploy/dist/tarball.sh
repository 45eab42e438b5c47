#!/bin/sh
# The source as a tarball: the files that git knows, or outside of git all but build/; sorted, of one
# owner and one date, so that the same source makes the same bytes. The date is that of the commit, or
# outside of git that of the newest file; SOURCE_DATE_EPOCH goes before both.
# usage: deploy/dist/tarball.sh NAME-VERSION OUT.tar.gz
set -eu
name=$1 out=$2
export LC_ALL=C
mkdir -p "$(dirname "$out")"
list=$(mktemp)
trap 'rm -f "$list"' EXIT

if [ -e .git ]; then
	git ls-files -z
	date=$(git log -1 --format=%ct)
else
	find . -path ./build -prune -o -type f -printf '%P\0'
	date=$(find . -path ./build -prune -o -type f -printf '%Ts\n' | sort -n | tail -n 1)
fi >"$list"
sort -z -o "$list" "$list"
tar --create --format=ustar --null --no-recursion --files-from="$list" \
	--transform="s,^,$name/," --mtime="@${SOURCE_DATE_EPOCH:-$date}" \
	--owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX | gzip -9n >"$out.part"
mv "$out.part" "$out"
