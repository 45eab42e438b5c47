/* SPDX-License-Identifier: MIT
 *
 * See export.h. csv, long, jsonl and ledger are the run's own formats, which
 * are handed documents made of rows: so they cannot drift apart.
 */
#include "pipeline/store/export_parts.h"

static int export_as(const struct format *f, struct export *x, struct error *e)
{
	int rc = export_open(x, e);
	if (rc == 0 && f->head)
		f->head(&x->out, &x->shared);
	while (rc == 0 && (rc = export_next(x, e)) > 0) {
		if (f->failed_too || export_has_vector(&x->doc))
			f->document(&x->out, &x->doc, &x->shared);
		rc = export_flush(x, EXPORT_CHUNK, e);
	}
	if (rc == 0)
		rc = export_flush(x, 0, e);
	export_close(x);
	return rc;
}

#define EXPORT_AS(id)                                                                              \
	static int export_##id(const struct db *db,                                                \
			       int (*put)(void *ctx, struct str bytes, struct error *e),           \
			       void *ctx, struct error *e)                                         \
	{                                                                                          \
		struct export x = { .db = db, .put = put, .ctx = ctx };                            \
		return export_as(&format_##id, &x, e);                                             \
	}
EXPORT_AS(csv)
EXPORT_AS(long)
EXPORT_AS(jsonl)
EXPORT_AS(ledger)

const struct export_format export_formats[] = {
	{ "csv", "one row a document, as run writes it", export_csv },
	{ "long", "CSV, one row per document and theme", export_long },
	{ "jsonl", "JSON Lines, one object a document", export_jsonl },
	{ "evidence", "JSON Lines, one object per coded sentence and theme", export_evidence },
	{ "ledger", "CSV, one row an input: status, reason, sizes", export_ledger },
	{ "matrix", "MatrixMarket, sentences by document and theme", export_matrix },
	{ "svmlight", "SVMlight, the overall grade and rates per 1,000 words", export_svmlight },
	{ NULL, NULL, NULL },
};
