/* SPDX-License-Identifier: MIT
 *
 * LIWC's .dic: between two lines of % a legend, "number TAB name", tabs before
 * it telling how deep it lies; then entries, "term TAB number number ...". Old
 * files have blanks for tabs. Two forms tell of the words around one:
 *     like (02 134)125/464   behind a word of 02 or 134 it is of 125, else of 464
 *     kind <of>131/135       before "of" it is of 131, else of 135
 */
#include <stdlib.h>

#include "pipeline/exchange/dict_text.h"
#include "pipeline/exchange/formats.h"

#define IDS_MAX 4096            /* a legend's numbers are small */

struct legend {
	struct dict *d;
	uint32_t category[IDS_MAX];     /* by number; DICT_NONE: none */
	uint32_t above[DICT_DEPTH_MAX];
	uint32_t line;
};

static int bad_line(const struct legend *l, const char *what)
{
	return fail(l->d->e, E_FORMAT, "%.*s:%u: %s", STR_ARG(l->d->report.file), l->line, what);
}

/* Digits at the start of *s, as a number; -1: none, or too large. */
static int take_number(struct str *s)
{
	int n = 0;
	ptrdiff_t i = 0;
	for (; i < s->n && ascii_is_digit(s->p[i]); i++)
		n = n < IDS_MAX ? n * 10 + (s->p[i] - '0') : n;
	*s = str_sub(*s, i, s->n);
	return i && n < IDS_MAX ? n : -1;
}

static uint32_t category_of(struct legend *l, int number)
{
	uint32_t c = number < 0 ? DICT_NONE : l->category[number];
	if (c == DICT_NONE)
		dict_note(l->d, l->line, "lost: the legend has no number %d", number);
	return c;
}

/* "TABs number TAB name": in the last category with a tab less. */
static int read_legend_line(struct legend *l, struct str line)
{
	ptrdiff_t depth = 0;
	while (depth < line.n && line.p[depth] == '\t')
		depth++;
	struct str rest = str_trim(line);
	if (!rest.n)
		return 0;
	int number = take_number(&rest);
	struct str name = str_trim(rest);
	if (number < 0 || !name.n || depth >= DICT_DEPTH_MAX)
		return bad_line(l, "expected a number and the name of a category");
	while (depth > 0 && l->above[depth - 1] == DICT_NONE)
		depth--;
	uint32_t parent = depth ? l->above[depth - 1] : DICT_NONE;
	int rc = dict_category(l->d, name, parent, &l->category[number]);
	l->above[depth] = l->category[number];
	for (ptrdiff_t i = depth + 1; i < DICT_DEPTH_MAX; i++)
		l->above[i] = DICT_NONE;
	return rc;
}

/* "(02 134)": a pattern of the sets of these categories, "(@a|@b)". */
static bool take_condition(struct legend *l, struct str *s, struct buf *out)
{
	bool any = false;
	buf_addc(out, '(');
	*s = str_sub(*s, 1, s->n);
	for (*s = str_trim(*s); s->n && s->p[0] != ')'; *s = str_trim(*s)) {
		ptrdiff_t had = s->n;
		uint32_t c = category_of(l, take_number(s));
		if (s->n == had)
			return false;
		if (c == DICT_NONE)
			continue;
		l->d->categories.at[c].in_sets = true;
		buf_addf(out, "%s@%.*s", any ? "|" : "", STR_ARG(l->d->categories.at[c].id));
		any = true;
	}
	buf_addc(out, ')');
	bool closed = s->n > 0;
	*s = str_sub(*s, 1, s->n);
	return closed && any;
}

/* "then/else" behind a condition; either may be absent. *then and *other: numbers or -1. */
static void take_choice(struct str *s, int *then, int *other)
{
	*s = str_trim(*s);
	*then = take_number(s);
	*other = -1;
	if (s->n && s->p[0] == '/') {
		*s = str_sub(*s, 1, s->n);
		*other = take_number(s);
	}
}

/* The word with what must stand beside it is of `then`; without that, of `other`. */
static int add_conditional(struct legend *l, struct str pattern, struct str with, int then, int other)
{
	int rc = 0;
	uint32_t a = then < 0 ? DICT_NONE : category_of(l, then);
	uint32_t b = other < 0 ? DICT_NONE : category_of(l, other);
	if (a != DICT_NONE)
		rc = dict_add(l->d, a, with, S(""), 1, l->line);
	if (rc == 0 && b != DICT_NONE)
		rc = dict_add(l->d, b, pattern, with, 1, l->line);
	return rc;
}

/* One "(...)a/b" or "<of>a/b" of an entry; *s stands at the bracket. */
static int read_conditional(struct legend *l, struct str *s, struct str pattern)
{
	struct buf with = { 0 };
	int then, other;
	bool ok = true;
	if (s->p[0] == '(') {
		ok = take_condition(l, s, &with);
		buf_addf(&with, " %.*s", STR_ARG(pattern));
	} else {
		struct str word = str_sub(*s, 1, s->n);
		word = str_cut(&word, '>');
		*s = str_sub(*s, word.n + 2, s->n);
		buf_addf(&with, "%.*s =%.*s", STR_ARG(pattern), STR_ARG(word));
	}
	take_choice(s, &then, &other);
	int rc = 0;
	if (!buf_ok(&with))
		rc = dict_no_memory(l->d);
	else if (!ok || !pattern.n || pattern.p[0] == '/')
		dict_note(l->d, l->line, "lost: a condition of '%.*s'", STR_ARG(pattern));
	else
		rc = add_conditional(l, pattern, buf_str(&with), then, other);
	buf_release(&with);
	return rc;
}

/* Where the numbers start: behind the first tab, or the last run of numbers behind blanks. */
static ptrdiff_t numbers_at(struct str line)
{
	const char *tab = memchr(line.p, '\t', (size_t)line.n);
	ptrdiff_t at = line.n;
	if (tab)
		return tab - line.p;
	for (ptrdiff_t i = 0; i < line.n; i++)
		if (i && strchr("(<", line.p[i]) && line.p[i - 1] == ' ')
			return i;
	while (at > 0) {
		ptrdiff_t i = at;
		while (i > 0 && ascii_is_digit(line.p[i - 1]))
			i--;
		if (i == at || i == 0 || line.p[i - 1] != ' ')
			break;
		at = i;
		while (at > 0 && line.p[at - 1] == ' ')
			at--;
	}
	return at;
}

static int read_entry(struct legend *l, struct str line)
{
	line = str_trim(line);
	ptrdiff_t at = line.n ? numbers_at(line) : 0;
	struct str term = str_trim(str_sub(line, 0, at)), rest = str_trim(str_sub(line, at, line.n));
	struct str pattern;
	if (!line.n)
		return 0;
	const char *tag = memchr(term.p, '<', (size_t)term.n);
	if (tag && term.n > 1 && term.p[term.n - 1] == '>') {   /* "kind <of> TAB 131/135" */
		rest = str_sub(line, tag - line.p, line.n);
		term = str_trim(str_sub(line, 0, tag - line.p));
	}
	int rc = dict_glob(l->d, term, ' ', l->line, &pattern);
	while (rc == 0 && rest.n) {
		if (rest.p[0] == '(' || (rest.p[0] == '<' && memchr(rest.p, '>', (size_t)rest.n))) {
			rc = read_conditional(l, &rest, pattern);
		} else {
			ptrdiff_t had = rest.n;
			uint32_t c = category_of(l, take_number(&rest));
			if (rest.n == had)
				return bad_line(l, "expected numbers of categories behind the term");
			if (c != DICT_NONE && pattern.n)
				rc = dict_add(l->d, c, pattern, S(""), 1, l->line);
		}
		rest = str_trim(rest);
	}
	return rc;
}

static int read_all(struct legend *l, struct str text)
{
	struct str line;
	int marks = 0, rc = 0;
	while (rc == 0 && dict_line(&text, &line)) {
		l->line++;
		if (str_starts(str_trim(line), S("%")) && marks < 2)
			marks++;
		else if (marks == 1)
			rc = read_legend_line(l, line);
		else if (marks == 2)
			rc = read_entry(l, line);
		else if (str_trim(line).n)
			rc = bad_line(l, "expected a line with % before the legend");
	}
	return rc < 0 || marks == 2 ? rc : bad_line(l, "expected a line with % behind the legend");
}

int dict_read_liwc(struct dict *d, struct str text)
{
	struct legend *l = malloc(sizeof *l);
	if (!l)
		return dict_no_memory(d);
	l->d = d;
	l->line = 0;
	memset(l->category, 0xFF, sizeof l->category);
	memset(l->above, 0xFF, sizeof l->above);
	int rc = read_all(l, text);
	free(l);
	return rc;
}
