#!/bin/sh
# What the compiler and the linker put into both programs against exploits. usage: BUILD
set -u
build=$1
failed=0
# check PROGRAM WHAT COMMAND...: the command must succeed.
check() {
	program=$1 what=$2
	shift 2
	if "$@" >/dev/null 2>&1; then
		printf '  %-20s %s\n' "$program" "$what"
	else
		echo "FAILED: $program: $what"
		failed=$((failed + 1))
	fi
}

has() { readelf "$1" "$2" 2>/dev/null | grep -Eq "$3"; }
hasnt() { ! has "$@"; }

for program in leitmotif leitmotif-reader; do
	file=$build/$program
	check $program 'position independent (PIE)' has -hd "$file" 'DYN|Flags: .*PIE'
	check $program 'flag PIE' has -d "$file" 'FLAGS_1.*PIE'
	check $program 'read-only relocations' has -lW "$file" 'GNU_RELRO'
	check $program 'all symbols bound at start' has -d "$file" 'BIND_NOW|FLAGS_1.*NOW'
	check $program 'stack is not executable' has -lW "$file" 'GNU_STACK.* RW +0x'
	check $program 'no segment both writable and executable' hasnt -lW "$file" 'LOAD.* RWE '
	check $program 'no library path of its own' hasnt -d "$file" 'RPATH|RUNPATH'
	check $program 'stack protector' has -sW "$file" '__stack_chk_fail'
	check $program 'checked memory functions' has -sW "$file" '__(memcpy|vsnprintf|snprintf|read)_chk'
done
# The reader links libraries that were built without: only our own objects can have the marks.
case $(uname -m) in
x86_64)
	for object in pipeline/run/run pipeline/reader/pdf stages/layout; do
		check $object.o 'indirect branches land on marks (IBT), shadow stack' \
			has -n "$build/obj/$object.o" 'IBT, SHSTK'
	done
	;;
esac
[ $failed -eq 0 ] && echo 'hardening: all there'
