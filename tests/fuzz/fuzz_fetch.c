/* SPDX-License-Identifier: MIT
 *
 * What fetch makes of other people's words: addresses, robots.txt and names.
 * The first line is an address or a path, the second a list's fields between
 * tabs, the rest a robots.txt and the head of a document.
 */
#include "pipeline/fetch/address.h"
#include "pipeline/fetch/names.h"
#include "pipeline/fetch/robots.h"
#include "tests/fuzz/fuzz.h"

/* What was taken apart and put together is the same. */
static void take_apart(struct str text)
{
	struct address a, b;
	struct error e = { 0 };
	if (address_parse(&a, text, &e) < 0) {
		MUST(e.msg[0]);
		return;
	}
	MUST(a.path.n > 0 && a.path.p[0] == '/');
	MUST(!memchr(a.path.p, '#', (size_t)a.path.n));
	MUST(a.origin.p + a.origin.n == a.path.p);
	struct str whole = { a.origin.p, a.origin.n + a.path.n };
	if (whole.n > ADDRESS_MAX)
		return;          /* a slash more than it had */
	MUST(address_parse(&b, whole, &e) == 0);
	MUST(str_eq(a.origin, b.origin) && str_eq(a.path, b.path));
}

static bool allows(struct str text, struct str product, struct str path)
{
	struct robots r;
	MUST(robots_parse(&r, text, product));
	bool allow = robots_allow(&r, path);
	MUST(robots_allow(&r, S("/robots.txt")));
	robots_release(&r);
	return allow;
}

/* Names of products have no case; a group for somebody else at the end, or a rule for all that allows
 * less than any other, changes nothing for us. */
static void heed(struct str text, struct str path)
{
	struct buf longer = { 0 };
	bool allow = allows(text, S("leitmotif"), path);
	MUST(allow == allows(text, S("LEITMOTIF"), path));
	buf_add(&longer, text);
	buf_addz(&longer, "\nAllow:\nUser-agent: nobody\nDisallow: /\n");
	MUST(allow == allows(buf_str(&longer), S("leitmotif"), path));
	buf_release(&longer);
}

/* Whatever the list and the server say, the name stays in the folder. */
static void name(struct str fields, struct str head)
{
	struct list_row row = { .address = fields };
	struct buf out = { 0 };
	row.authority = str_cut(&fields, '\t');
	row.date = str_cut(&fields, '\t');
	row.kind = str_cut(&fields, '\t');
	name_for(&out, &row, head, fields);
	MUST(name_is_safe(buf_str(&out)));
	buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = fuzz_bytes(data, size);
	struct str line = str_cut(&rest, '\n'), fields = str_cut(&rest, '\n');
	take_apart(line);
	heed(rest, line);
	name(fields, rest);
	return 0;
}
