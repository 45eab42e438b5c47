#!/bin/sh
# Everything that must hold before a change lands: both builds, the lints, the unit tests and the
# cases in a release build and under the sanitizers. The last line is the sum: N passed, N failed.
set -u
unset MAKEFLAGS MAKELEVEL
TALLY=$(mktemp) || exit 2
export TALLY
trap 'rm -f "$TALLY"' EXIT
began=$(date +%s)

say() { echo "== $* ($(($(date +%s) - began)) s)"; }

# A step that counts as one test: its output is shown when it fails.
step() {
	what=$1
	shift
	say "$what"
	if "$@" >"$TALLY.out" 2>&1; then
		echo "1 0" >>"$TALLY"
	else
		echo "0 1" >>"$TALLY"
		echo "FAILED: $what"
		grep -v '^  [A-Z]' "$TALLY.out" | tail -n 60
	fi
	rm -f "$TALLY.out"
}

tests_of() {
	sh tests/shares.sh tests/run-units.sh "$1" $(basename -s .c tests/unit/test_*.c tests/api/client.c)
	sh tests/shares.sh tests/run-cases.sh "$1" $(ls tests/cases)
	sh tests/fuzz/replay.sh "$1"
}

build() { make --no-print-directory -j"$(nproc)" "$@"; }
# The sanitizers' own reports; a child that is killed on purpose has no use for a leak report.
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1

step "release build, gcc" build MODE=release build-tests
step "lint: who includes whom" sh tests/lint/includes.sh
step "lint: each header compiles alone" sh tests/lint/headers.sh
tests_of build/release
step "PDF: our own reading against the library's" sh tests/pdf-compare.sh build/release corpus
step "lexicon: every example" build/release/leitmotif lexicon check
step "build with AddressSanitizer and UBSan" build MODE=asan build-tests
tests_of build/asan
if command -v clang >/dev/null 2>&1; then
	step "release build, clang" build MODE=release CC=clang B=build/clang all
fi
say "done"
awk '{ p += $1; f += $2 } END { printf "%d passed, %d failed\n", p, f; exit f > 0 }' "$TALLY"
