/* SPDX-License-Identifier: MIT
 *
 * metadata/authorities.tsv of the lexicon: the names of authorities, their
 * variants and codes.
 */
#include "stages/metadata_loader.h"

struct str metadata_fold(struct arena *mem, struct str name)
{
	char *p = arena_raw(mem, name.n * 3 + 1, 1, 1);
	if (!p)
		return (struct str){ 0 };
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < name.n; i++) {
		char c = ascii_lower(name.p[i]);
		if (c == '&') {
			memcpy(p + n, "and", 3);
			n += 3;
		} else if (c == ' ' || c == '\t' || c == '\n') {
			if (n && p[n - 1] != ' ')
				p[n++] = ' ';
		} else if (c != '.') {
			p[n++] = c;
		}
	}
	p[n] = '\0';
	return str_trim((struct str){ p, n });
}

static int load_authority(struct metadata_rules *r, struct str row, struct error *e)
{
	struct authority *a = VEC_PUSH(&r->mem, &r->authorities);
	if (!a)
		return fail(e, E_NOMEM, "no memory for the authorities");
	a->name = str_cut(&row, '\t');
	a->urn = str_cut(&row, '\t');
	a->la_code = str_cut(&row, '\t');
	a->region_code = str_cut(&row, '\t');
	a->ltla23cd = str_cut(&row, '\t');
	str_cut(&row, '\t');
	for (struct str name = a->name; name.n; name = str_cut(&row, '|')) {
		struct authority_name *slot = VEC_PUSH(&r->mem, &r->names);
		struct str folded = slot ? metadata_fold(&r->mem, name) : (struct str){ 0 };
		if (!folded.p)
			return fail(e, E_NOMEM, "no memory for the authorities");
		slot->name = folded;
		slot->authority = (uint32_t)(r->authorities.n - 1);
		slot->pair = folded.n < 2 ? ANY_PAIR : metadata_pair(folded.p);
	}
	return 0;
}

int metadata_load_register(struct metadata_rules *r, struct str bytes, struct error *e)
{
	bool header = true;
	int rc = 0;
	while (bytes.n && rc == 0) {
		struct str row = str_cut(&bytes, '\n');
		if (!row.n || row.p[0] == '#')
			continue;
		if (!header)
			rc = load_authority(r, row, e);
		header = false;
	}
	return rc;
}
