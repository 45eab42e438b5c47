/* SPDX-License-Identifier: MIT
 *
 * Which local authority a document is about: the one that its title names, else
 * the one on the lines about the title, else the folder's. Names elsewhere are
 * neighbours, trusts and former employers of people, and decide nothing. A name
 * that is not in the table is taken as the title prints it, without codes. News
 * have no such title: there the name decides that stands with the word council
 * or services and is said far more often than any other.
 */
#include "stages/metadata.h"

#define TITLE_BYTES 260      /* a title, over several lines */
#define ABOVE_BYTES 160      /* the lines above it */
#define NEWS_NAMES 24
#define NAME_MAX_BYTES 80

static bool name_char(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c) || c == '-';
}

/* Where name stands in text from `from` on as whole words, or -1. */
static ptrdiff_t find_name(struct str text, struct str name, ptrdiff_t from)
{
	for (ptrdiff_t at = from - 1; (at = str_find(text, name, at + 1)) >= 0;) {
		ptrdiff_t end = at + name.n;
		if ((at == 0 || !name_char(text.p[at - 1])) &&
		    (end == text.n || !name_char(text.p[end])))
			return at;
	}
	return -1;
}

static struct str fold(struct doc *d, struct str name)
{
	struct str folded = metadata_fold(&d->mem, name);
	if (!folded.p)
		metadata_no_memory(d);
	return folded;
}

/* The pairs of bytes that stand side by side in a text, a bit each. */
struct pairs {
	uint64_t held[PAIRS / 64 + 1];
};

static void add_pair(struct pairs *s, unsigned pair)
{
	s->held[pair / 64] |= UINT64_C(1) << pair % 64;
}

static struct pairs pairs_in(struct str text)
{
	struct pairs s = { { 0 } };
	add_pair(&s, ANY_PAIR);
	for (ptrdiff_t i = 0; i + 1 < text.n; i++)
		add_pair(&s, metadata_pair(text.p + i));
	return s;
}

/* The authority whose name comes first in text; of two at one place the longer name. */
static const struct authority *first_named(const struct metadata_rules *r, struct str text,
					   struct doc *d)
{
	const struct authority *best = NULL;
	struct str folded = fold(d, text);
	struct pairs pairs = pairs_in(folded);
	ptrdiff_t best_at = 0, best_end = 0;
	for (ptrdiff_t i = 0; i < r->names.n; i++) {
		const struct authority_name *n = &r->names.at[i];
		if (!(pairs.held[n->pair / 64] >> n->pair % 64 & 1))
			continue;
		ptrdiff_t at = find_name(folded, n->name, 0), end = at + n->name.n;
		bool inside = best && at >= best_at && end <= best_end;
		bool around = best && at <= best_at && end >= best_end;
		if (at < 0 || inside || (best && !around && at > best_at))
			continue;
		best = &r->authorities.at[n->authority];
		best_at = at;
		best_end = end;
	}
	return best;
}

/* The authority with this (unfolded) name or variant; NULL none. */
static const struct authority *authority_named(const struct metadata_rules *r, struct str name,
					       struct doc *d)
{
	struct str folded = fold(d, name);
	for (ptrdiff_t i = 0; i < r->names.n; i++)
		if (str_eq(r->names.at[i].name, folded))
			return &r->authorities.at[r->names.at[i].authority];
	return NULL;
}

/* The title's text ends where its particulars begin. */
static struct str cut_title(struct finder *f, struct str text)
{
	bool ends = f->r->title_ends.regex && metadata_search(f, &f->r->title_ends, text, 1);
	return ends ? str_sub(text, 0, metadata_match_at(f, text)) : text;
}

static void set_known(struct doc *d, const struct authority *a, const char *source)
{
	static const char table[] = "table of authorities";
	metadata_set(d, META_local_authority, a->name, source);
	metadata_set(d, META_urn, a->urn, table);
	metadata_set(d, META_la_code, a->la_code, table);
	metadata_set(d, META_region_code, a->region_code, table);
	metadata_set(d, META_ltla23cd, a->ltla23cd, table);
}

void metadata_set_authority(struct finder *f, struct str name, const char *source)
{
	struct doc *d = f->d;
	const struct authority *a = authority_named(f->r, name, d);
	if (a)
		set_known(d, a, source);
	else
		metadata_set(d, META_local_authority, name, source);
}

/* A printed name without what the rules strip, on one line. */
static struct str plain_name(struct finder *f, struct str name)
{
	name = str_trim(name);
	char *p = arena_raw(&f->d->mem, name.n + 1, 1, 1);
	if (!p)
		return (struct str){ 0 };
	for (ptrdiff_t i = 0; i < name.n; i++)
		p[i] = name.p[i] == '\n' ? ' ' : name.p[i];
	struct str copy = { p, name.n };
	for (ptrdiff_t i = 0; i < f->r->authority_strip.n; i++) {
		if (!metadata_search(f, &f->r->authority_strip.at[i], copy, 0))
			continue;
		ptrdiff_t at = metadata_match_at(f, copy);
		struct str rest = at ? str_sub(copy, 0, at)
				     : str_sub(copy, regex_group(f->scratch, 0).n, copy.n);
		if (rest.n)
			copy = str_trim(rest);
	}
	bool proper = copy.n > 2 && copy.n <= NAME_MAX_BYTES &&
		      !(copy.p[0] >= 'a' && copy.p[0] <= 'z') && !ascii_is_digit(copy.p[0]);
	return proper ? copy : (struct str){ 0 };
}

/* The name in group 1 of the first of these patterns that is found in text. */
static struct str printed_name(struct finder *f, const pattern_list *patterns, struct str text)
{
	for (ptrdiff_t i = 0; i < patterns->n; i++) {
		if (!metadata_search(f, &patterns->at[i], text, 0))
			continue;
		struct str name = plain_name(f, regex_group(f->scratch, 1));
		if (name.n)
			return name;
	}
	return (struct str){ 0 };
}

static bool from_title(struct finder *f)
{
	ptrdiff_t from = f->title > ABOVE_BYTES ? f->title - ABOVE_BYTES : 0;
	struct str title = str_sub(f->head, f->title, f->title + TITLE_BYTES);
	struct str above = str_sub(f->head, from, f->title);
	const struct authority *a = first_named(f->r, cut_title(f, title), f->d);
	if (!a)
		a = first_named(f->r, above, f->d);
	if (a) {
		set_known(f->d, a, "title");
		return true;
	}
	struct str name = printed_name(f, &f->r->authority_titles, title);
	if (!name.n)
		name = printed_name(f, &f->r->authority_lines, above);
	if (!name.n)
		name = printed_name(f, &f->r->authority_lines, title);
	if (name.n)
		metadata_set_authority(f, name, "title, as printed");
	return name.n > 0;
}

static int times_named(struct str text, struct str name)
{
	int n = 0;
	for (ptrdiff_t at = -1; (at = find_name(text, name, at + 1)) >= 0;)
		n++;
	return n;
}

struct named {
	struct str name;
	int times;
};

/* Add name to found[0..n) unless it is there. The new n. */
static int add_name(struct named *found, int n, struct str name, struct str text)
{
	for (int i = 0; i < n; i++)
		if (str_eq(found[i].name, name))
			return n;
	if (!name.n || n == NEWS_NAMES)
		return n;
	found[n] = (struct named){ name, times_named(text, name) };
	return n + 1;
}

static int names_in_news(struct finder *f, struct str text, struct named *found)
{
	int n = 0;
	for (ptrdiff_t i = 0; i < f->r->authority_news.n; i++) {
		ptrdiff_t from = 0;
		while (metadata_search(f, &f->r->authority_news.at[i], text, from)) {
			struct str name = regex_group(f->scratch, 1);
			from = regex_next(f->scratch);
			n = add_name(found, n, plain_name(f, name), text);
		}
	}
	return n;
}

static void from_news(struct finder *f)
{
	struct named found[NEWS_NAMES], best = { 0 }, second = { 0 };
	int n = names_in_news(f, f->head, found);
	for (int i = 0; i < n; i++) {
		if (found[i].times > best.times) {
			second = best;
			best = found[i];
		} else if (found[i].times > second.times) {
			second = found[i];
		}
	}
	if (best.times >= 2 && best.times >= 2 * second.times)
		metadata_set_authority(f, best.name, "the name that is said most");
}

static void from_path(struct finder *f)
{
	if (!metadata_search(f, &f->r->path_authority, buf_str(&f->d->id), 0))
		return;
	struct str urn = regex_group(f->scratch, 1), name = regex_group(f->scratch, 2);
	const struct authority *told = authority_named(f->r, name, f->d);
	struct str set = f->d->meta[META_local_authority].value;
	if (!set.n)
		metadata_set_authority(f, name, "folder name");
	if (!set.n || (told && str_eq(told->name, set)))
		metadata_set(f->d, META_urn, urn, "folder name");
}

void metadata_find_authority(struct finder *f)
{
	bool article = f->kind && f->kind->article;
	if (f->title >= 0 && !article)
		from_title(f);
	else if (article)
		from_news(f);
	from_path(f);
}
