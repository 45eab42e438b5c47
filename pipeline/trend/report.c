/* SPDX-License-Identifier: MIT
 *
 * See report.h. The page is a text with @NAMES@ in it.
 */
#include "pipeline/base/json_out.h"
#include "pipeline/trend/page.h"
#include "pipeline/trend/report_parts.h"

/* JSON may hold "</script>" in a string; as \u003c it cannot end the block. */
static void add_data(struct buf *out, struct str json)
{
	while (json.n) {
		struct str plain = str_cut(&json, '<');
		buf_add(out, plain);
		if (json.p)
			buf_addz(out, "\\u003c");
	}
}

static int make_data(struct buf *json, struct dataset *ds, const struct db *db, ptrdiff_t max,
		     struct error *e)
{
	struct report_counts n = { 0 };
	json_open(json, '{');
	int rc = report_figures(json, ds, &n, e);
	ptrdiff_t left = max - json->n - (ptrdiff_t)(sizeof page_html + sizeof page_style + sizeof page_script);
	if (rc == 0)
		rc = report_sentences(json, ds, db, left > 0 ? left : 0, &n, e);
	report_about(json, ds, &n);
	json_close(json, '}');
	return rc;
}

static bool add_part(struct buf *out, struct str name, struct str json)
{
	const struct {
		struct str name, text;
	} parts[] = {
		{ S("STYLE"), str_of(page_style) }, { S("SCRIPT"), str_of(page_script) },
		{ S("STYLE_HASH"), S(PAGE_STYLE_HASH) }, { S("SCRIPT_HASH"), S(PAGE_SCRIPT_HASH) },
	};
	for (ptrdiff_t i = 0; i < countof(parts); i++) {
		if (str_eq(name, parts[i].name)) {
			buf_add(out, parts[i].text);
			return true;
		}
	}
	if (str_eq(name, S("DATA")))
		add_data(out, json);
	return str_eq(name, S("DATA"));
}

static void make_page(struct buf *out, struct str json)
{
	struct str rest = str_of(page_html);
	while (rest.n) {
		struct str plain = str_cut(&rest, '@'), after = rest;
		buf_add(out, plain);
		struct str name = str_cut(&after, '@');
		if (rest.p && add_part(out, name, json))
			rest = after;
		else if (rest.p)
			buf_addc(out, '@');      /* a plain one */
	}
}

int report_write(struct buf *out, struct dataset *ds, const struct db *db, ptrdiff_t max,
		 struct error *e)
{
	struct buf json = { 0 };
	int rc = make_data(&json, ds, db, max, e);
	if (rc == 0 && buf_ok(&json))
		make_page(out, buf_str(&json));
	if (rc == 0 && (!buf_ok(&json) || !buf_ok(out)))
		rc = fail(e, E_NOMEM, "no memory for the report");
	buf_release(&json);
	return rc;
}
