/* SPDX-License-Identifier: MIT
 *
 * See report.h. The page is a text with @NAMES@ in it.
 */
#include "pipeline/base/json_out.h"
#include "pipeline/io/gz.h"
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

/* What is in the page: figures as they are, sentences packed, for they are most of it. */
struct parts {
	struct buf figures;
	struct buf sentences;    /* base64 of their JSON, deflated (RFC 1950) */
	ptrdiff_t raw;           /* bytes of that JSON */
};

static void add_base64(struct buf *out, struct str s)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (ptrdiff_t i = 0; i < s.n; i += 3) {
		unsigned v = (unsigned)(unsigned char)s.p[i] << 16;
		v |= i + 1 < s.n ? (unsigned)(unsigned char)s.p[i + 1] << 8 : 0;
		v |= i + 2 < s.n ? (unsigned char)s.p[i + 2] : 0;
		buf_addc(out, digits[v >> 18]);
		buf_addc(out, digits[v >> 12 & 63]);
		buf_addc(out, i + 1 < s.n ? digits[v >> 6 & 63] : '=');
		buf_addc(out, i + 2 < s.n ? digits[v & 63] : '=');
	}
}

#define RATIO 4                  /* what deflate makes of sentences, or a little better */
#define LEVEL 4                  /* a third faster than 6, and 7 % larger */
#define TRIES 4

/* As many sentences as fit in room when they are packed. */
static int pack_sentences(struct parts *to, struct dataset *ds, const struct db *db, ptrdiff_t room,
			  struct report_counts *n, struct error *e)
{
	struct buf raw = { 0 }, packed = { 0 };
	ptrdiff_t max = room * RATIO;
	int rc = 0;
	for (int i = 0; rc == 0 && i < TRIES; i++) {
		buf_reset(&raw);
		buf_reset(&packed);
		rc = report_sentences(&raw, ds, db, i < TRIES - 1 ? max : room, n, e);
		if (rc == 0)
			rc = gz_pack(&packed, buf_str(&raw), LEVEL, e);
		if (packed.n <= room)
			break;
		max = max < raw.n ? max : raw.n;
		max = (ptrdiff_t)((double)max * 0.97 * (double)room / (double)packed.n);
	}
	if (rc == 0)
		add_base64(&to->sentences, buf_str(&packed));
	buf_inherit(&to->sentences, &raw);
	buf_inherit(&to->sentences, &packed);
	to->raw = raw.n;
	buf_release(&raw);
	buf_release(&packed);
	return rc;
}

static int make_parts(struct parts *to, struct dataset *ds, const struct db *db, ptrdiff_t max,
		      struct error *e)
{
	struct report_counts n = { 0 };
	struct buf *json = &to->figures;
	json_open(json, '{');
	int rc = report_figures(json, ds, &n, e);
	ptrdiff_t rest = (ptrdiff_t)(sizeof page_html + sizeof page_style + sizeof page_script) + 1000;
	ptrdiff_t left = max - json->n - rest;
	if (rc == 0)
		rc = pack_sentences(to, ds, db, left > 0 ? left / 4 * 3 : 0, &n, e);
	report_about(json, ds, &n);
	json_close(json, '}');
	if (rc == 0 && (!buf_ok(json) || !buf_ok(&to->sentences)))
		rc = fail(e, E_NOMEM, "no memory for the report");
	return rc;
}

static bool add_part(struct buf *out, struct str name, const struct parts *p)
{
	const struct {
		struct str name, text;
	} parts[] = {
		{ S("STYLE"), str_of(page_style) }, { S("SCRIPT"), str_of(page_script) },
		{ S("STYLE_HASH"), S(PAGE_STYLE_HASH) }, { S("SCRIPT_HASH"), S(PAGE_SCRIPT_HASH) },
		{ S("SENTENCES"), buf_str(&p->sentences) },
	};
	for (ptrdiff_t i = 0; i < countof(parts); i++) {
		if (str_eq(name, parts[i].name)) {
			buf_add(out, parts[i].text);
			return true;
		}
	}
	if (str_eq(name, S("RAW")))
		buf_add_int(out, p->raw);
	else if (str_eq(name, S("DATA")))
		add_data(out, buf_str(&p->figures));
	else
		return false;
	return true;
}

static void make_page(struct buf *out, const struct parts *parts)
{
	struct str rest = str_of(page_html);
	while (rest.n) {
		struct str plain = str_cut(&rest, '@'), after = rest;
		buf_add(out, plain);
		struct str name = str_cut(&after, '@');
		if (rest.p && add_part(out, name, parts))
			rest = after;
		else if (rest.p)
			buf_addc(out, '@');      /* a plain one */
	}
}

int report_write(struct buf *out, struct dataset *ds, const struct db *db, ptrdiff_t max,
		 struct error *e)
{
	struct parts parts = { 0 };
	int rc = make_parts(&parts, ds, db, max, e);
	if (rc == 0)
		make_page(out, &parts);
	if (rc == 0 && !buf_ok(out))
		rc = fail(e, E_NOMEM, "no memory for the report");
	buf_release(&parts.figures);
	buf_release(&parts.sentences);
	return rc;
}
