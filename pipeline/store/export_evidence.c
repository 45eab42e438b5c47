/* SPDX-License-Identifier: MIT
 *
 * Coded sentences made of a store's rows, as the run's evidence format has them.
 */
#include "pipeline/base/json_out.h"
#include "pipeline/store/export_parts.h"

#define SELECT_EVIDENCE(lexicon)                                                                   \
	"SELECT d.path, c.theme, c.polarity, c.change, s.text, s.start, s.start + s.length, s.page," \
	"s.paragraph, s.section, s.voice, c.terms, c.carried, c.cues, c.score, d.local_authority,"  \
	"d.kind, d.publication_date, " lexicon " FROM documents d JOIN codes c ON c.document = d.id " \
	"JOIN sentences s ON s.document = c.document AND s.sentence = c.sentence "                  \
	"LEFT JOIN themes t ON t.lexicon = d.lexicon AND t.id = c.theme "
static const char select_evidence[] =
	SELECT_EVIDENCE("d.lexicon") "ORDER BY d.path, d.copy, c.sentence, t.position";
const char export_evidence_of_sql[] =
	SELECT_EVIDENCE("?2") "WHERE d.id = ?1 ORDER BY c.sentence, t.position";

/* The columns of select_evidence as fields; the names are those of the run's evidence format. */
static const struct {
	const char *key;
	enum { TEXT, NULLABLE, NUMBER, LIST, SCORE } type;
} evidence_fields[] = {
	{ "doc", TEXT }, { "theme", TEXT }, { "polarity", TEXT }, { "change", TEXT },
	{ "text", TEXT }, { "start", NUMBER }, { "end", NUMBER }, { "page", NUMBER },
	{ "paragraph", NUMBER }, { "section", NULLABLE }, { "voice", TEXT }, { "terms", LIST },
	{ "carried", LIST }, { "cues", LIST }, { "score", SCORE }, { "local_authority", NULLABLE },
	{ "kind", NULLABLE }, { "publication_date", NULLABLE }, { "lexicon", TEXT },
};

void export_evidence_row(struct buf *out, sqlite3_stmt *q)
{
	json_open(out, '{');
	for (int i = 0; i < (int)countof(evidence_fields); i++) {
		struct str s = evidence_fields[i].type < NUMBER ? db_column(q, i) : S("");
		json_key(out, evidence_fields[i].key);
		if (evidence_fields[i].type == TEXT)
			json_str(out, s);
		else if (evidence_fields[i].type == NULLABLE)
			json_str_or_null(out, s);
		else if (evidence_fields[i].type == LIST)
			buf_add(out, db_column(q, i));
		else if (evidence_fields[i].type == SCORE)
			json_fixed(out, sqlite3_column_double(q, i), 2);
		else if (sqlite3_column_type(q, i) == SQLITE_NULL)
			json_null(out);
		else
			json_int(out, sqlite3_column_int64(q, i));
	}
	json_close(out, '}');
	buf_addc(out, '\n');
}

int export_evidence(const struct db *db, int (*put)(void *ctx, struct str bytes, struct error *e),
		    void *ctx, struct error *e)
{
	struct export x = { .db = db, .put = put, .ctx = ctx };
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, select_evidence, e);
	while (rc == 0 && (rc = db_row(db, q, e)) > 0) {
		export_evidence_row(&x.out, q);
		rc = export_flush(&x, EXPORT_CHUNK, e);
	}
	if (rc == 0)
		rc = export_flush(&x, 0, e);
	sqlite3_finalize(q);
	buf_release(&x.out);
	return rc;
}
