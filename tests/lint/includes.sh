#!/bin/sh
# Who may include whom, which file is the one door to a library, and who may touch files, threads
# and processes. ARCHITECTURE.md says why. Prints each breach as FILE:LINE and fails.
set -u
breaches=$(mktemp) || exit 2
trap 'rm -f "$breaches"' EXIT

sources() { find "$@" -name '*.[ch]' | sort; }

# allow FOLDER PATTERN...: what the files in FOLDER may include of ours, as extended regexes.
allow() {
	folder=$1
	shift
	pattern=$(printf '%s|' "$@")
	sources "$folder" | while read -r file; do
		grep -Hn '^#include "' "$file" | grep -Ev "#include \"(${pattern%|})" || true
	done | sed 's/$/   (this folder may not include it)/' >>"$breaches"
}

allow pipeline/base pipeline/base/
allow pipeline/doc pipeline/base/ pipeline/doc/
allow pipeline/lexicon pipeline/base/ pipeline/lexicon/ pipeline/doc/ pipeline/io/file.h
allow pipeline/io pipeline/base/ pipeline/io/
allow pipeline/run pipeline/base/ pipeline/doc/ pipeline/lexicon/ pipeline/io/ pipeline/run/ \
	stages/stages.def stages/formats.def
allow pipeline/store pipeline/base/ pipeline/doc/ pipeline/lexicon/ pipeline/io/ \
	'pipeline/run/(stage|format|config|defaults|run_store)\.h' pipeline/store/
allow pipeline/trend pipeline/base/ pipeline/doc/ pipeline/lexicon/ pipeline/store/ pipeline/io/gz.h \
	pipeline/trend/
allow pipeline/exchange pipeline/base/ pipeline/lexicon/ pipeline/exchange/
allow pipeline/eval pipeline/base/ pipeline/doc/ pipeline/lexicon/ pipeline/io/file.h \
	'pipeline/run/(chain|config)\.h' pipeline/eval/
allow pipeline/manual pipeline/base/ pipeline/cli/ pipeline/manual/
allow pipeline/reader pipeline/base/ pipeline/doc/ pipeline/reader/
allow pipeline/fetch pipeline/base/ pipeline/io/ pipeline/fetch/
allow stages pipeline/base/ pipeline/doc/ pipeline/lexicon/ \
	'pipeline/run/(stage|format|config|reader_client)\.h' stages/

# The parts of a stage share its name (layout_pages.c has layout.h); no stage includes another.
sources stages | while read -r file; do
	stage=$(basename "$file" | sed 's/\.[ch]$//; s/_.*//')
	grep -Hn '^#include "stages/' "$file" | grep -Ev "#include \"stages/${stage}[._]" || true
done | sed 's/$/   (another stage)/' >>"$breaches"

# door HEADER FILE...: only these files include this library (a regex for its headers).
door() {
	header=$1
	shift
	allowed=$(printf '^%s:|' "$@")
	grep -rnE --include='*.[ch]' "^#include <$header>" pipeline stages | grep -Ev "${allowed%|}" |
		sed "s~\$~   (only $* may)~" >>"$breaches"
}

door 'zlib\.h' pipeline/io/gz.c pipeline/io/inflate.c
door 'isa-l/.*' pipeline/io/inflate.c pipeline/reader/pdf_stream.c
door 'archive(_entry)?\.h' pipeline/io/libarchive.h pipeline/reader/zip.c
door 'pcre2.*' pipeline/lexicon/regex.c
door 'libstemmer\.h' pipeline/lexicon/stemmer.c
door 'utf8proc\.h' pipeline/base/unicode.c
door 'expat\.h' pipeline/exchange/xml_in.c
door 'yaml\.h' pipeline/lexicon/yaml.c
door 'pthread\.h' pipeline/run/ring.c
# Locks alone, for what the first search of a regex makes, and for a library that is loaded once.
door 'threads\.h' pipeline/lexicon/regex.c pipeline/io/libarchive.c
door 'mupdf/.*' pipeline/reader/pdf.c pipeline/reader/pdf_library.c pipeline/reader/pdf_content.c \
	pipeline/reader/pdf_op_state.c pipeline/reader/pdf_op_text.c pipeline/reader/pdf_op_object.c \
	pipeline/reader/pdf_op_mark.c pipeline/reader/pdf_font.c pipeline/reader/pdf_stream.c
door 'gumbo\.h' pipeline/reader/html_tree.c
door 'libxml/.*' pipeline/reader/xml.c
door 'seccomp\.h' pipeline/reader/sandbox.c
door 'dirent\.h' pipeline/io/file.c
door 'curl/.*' pipeline/fetch/http.c
door 'dlfcn\.h' pipeline/base/library.c
door 'spawn\.h' pipeline/run/reader_client.c pipeline/run/reader_version.c
# The store's own folder is SQLite's door.
grep -rnE --include='*.[ch]' '^#include <sqlite3\.h>' pipeline stages | grep -v '^pipeline/store/' |
	sed 's/$/   (only pipeline\/store may)/' >>"$breaches"

# calls PLACES REGEX WHY: a call by name; ->name( and a definition of that name are none.
calls() {
	grep -rnE --include='*.c' "(^|[^a-zA-Z0-9_>.])($2)\(" pipeline stages | grep -Ev "^($1)" |
		grep -Ev ':[0-9]+:(static |/?\*| \*)' | sed "s~\$~   ($3)~" >>"$breaches"
}

calls 'pipeline/(io|store|reader)/' \
	'fopen|freopen|open|openat|creat|opendir|rename|unlink|mkdir|mkstemp|fsync' \
	'only io, store and the reader touch files'
calls 'pipeline/(run|reader)/' 'fork|vfork|posix_spawn|execve?|popen|system|pthread_create|clone' \
	'only run and the reader have threads and processes'
calls 'nowhere' 'setlocale|gets|strcat|sprintf|alloca' 'nowhere'

# A library that no door stands for would be one that nobody thought about.
known='std(io|lib|int|bool|def|arg|align)|string|errno|math|time|limits|inttypes|signal|unistd|malloc|'
known=$known'fcntl|poll|locale|sys/[a-z]+|linux/[a-z]+|emmintrin|setjmp|ctype|float|'
known=$known'zlib|archive(_entry)?|pcre2|libstemmer|utf8proc|yaml|pthread|mupdf/[a-z]+|gumbo|'
known=$known'libxml/[a-zA-Z]+|seccomp|expat|curl/curl|dlfcn|dirent|spawn|sqlite3|ftw|immintrin|stdatomic|threads|elf|link|isa-l/igzip_lib'
grep -rnE --include='*.[ch]' '^#include <' pipeline stages |
	grep -Ev "#include <($known)\.h>" | sed 's/$/   (no door for this library)/' >>"$breaches"

cat "$breaches"
[ ! -s "$breaches" ]
