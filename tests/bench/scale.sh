#!/bin/sh
# What many machines cost: a document, its rows in a store, the listing that every task does, and the
# merge, at several sizes. A store of the corpus (or of DATA) is multiplied row by row, with other
# paths and other contents, into as many shards; that takes seconds where reading would take days.
# usage: tests/bench/scale.sh BUILD; DATA=DIR: real reports. COPIES: how often to multiply ["100 400
# 1600"]. SHARDS: into how many ["8"]. BARE=yes: documents without evidence and texts, so that
# millions fit: what is left is the cost of rows and indexes. FILES: the sizes of folders to be
# listed ["10000 100000"]; 0: none. WORK: where the stores are made [a temporary folder].
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$here/../.." && pwd)
lexicon=$TOP/lexicons/childrens-services
data=${DATA:-$TOP/corpus/documents}
work=$(mktemp -d "${WORK:-/tmp}/leitmotif-scale.XXXXXX")
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME="$work/cache"
mkdir "$work/cache"
command -v sqlite3 >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq sqlite3 >/dev/null
${CC:-cc} -O2 -D_GNU_SOURCE -o "$work/cost" "$here/cost.c"

# cost COMMAND: CPU seconds, wall seconds, KB of memory.
cost() { "$work/cost" "$1" 2>/dev/null; }
mb() { stat -c %s "$1" | awk '{ printf "%.1f", $1 / 1e6 }'; }

echo "== a document: $data, one thread"
c=$(cost "$build/leitmotif run -q -j1 -l $lexicon --fail-on never --store $work/one.db $data")
n=$(sqlite3 "$work/one.db" 'SELECT count(*) FROM documents')
echo "$c" | awk -v n="$n" -v mb="$(mb "$work/one.db")" '{
	printf "  documents %d, CPU %.2f s, %.1f ms a document; store %.1f MB, %.1f kB a document\n",
		n, $1, 1000 * $1 / n, mb, 1000 * mb / n }'
sqlite3 -separator ' ' "$work/one.db" "SELECT '    ' || name, printf('%.1f kB a document', sum(pgsize) / 1e3 / $n)
	FROM dbstat GROUP BY name HAVING sum(pgsize) > $n * 500 ORDER BY sum(pgsize) DESC"

echo "== the listing: run --shard 1/10000 of a folder of small files"
for files in ${FILES:-10000 100000}; do
	[ "$files" -gt 0 ] || continue
	mkdir "$work/files"
	# As many names as sizes: some equal, as in life.
	seq "$files" | awk -v d="$work/files" '{ f = d "/" int($1 / 1000) "-" $1 ".txt"
		printf "%0*d\n", 100 + ($1 * 7919) % 3000, $1 >f; close(f) }'
	cost "$build/leitmotif run -q -j1 -l $lexicon --fail-on never --shard 1/10000 --store $work/l.db $work/files" |
		awk -v n="$files" '{ printf "  files %8d  CPU %6.2f s  wall %6.2f s  memory %4d MB\n", n, $1, $2, $3 / 1024 }'
	rm -rf "$work/files" "$work"/l.db*
done

# multiply COPIES OF: $work/part-1.db ... part-OF.db, with COPIES of one.db in all.
multiply() {
	for part in $(seq "$2"); do
		target=$work/part-$part.db
		cp "$work/template.db" "$target"
		sqlite3 "$target" >/dev/null <<SQL
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;
ATTACH '$work/rows.db' AS o;
CREATE TEMP TABLE k AS WITH RECURSIVE n(k) AS (SELECT $part UNION ALL SELECT k + $2 FROM n WHERE k + $2 <= $1)
	SELECT k FROM n WHERE k <= $1;
BEGIN;
INSERT INTO contents SELECT id + k * 100000, CAST(substr(hash, 1, 8) || printf('%08x', k * 2654435761 % 4294967296) AS BLOB),
	size, reader, failure, reason, unpacked, packed FROM k CROSS JOIN o.contents ORDER BY k, id;
CREATE TEMP TABLE d AS SELECT * FROM o.documents;
$(sqlite3 "$work/one.db" "SELECT 'INSERT INTO documents SELECT ' || group_concat(CASE name
	WHEN 'id' THEN 'id + k * 100000' WHEN 'content' THEN 'content + k * 100000'
	WHEN 'path' THEN 'printf(''%07d/'', k) || path' ELSE name END) ||
	' FROM k CROSS JOIN d ORDER BY k, id' FROM pragma_table_info('documents')");
$(sqlite3 "$work/one.db" "SELECT 'INSERT INTO ' || t.name || ' SELECT ' || group_concat(CASE c.name
	WHEN 'document' THEN 'document + k * 100000' ELSE c.name END) || ' FROM k CROSS JOIN o.' || t.name ||
	' ORDER BY k, ' || group_concat(c.name) FILTER (WHERE c.pk) || ';'
	FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' GROUP BY t.name
	HAVING sum(c.name = 'document')")
UPDATE runs SET shard = '$part/$2 0123456789abcdef';
COMMIT;
SQL
	done
}

"$build/leitmotif" merge -q "$work/one.db" --store "$work/rows.db"
if [ "${BARE:-}" = yes ]; then
	sqlite3 "$work/rows.db" "DELETE FROM sentences; DELETE FROM codes; DELETE FROM vectors; DELETE FROM words; DELETE FROM row_hashes;
		UPDATE contents SET packed = zeroblob(8)"
fi
cp "$work/rows.db" "$work/template.db"
sqlite3 "$work/template.db" "PRAGMA foreign_keys = ON; DELETE FROM documents; DELETE FROM contents; VACUUM"
echo "== the merge"
for shards in ${SHARDS:-8}; do
	for copies in ${COPIES:-100 400 1600}; do
		multiply "$copies" "$shards"
		parts=$(for part in $(seq "$shards"); do printf '%s ' "$work/part-$part.db"; done)
		cost "$build/leitmotif merge $parts --store $work/all.db" >"$work/cost.out"
		tail -n 1 "$work/cost.out" | awk -v shards="$shards" -v mb="$(mb "$work/all.db")" \
			-v n="$(sqlite3 "$work/all.db" 'SELECT max(id) FROM documents')" '{
			printf "  shards %4d  documents %9d  store %9.1f MB  CPU %7.2f s  wall %7.2f s  memory %4d MB  " \
				"%6.0f documents and %5.1f MB a CPU second\n", shards, n, mb, $1, $2, $3 / 1024, n / $1, mb / $1 }'
		rm -f "$work"/part-*.db "$work"/all.db*
	done
done
