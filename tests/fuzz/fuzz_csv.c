/* SPDX-License-Identifier: MIT
 *
 * CSV (csv_in.c) and the manifest that is read with it: fields that were read
 * and are written again, all in quotes, read the same.
 */
#include "pipeline/base/buf.h"
#include "pipeline/base/csv_in.h"
#include "stages/metadata.h"
#include "tests/fuzz/fuzz.h"

static void add_quoted(struct buf *out, struct str s, char separator)
{
	buf_addc(out, '"');
	for (ptrdiff_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_addc(out, '"');
		buf_addc(out, s.p[i]);
	}
	buf_addc(out, '"');
	buf_addc(out, separator);
}

/* All rows, each field in quotes; a last empty field takes the separator's place. */
static int rewrite(struct str bytes, char separator, struct buf *out, struct arena *mem)
{
	struct csv c;
	struct csv_row row = { 0 };
	struct error e = { 0 };
	int rc;
	csv_init(&c, bytes);
	if (separator)
		c.separator = separator;
	while ((rc = csv_next(&c, &row, mem, &e)) > 0) {
		MUST(row.fields.n > 0);
		for (ptrdiff_t i = 0; i < row.fields.n; i++)
			add_quoted(out, row.fields.at[i], ',');
		out->n--;
		buf_addc(out, '\n');
	}
	MUST(rc == 0 || e.msg[0]);
	return rc;
}

static void read_manifest(struct str bytes)
{
	static struct lexicon_column own[] = { { "own" } };
	struct lexicon lx = { .columns = { .at = own, .n = countof(own) } };
	static struct grade_name good[] = { { .value = { "good", 4 } } };
	const struct metadata_rules rules = {
		.grades = { .at = good, .n = countof(good) },
		.grade_columns = UINT64_C(1) << META_in_care_grade,
	};
	const struct manifest_source from = { &lx, &rules, bytes, "manifest" };
	struct manifest *m = NULL;
	struct buf notes = { 0 };
	struct error e = { 0 };
	if (manifest_new(&m, &from, &notes, &e) == 0) {
		struct doc d;
		doc_init(&d, (size_t)1 << 20);
		buf_addz(&d.id, "a/b.pdf");
		manifest_fill(m, &d);
		doc_release(&d);
	} else {
		MUST(e.msg[0]);
	}
	manifest_free(m);
	buf_release(&notes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf once = { 0 }, twice = { 0 };
	struct arena mem;
	arena_init(&mem, 0);
	if (rewrite(fuzz_bytes(data, size), 0, &once, &mem) == 0 && once.n) {
		MUST(rewrite(buf_str(&once), ',', &twice, &mem) == 0);
		MUST(str_eq(buf_str(&once), buf_str(&twice)));
	}
	read_manifest(fuzz_bytes(data, size));
	arena_release(&mem);
	buf_release(&once);
	buf_release(&twice);
	return 0;
}
