/* SPDX-License-Identifier: MIT
 *
 * The metadata stage: what a document says of itself on its first pages, by the
 * rules in the lexicon's metadata/ folder. Content comes first, the path
 * second; a value that is not certain stays blank, with the reason beside it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/utf8.h"
#include "pipeline/run/stage.h"
#include "stages/metadata.h"

#define GRADE_REACH 170            /* bytes from a label's start within which its grade stands */
#define WHOLE_TEXT ((ptrdiff_t)1 << 20)

struct finder {
	struct doc *d;
	const struct metadata_rules *r;
	struct regex_scratch *scratch;
	struct metadata_head head;
	struct buf text;               /* of head */
	struct buf all;                /* of the whole document, made when it is first needed */
};

static void set(struct doc *d, enum meta_column c, struct str value, const char *source)
{
	if (d->meta[c].value.n || !value.n)
		return;
	struct str copy = arena_str(&d->mem, value);
	if (copy.p)
		d->meta[c] = (struct meta_value){ copy, str_of(source) };
}

/* Why a column is blank. */
static void blank(struct doc *d, enum meta_column c, const char *reason)
{
	if (!d->meta[c].value.n)
		d->meta[c].source = str_of(reason);
}

static void add_straight(struct buf *b, uint32_t cp, struct str bytes)
{
	switch (cp) {
	case 0x2018: case 0x2019: case 0x02BC:
		buf_addc(b, '\'');
		break;
	case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2212:
		buf_addc(b, '-');
		break;
	case 0x20: case 0xA0: case 0x2009: case 0x202F: case '\t':
		if (b->n && b->p[b->n - 1] != ' ' && b->p[b->n - 1] != '\n')
			buf_addc(b, ' ');
		break;
	case 0xAD: case 0x200B: case 0xFEFF:
		break;
	default:
		buf_add(b, bytes);
	}
}

/* One line, straightened, without the numbers of footnotes. */
static void add_line(struct buf *b, struct str line)
{
	bool raised = false;
	while (line.n) {
		uint32_t cp;
		int k = utf8_decode(line.p, line.n, &cp);
		if (cp == 0x0E || cp == 0x0F)
			raised = cp == 0x0E;
		else if (!raised)
			add_straight(b, cp, str_sub(line, 0, k));
		line = str_sub(line, k, line.n);
	}
	while (b->n && b->p[b->n - 1] == ' ')
		b->n--;
	if (b->n && b->p[b->n - 1] != '\n')
		buf_addc(b, '\n');
}

static void add_lines(struct buf *b, const struct doc *d, ptrdiff_t lines, ptrdiff_t bytes)
{
	for (ptrdiff_t i = 0; i < d->lines.n && i < lines && b->n < bytes; i++)
		add_line(b, doc_line(d, &d->lines.at[i]));
}

/* 1 and the group's text when r is found in text from `from` on. A limit that was hit counts as a
 * warning: the value stays blank. */
static bool search(struct finder *f, const struct regex *r, struct str text, ptrdiff_t from)
{
	struct error e = { 0 };
	int rc = regex_search(r, f->scratch, text, from, &e);
	f->d->warnings += rc < 0;
	return rc > 0;
}

static ptrdiff_t match_start(const struct finder *f, struct str text)
{
	return regex_group(f->scratch, 0).p - text.p;
}

/* The kind whose title stands first. */
static void find_kind(struct finder *f)
{
	f->head.title = -1;
	for (ptrdiff_t k = 0; k < f->r->kinds.n; k++) {
		const struct kind_rule *kind = &f->r->kinds.at[k];
		for (ptrdiff_t i = 0; i < kind->titles.n; i++) {
			if (!search(f, kind->titles.at[i], f->head.text, 0))
				continue;
			ptrdiff_t at = match_start(f, f->head.text);
			if (f->head.title >= 0 && at >= f->head.title)
				continue;
			f->head.title = at;
			f->head.kind = kind;
		}
	}
}

static void set_dates(struct doc *d, struct date_span s, const char *source)
{
	char iso[16];
	date_iso(s.start, iso);
	set(d, META_inspection_start_date, str_of(iso), source);
	date_iso(s.end, iso);
	set(d, META_inspection_end_date, str_of(iso), source);
}

/* A span without a year lies before the publication, by less than a year. */
static bool complete(struct date_span *s, const struct date *published)
{
	if (s->start.year)
		return true;
	if (!published->year)
		return false;
	int year = published->year - (s->end.month > published->month);
	s->start.year = s->end.year = year;
	if (s->start.month > s->end.month)
		s->start.year--;
	return true;
}

static bool first_date(struct finder *f, const regex_list *rules, struct date_span *out)
{
	for (ptrdiff_t i = 0; i < rules->n; i++) {
		ptrdiff_t from = 0;
		while (search(f, rules->at[i], f->head.text, from)) {
			if (date_span_parse(regex_group(f->scratch, 1), out))
				return true;
			from = regex_next(f->scratch);
		}
	}
	return false;
}

static struct date find_publication(struct finder *f)
{
	struct date_span s;
	char iso[16];
	const char *source = "first page";
	bool letter = !f->head.kind || f->head.kind->letter ||
		      str_eq(f->head.kind->id, S("news"));
	bool found = first_date(f, &f->r->publication, &s);
	if (!found && letter && search(f, f->r->letter_date, f->head.text, 0)) {
		found = date_span_parse(regex_group(f->scratch, 1), &s);
		source = "date line";
	}
	for (ptrdiff_t i = 0; i < f->d->properties.n && !found; i++) {
		struct property p = f->d->properties.at[i];
		int y, m, day;
		if (str_eq(p.key, S("published")) &&
		    sscanf(p.value.p, "%4d-%2d-%2d", &y, &m, &day) == 3) {
			s.start = (struct date){ y, m, day };
			found = true;
			source = "page property";
		}
	}
	if (!found && search(f, f->r->path_publication, buf_str(&f->d->id), 0)) {
		found = date_span_parse(regex_group(f->scratch, 1), &s);
		source = "file name";
	}
	if (!found || !s.start.year)
		return (struct date){ 0 };
	date_iso(s.start, iso);
	set(f->d, META_publication_date, str_of(iso), source);
	return s.start;
}

static void find_dates(struct finder *f)
{
	struct date published = find_publication(f);
	struct date_span s;
	if (!f->head.kind || !str_eq(f->head.kind->id, S("news"))) {
		if (first_date(f, &f->r->inspection, &s) && complete(&s, &published))
			set_dates(f->d, s, "first page");
	}
}

static void set_authority(struct doc *d, const struct authority *a, const char *source)
{
	set(d, META_local_authority, a->name, source);
	set(d, META_urn, a->urn, "table of authorities");
	set(d, META_la_code, a->la_code, "table of authorities");
	set(d, META_region_code, a->region_code, "table of authorities");
	set(d, META_ltla23cd, a->ltla23cd, "table of authorities");
}

static void find_authority(struct finder *f)
{
	struct doc *d = f->d;
	const struct authority *a = metadata_find_authority(f->r, &f->head, &d->mem);
	if (a)
		set_authority(d, a, "title");
	if (search(f, f->r->path_authority, buf_str(&d->id), 0)) {
		struct str urn = regex_group(f->scratch, 1), name = regex_group(f->scratch, 2);
		const struct authority *told = metadata_authority_named(f->r, name, &d->mem);
		if (!a && told)
			set_authority(d, told, "folder name");
		if (!d->meta[META_local_authority].value.n)
			set(d, META_local_authority, name, "folder name");
		if (!a || a == told)
			set(d, META_urn, urn, "folder name");
	}
}

/* "A B HMI and C D" as "A B; C D". */
static void set_inspectors(struct finder *f, struct str names)
{
	struct buf out = { 0 };
	while (names.n) {
		ptrdiff_t cut = str_find(names, S(" and "), 0), semi = str_find(names, S(";"), 0);
		bool at_and = cut >= 0 && (semi < 0 || cut < semi);
		ptrdiff_t end = at_and ? cut : semi >= 0 ? semi : names.n;
		struct str name = str_sub(names, 0, end);
		names = str_sub(names, end + (at_and ? 5 : 1), names.n);
		if (search(f, f->r->inspector_ends, name, 0))
			name.n = match_start(f, name);
		while (name.n && (name.p[name.n - 1] == ',' || name.p[name.n - 1] == ' '))
			name.n--;
		name = str_trim(name);
		if (name.n < 4)
			continue;
		if (out.n)
			buf_addz(&out, "; ");
		buf_add(&out, name);
	}
	if (buf_ok(&out))
		set(f->d, META_inspector_name, buf_str(&out), "lead inspector line");
	buf_release(&out);
}

static bool find_inspectors_in(struct finder *f, struct str text)
{
	for (ptrdiff_t i = 0; i < f->r->inspectors.n; i++)
		if (search(f, f->r->inspectors.at[i], text, 0)) {
			set_inspectors(f, regex_group(f->scratch, 1));
			return true;
		}
	return false;
}

/* The whole document, like head. */
static struct str whole_text(struct finder *f)
{
	if (!f->all.n)
		add_lines(&f->all, f->d, f->d->lines.n, WHOLE_TEXT);
	return buf_str(&f->all);
}

static void find_inspectors(struct finder *f)
{
	if (!find_inspectors_in(f, f->head.text))
		find_inspectors_in(f, whole_text(f));
}

/* A grade as the field writes it: lower case, "requires improvement". */
static struct str plain_grade(struct str word)
{
	static const struct str grades[] = { STR("outstanding"), STR("good"), STR("adequate"),
					     STR("inadequate") };
	if (ascii_lower(word.p[0]) == 'n')
		return S("not judged");
	for (ptrdiff_t i = 0; i < countof(grades); i++)
		if (str_eq_nocase(word, grades[i]))
			return grades[i];
	return S("requires improvement");
}

/* The grade beside a label: the first grade after it, before the next label. */
static void find_labelled(struct finder *f, const struct label_rule *l)
{
	struct str head = f->head.text;
	if (!search(f, l->label, head, 0))
		return;
	ptrdiff_t at = match_start(f, head), from = regex_next(f->scratch);
	ptrdiff_t end = at + GRADE_REACH;
	for (ptrdiff_t i = 0; i < f->r->labels.n; i++) {
		const struct label_rule *other = &f->r->labels.at[i];
		if (str_eq(other->table, l->table) && search(f, other->label, head, from) &&
		    match_start(f, head) < end)
			end = match_start(f, head);
	}
	if (search(f, f->r->grade_words, str_sub(head, from, end), 0))
		set(f->d, l->column, plain_grade(regex_group(f->scratch, 1)), "judgement table");
}

static bool kind_fits(const struct text_rule *t, const struct kind_rule *kind)
{
	if (!t->kinds.n)
		return true;
	ptrdiff_t at = str_find(t->kinds, kind->id, 0);
	return at > 0 && t->kinds.p[at - 1] == ' ' && t->kinds.p[at + kind->id.n] == ' ';
}

static void find_in_text(struct finder *f, const struct text_rule *t)
{
	if (!kind_fits(t, f->head.kind) || f->d->meta[t->column].value.n)
		return;
	if (search(f, t->pattern, t->everywhere ? whole_text(f) : f->head.text, 0))
		set(f->d, t->column, plain_grade(regex_group(f->scratch, 1)), "text");
}

/* Of the rules with a value for this column, the one whose words come first. */
static void find_first_named(struct finder *f, enum meta_column c)
{
	const struct text_rule *best = NULL;
	ptrdiff_t best_at = 0;
	for (ptrdiff_t i = 0; i < f->r->texts.n; i++) {
		const struct text_rule *t = &f->r->texts.at[i];
		if (t->column != c || !search(f, t->pattern, f->head.text, 0))
			continue;
		ptrdiff_t at = match_start(f, f->head.text);
		if (!best || at < best_at) {
			best = t;
			best_at = at;
		}
	}
	if (best)
		set(f->d, c, best->value, "first pages");
}

/* ILACS reports since April 2026 have no overall judgement: a value of its own. */
static void settle_overall(struct finder *f)
{
	struct doc *d = f->d;
	if (str_eq(f->head.kind->grades, S("ilacs")) &&
	    d->meta[META_help_and_protection_grade].value.n)
		set(d, META_overall_effectiveness_grade, S("no overall grade"), "judgement table");
}

static void find_grades(struct finder *f)
{
	for (ptrdiff_t i = 0; i < f->r->labels.n; i++)
		if (str_eq(f->r->labels.at[i].table, f->head.kind->grades))
			find_labelled(f, &f->r->labels.at[i]);
	for (ptrdiff_t i = 0; i < f->r->texts.n; i++)
		if (!f->r->texts.at[i].value.n)
			find_in_text(f, &f->r->texts.at[i]);
	if (str_eq(f->head.kind->id, S("jtai")))
		find_first_named(f, META_inspection_theme);
	if (str_eq(f->head.kind->id, S("send-area")))
		find_first_named(f, META_outcome_grade);
	settle_overall(f);
	if (str_eq(f->head.kind->grades, S("none")))
		for (enum meta_column c = META_overall_effectiveness_grade; c <= META_lscb_grade; c++)
			blank(f->d, c, "this kind has no grades");
}

static long iso_days(struct str iso)
{
	struct date d = { 0 };
	if (iso.n == 10)
		sscanf(iso.p, "%4d-%2d-%2d", &d.year, &d.month, &d.day);
	return d.year ? date_days(d) : 0;
}

static void set_kind(struct finder *f)
{
	struct doc *d = f->d;
	const struct kind_rule *k = f->head.kind;
	if (!k) {
		set(d, META_kind, S("other"), "no known title");
		return;
	}
	set(d, META_inspection_framework, k->framework, "title");
	set(d, META_inspectorate, k->inspectorate, "title");
	if (!k->short_days) {
		set(d, META_kind, k->id, "title");
		return;
	}
	long from = iso_days(d->meta[META_inspection_start_date].value);
	long to = iso_days(d->meta[META_inspection_end_date].value);
	bool is_short = to - from + 1 <= k->short_days;
	if (from && to)
		set(d, META_kind, is_short ? S("ilacs-short") : S("ilacs-standard"),
		    "title and length of fieldwork");
	else
		set(d, META_kind, S("ilacs-standard"), "title; length of fieldwork unknown");
}

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		   const void *state, void *scratch, struct error *e)
{
	(void)sh, (void)w;
	if (!state)
		return 0;
	struct finder f = { .d = d, .r = state, .scratch = scratch };
	add_lines(&f.text, d, f.r->head_lines, PTRDIFF_MAX);
	if (!buf_ok(&f.text)) {
		buf_release(&f.text);
		return fail(e, E_NOMEM, "no memory for the metadata");
	}
	f.head.text = buf_str(&f.text);
	find_kind(&f);
	find_authority(&f);
	find_dates(&f);
	set_kind(&f);
	if (f.head.kind) {
		find_inspectors(&f);
		find_grades(&f);
	}
	for (enum meta_column c = 0; c < META_COUNT; c++)
		if (!d->meta[c].source.n)
			blank(d, c, "not found on the first pages");
	buf_release(&f.text);
	buf_release(&f.all);
	return 0;
}

static int open_rules(void **state, const struct stage_shared *sh, struct error *e)
{
	struct metadata_rules *r = NULL;
	int rc = metadata_rules_new(&r, sh->lexicon, e);
	*state = r;
	return rc;
}

static int begin(void **scratch, const void *state, struct error *e)
{
	(void)state;
	struct regex_scratch *s = NULL;
	int rc = regex_scratch_new(&s, e);
	*scratch = s;
	return rc;
}

static void end(void *scratch)
{
	regex_scratch_free(scratch);
}

static void close_rules(void *state)
{
	metadata_rules_free(state);
}

const struct stage stage_metadata = {
	.name = "metadata",
	.help = "authority, kind, dates, inspectors, grades",
	.needs = LAYER_LINES,
	.gives = LAYER_META,
	.open = open_rules,
	.begin = begin,
	.process = process,
	.end = end,
	.close = close_rules,
};
