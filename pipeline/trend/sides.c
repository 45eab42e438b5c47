/* SPDX-License-Identifier: MIT
 *
 * See sides.h.
 */
#include "pipeline/trend/nearest.h"
#include "pipeline/trend/sides.h"

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the comparison");
}

/* Side A; all others are on none as yet. */
static int begin(struct sides *out, struct dataset *ds, const struct selection *a, struct error *e)
{
	*out = (struct sides){ .of = NEW(&ds->mem, uint8_t, ds->docs.n + 1) };
	if (!out->of)
		return no_memory(e);
	for (ptrdiff_t i = 0; i < ds->docs.n; i++) {
		bool in = selection_has(a, &ds->docs.at[i]);
		out->of[i] = in ? SIDE_FIRST : SIDE_NONE;
		out->n[SIDE_FIRST] += in;
	}
	return out->n[SIDE_FIRST] ? 0 : fail(e, E_USAGE, "no documents in the first selection");
}

static void add_second(struct sides *out, ptrdiff_t i)
{
	out->of[i] = SIDE_SECOND;
	out->n[SIDE_SECOND]++;
}

int sides_by_selection(struct sides *out, struct dataset *ds, const struct selection *a,
		       const struct selection *b, struct error *e)
{
	int rc = begin(out, ds, a, e);
	for (ptrdiff_t i = 0; rc == 0 && i < ds->docs.n; i++)
		if (out->of[i] == SIDE_NONE && selection_has(b, &ds->docs.at[i]))
			add_second(out, i);
	if (rc == 0 && out->n[SIDE_SECOND] == 0)
		rc = fail(e, E_USAGE, "no documents in the second selection");
	return rc;
}

const struct data_doc *sides_authority(const struct dataset *ds, const struct selection *a,
				       struct error *e)
{
	const struct data_doc *found = NULL;
	for (ptrdiff_t i = 0; i < ds->docs.n; i++) {
		const struct data_doc *d = &ds->docs.at[i];
		if (!selection_has(a, d))
			continue;
		struct str name = d->column[META_local_authority];
		if (name.n == 0 || (found && !str_eq(name, found->column[META_local_authority]))) {
			fail(e, E_USAGE, "--against takes documents of one authority as A, such as "
			     "authority=Bolton");
			return NULL;
		}
		found = d;
	}
	if (!found)
		fail(e, E_USAGE, "no documents in the first selection");
	return found;
}

static bool has_value(const struct values *v, struct str s)
{
	for (ptrdiff_t i = 0; i < v->list.n; i++)
		if (str_eq_nocase(v->list.at[i], s))
			return true;
	return false;
}

/* B: the documents of these authorities, by name or code. */
static int against(struct sides *out, struct dataset *ds, const struct selection *a,
		   const struct values *names, struct error *e)
{
	const struct data_doc *own = sides_authority(ds, a, e);
	int rc = own ? begin(out, ds, a, e) : -E_USAGE;
	for (ptrdiff_t i = 0; rc == 0 && i < ds->docs.n; i++) {
		const struct str *c = ds->docs.at[i].column, name = c[META_local_authority];
		if (name.n == 0 || str_eq(name, own->column[META_local_authority]) ||
		    (!has_value(names, name) && !has_value(names, c[META_la_code])))
			continue;
		add_second(out, i);
		if (has_value(&out->others, name))
			continue;
		struct str *to = VEC_PUSH(&ds->mem, &out->others.list);
		if (!to)
			return no_memory(e);
		*to = name;
	}
	if (rc == 0 && out->n[SIDE_SECOND] == 0)
		rc = fail(e, E_USAGE, "no documents of the authorities to compare '%.*s' with",
			  STR_ARG(own->column[META_local_authority]));
	return rc;
}

int sides_against_names(struct sides *out, struct dataset *ds, const struct selection *a,
			const struct values *names, struct error *e)
{
	return against(out, ds, a, names, e);
}

int sides_against_region(struct sides *out, struct dataset *ds, const struct selection *a,
			 struct error *e)
{
	struct values names = { 0 };
	const struct data_doc *own = sides_authority(ds, a, e);
	if (!own)
		return -E_USAGE;
	if (own->column[META_region_code].n == 0)
		return fail(e, E_USAGE, "the region of '%.*s' is not known",
			    STR_ARG(own->column[META_local_authority]));
	for (ptrdiff_t i = 0; i < ds->docs.n; i++) {
		const struct str *c = ds->docs.at[i].column;
		if (!str_eq(c[META_region_code], own->column[META_region_code]) ||
		    c[META_local_authority].n == 0 || has_value(&names, c[META_local_authority]))
			continue;
		struct str *to = VEC_PUSH(&ds->mem, &names.list);
		if (!to)
			return no_memory(e);
		*to = c[META_local_authority];
	}
	return against(out, ds, a, &names, e);
}

int sides_against_alike(struct sides *out, struct dataset *ds, const struct selection *a,
			struct error *e)
{
	struct values names = { 0 };
	const struct data_doc *own = sides_authority(ds, a, e);
	int rc = own ? nearest_authorities(&names, ds, own->column[META_local_authority], ALIKE, e)
		     : -E_USAGE;
	return rc < 0 ? rc : against(out, ds, a, &names, e);
}
