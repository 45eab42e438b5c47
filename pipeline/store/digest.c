/* SPDX-License-Identifier: MIT
 *
 * See digest.h. Reports are compared within an authority by publication date;
 * those without either only count as new.
 */
#include "pipeline/store/digest.h"

#define SHOWN 50                 /* lines of each part; a first run has hundreds of new reports */

/* Runs since the last one that came to its end: what those found that were killed was not told yet. */
#define IS_NEW(column)                                                                             \
	column " > (SELECT coalesce(max(id), 0) FROM runs WHERE ended IS NOT NULL AND id < ?1) "   \
	"AND " column " <= ?1 "

static const char news[] =
	"SELECT coalesce(local_authority, 'unknown authority') || ', ' || coalesce(kind, 'other') ||"
	"', ' || coalesce(publication_date, 'undated') || ': ' || path FROM documents "
	"WHERE " IS_NEW("first_run") "AND rows_hash IS NOT NULL ORDER BY local_authority, "
	"publication_date, path";

/* The report before n is the latest earlier one of the authority in which the theme occurs. */
static const char turned[] =
	"SELECT n.local_authority || ': ' || coalesce(t.title, vn.theme) || ' (' ||"
	"vn.concern || ' of ' || vn.sentences || ' sentences; ' || vo.concern || ' of ' ||"
	"vo.sentences || ' on ' || o.publication_date || ')' "
	"FROM documents n JOIN vectors vn ON vn.document = n.id "
	"JOIN documents o ON o.local_authority = n.local_authority "
	"AND o.publication_date < n.publication_date "
	"JOIN vectors vo ON vo.document = o.id AND vo.theme = vn.theme "
	"LEFT JOIN themes t ON t.lexicon = n.lexicon AND t.id = vn.theme "
	"WHERE " IS_NEW("n.first_run") "AND vn.concern > vn.strength AND vo.concern <= vo.strength "
	"AND NOT EXISTS (SELECT 1 FROM documents m JOIN vectors vm ON vm.document = m.id "
	"WHERE m.local_authority = n.local_authority AND vm.theme = vn.theme "
	"AND m.publication_date > o.publication_date AND m.publication_date < n.publication_date) "
	"GROUP BY n.local_authority, vn.theme, n.publication_date "
	"ORDER BY n.local_authority, t.position, n.publication_date";

static const char recurring[] =
	"SELECT local_authority || ': ' || title || ', raised in ' || group_concat(year, ', ') "
	"FROM (SELECT DISTINCT d.local_authority, v.theme, coalesce(t.title, v.theme) AS title,"
	"t.position, substr(d.publication_date, 1, 4) AS year "
	"FROM documents d JOIN vectors v ON v.document = d.id "
	"LEFT JOIN themes t ON t.lexicon = d.lexicon AND t.id = v.theme "
	"WHERE v.concern > v.strength AND d.publication_date IS NOT NULL AND EXISTS ("
	"SELECT 1 FROM documents n JOIN vectors vn ON vn.document = n.id WHERE " IS_NEW("n.first_run")
	"AND n.local_authority = d.local_authority AND n.publication_date IS NOT NULL "
	"AND vn.theme = v.theme AND vn.concern > vn.strength) "
	"ORDER BY d.local_authority, t.position, v.theme, year) "
	"GROUP BY local_authority, theme HAVING count(*) > 1 ORDER BY local_authority, position";

static int add_part(const struct db *db, const char *sql, int64_t run, const char *title,
		    struct buf *out, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, sql, e);
	int64_t n = 0;
	if (rc == 0)
		db_int(q, 1, run);
	while (rc == 0 && (rc = db_row(db, q, e)) > 0) {
		rc = 0;
		if (n++ == 0)
			buf_addf(out, "%s:\n", title);
		if (n <= SHOWN)
			buf_addf(out, "  %.*s\n", STR_ARG(db_column(q, 0)));
	}
	if (n > SHOWN)
		buf_addf(out, "  and %lld more\n", (long long)(n - SHOWN));
	sqlite3_finalize(q);
	return rc;
}

int digest_write(const struct db *db, int64_t run, struct buf *out, struct error *e)
{
	int rc = add_part(db, news, run, "new reports", out, e);
	if (rc == 0)
		rc = add_part(db, turned, run, "turned to concern", out, e);
	if (rc == 0)
		rc = add_part(db, recurring, run, "recurring concerns", out, e);
	return rc < 0 || buf_ok(out) ? rc : fail(e, E_NOMEM, "no memory for the digest");
}
