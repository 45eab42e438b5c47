/* SPDX-License-Identifier: MIT
 *
 * See address.h.
 */
#include "pipeline/fetch/address.h"

static int check_bytes(struct str text, struct error *e)
{
	if (text.n > ADDRESS_MAX)
		return fail(e, E_USAGE, "an address of more than %d bytes", ADDRESS_MAX);
	for (ptrdiff_t i = 0; i < text.n; i++)
		if (text.p[i] <= ' ' || text.p[i] > '~' || text.p[i] == '\\')
			return fail(e, E_USAGE, "an address with bytes that must be written as %%HH");
	return 0;
}

static bool starts_nocase(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq_nocase(str_sub(s, 0, prefix.n), prefix);
}

static ptrdiff_t authority_end(struct str s, ptrdiff_t from)
{
	while (from < s.n && !memchr("/?#", s.p[from], 3))
		from++;
	return from;
}

int address_parse(struct address *a, struct str text, struct error *e)
{
	*a = (struct address){ .secure = starts_nocase(text, S("https://")) };
	ptrdiff_t host = a->secure ? 8 : 7;
	if (!a->secure && !starts_nocase(text, S("http://")))
		return fail(e, E_USAGE, "no http or https address");
	if (check_bytes(text, e) < 0)
		return -e->code;
	ptrdiff_t end = authority_end(text, host), stop = str_find(text, S("#"), end);
	if (end == host || text.p[host] == ':')
		return fail(e, E_USAGE, "an address without a host");
	if (memchr(text.p + host, '@', (size_t)(end - host)))
		return fail(e, E_USAGE, "an address with a name or password in it");
	struct str path = str_sub(text, end, stop < 0 ? text.n : stop);
	char *to = a->text;
	for (ptrdiff_t i = 0; i < end; i++)
		*to++ = ascii_lower(text.p[i]);
	a->origin = (struct str){ a->text, end };
	a->path.p = to;
	if (!path.n || path.p[0] != '/')
		*to++ = '/';
	if (path.n)
		memcpy(to, path.p, (size_t)path.n);
	a->path.n = to + path.n - a->path.p;
	return 0;
}
