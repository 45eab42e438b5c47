/* SPDX-License-Identifier: MIT
 *
 * One document at a time, for a run that writes what is as it was; see export.h.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/store/export_parts.h"

struct export_one {
	struct export x;
	const struct stage_shared *run;
	sqlite3_stmt *evidence;
};

int export_one_new(struct export_one **out, const struct db *db, const struct stage_shared *sh,
		   struct error *e)
{
	struct export_one *o = calloc(1, sizeof *o);
	if (!o)
		return fail(e, E_NOMEM, "no memory for the output");
	o->run = sh;
	o->x = (struct export){ .db = db, .lx = *sh->lexicon, .shared = *sh };
	o->x.shared.lexicon = &o->x.lx;
	doc_init(&o->x.doc, 0);
	int rc = export_prepare(&o->x, true, e);
	if (rc == 0)
		rc = db_prepare(db, &o->evidence, export_evidence_of_sql, e);
	if (rc < 0) {
		export_one_free(o);
		return rc;
	}
	*out = o;
	return 0;
}

void export_one_free(struct export_one *o)
{
	if (!o)
		return;
	export_finish(&o->x);
	sqlite3_finalize(o->evidence);
	doc_release(&o->x.doc);
	free(o);
}

bool export_one_can(const struct format *f)
{
	return !f->document || f == &format_csv || f == &format_long || f == &format_jsonl ||
	       f == &format_ledger || f == &format_evidence;
}

static int write_evidence(struct export_one *o, int64_t id, struct buf *out, struct error *e)
{
	int rc;
	db_int(o->evidence, 1, id);
	db_text(o->evidence, 2, str_of(o->run->lexicon->hash));
	while ((rc = db_row(o->x.db, o->evidence, e)) > 0)
		export_evidence_row(out, o->evidence);
	return rc;
}

int export_one_write(struct export_one *o, int64_t id, const struct format *f, struct buf *out,
		     struct error *e)
{
	if (!f->document)
		return 0;
	if (f == &format_evidence)
		return write_evidence(o, id, out, e);
	db_int(o->x.documents, 1, id);
	int rc = export_next(&o->x, e);
	snprintf(o->x.lx.hash, sizeof o->x.lx.hash, "%s", o->run->lexicon->hash);
	if (rc > 0 && (f->failed_too || export_has_vector(&o->x.doc)))
		f->document(out, &o->x.doc, &o->x.shared);
	db_reset(o->x.documents);
	return rc < 0 ? rc : 0;
}
