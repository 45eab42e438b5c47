/* SPDX-License-Identifier: MIT
 *
 * See hyphen.h. What the two lines alone do not tell is asked of the document:
 * how often the forms stand in it (hyphen_words.h), which is only counted where
 * a form without its hyphen may stand at all (hyphen_joined.h). Without one all
 * hyphens stay, and so it is with nine documents of ten.
 */
#include "pipeline/doc/hyphen_joined.h"
#include "pipeline/doc/hyphen_words.h"

#define QUESTIONS_MAX 20000             /* broken words that are looked up; a report has hundreds */

/* A broken word to be judged: the last of line, the first of the line after it. */
struct question {
	ptrdiff_t line;
	struct str head, tail;          /* the letters on both sides of the hyphen */
	struct asked *with, *without, *left, *right;
};

/* The line that goes on after line i in its block, or -1. */
static ptrdiff_t line_after(const struct doc *d, ptrdiff_t i)
{
	do
		i++;
	while (i < d->lines.n && d->lines.at[i].len == 0);
	return i < d->lines.n && d->lines.at[i].starts == LINE_CONTINUES ? i : -1;
}

static bool is_joining_word(struct str s)
{
	return str_eq(s, S("and")) || str_eq(s, S("or")) || str_eq(s, S("to"));
}

/* What the two lines alone say of the end of line i. HYPHEN_KEEP with q->head set: the document
 * has to say more. */
static enum hyphen_join look(const struct doc *d, ptrdiff_t i, struct question *q)
{
	struct str a = hyphen_line(d, i);
	ptrdiff_t len = hyphen_at_end(a), after = len ? line_after(d, i) : -1;
	*q = (struct question){ .line = i };
	if (after < 0 || a.n == len)
		return HYPHEN_NONE;
	if (len == HYPHEN_SOFT)
		return HYPHEN_DROP;
	struct str b = hyphen_line(d, after);
	ptrdiff_t end = a.n - len, from = end, to = 0;
	while (from > 0 && hyphen_in_word(a.p[from - 1]))
		from--;
	while (to < b.n && hyphen_in_word(b.p[to]))
		to++;
	struct str head = str_sub(a, from, end), tail = str_sub(b, 0, to);
	if (!head.n && !ascii_is_digit(a.p[end - 1]))
		return HYPHEN_NONE;     /* a dash, not a hyphen */
	if (is_joining_word(tail) && (to == b.n || b.p[to] != '-'))
		return HYPHEN_SPACE;    /* but "up-to-date" may be broken at its first hyphen */
	if (head.n && head.n <= HYPHEN_PART_MAX && tail.n && tail.n <= HYPHEN_PART_MAX &&
	    ascii_lower(tail.p[0]) == tail.p[0]) {
		q->head = head;
		q->tail = tail;
	}
	return HYPHEN_KEEP;
}

/* For words whose two forms stand nowhere else: the habit of the document. Reports break lines at
 * hyphens that are there anyway; only one that is set with hyphenation also breaks words. */
static bool hyphenates(const struct question *q, const struct question *end)
{
	ptrdiff_t kept = 0, dropped = 0;
	for (; q < end; q++) {
		kept += q->with->seen > q->without->seen;
		dropped += q->with->seen < q->without->seen;
	}
	return dropped > kept;
}

/* Whether the document has to say more than how often the two forms stand in it. */
static bool is_open(const struct question *q)
{
	return !q->with->seen && !q->without->seen;
}

static enum hyphen_join judge(const struct question *q, bool habit)
{
	if (!is_open(q))
		return q->with->seen >= q->without->seen ? HYPHEN_KEEP : HYPHEN_DROP;
	bool words = habit && q->left->seen && q->right->seen;
	return habit && !words ? HYPHEN_DROP : HYPHEN_KEEP;
}

struct questions {
	VEC(struct question) all;
	uint8_t *verdicts;
};

static int collect(struct doc *d, struct questions *qs, struct error *e)
{
	for (ptrdiff_t i = 0; i < d->lines.n; i++) {
		struct question q;
		enum hyphen_join v = look(d, i, &q);
		if (v == HYPHEN_NONE)
			continue;
		if (!qs->verdicts)
			qs->verdicts = NEW(&d->mem, uint8_t, d->lines.n);
		bool open = q.head.n && qs->all.n < QUESTIONS_MAX;
		struct question *k = open ? VEC_PUSH(&d->mem, &qs->all) : &q;
		if (!qs->verdicts || !k)
			return fail(e, E_NOMEM, "no memory for line-end hyphens");
		*k = q;
		qs->verdicts[i] = (uint8_t)v;
	}
	return 0;
}

/* Ask about both forms of each broken word. */
static bool ask_forms(struct doc *d, struct asked_words *t, struct questions *qs)
{
	if (!asked_words_open(t, &d->mem, 2 * qs->all.n))
		return false;
	for (struct question *k = qs->all.at; k < qs->all.at + qs->all.n; k++) {
		k->with = asked_words_add(t, k->head, true, k->tail);
		k->without = asked_words_add(t, k->head, false, k->tail);
	}
	return true;
}

/* Ask about the parts of those that are open. */
static bool ask_parts(struct doc *d, struct asked_words *t, struct questions *qs)
{
	if (!asked_words_open(t, &d->mem, 2 * qs->all.n))
		return false;
	for (struct question *k = qs->all.at; k < qs->all.at + qs->all.n; k++) {
		if (!is_open(k))
			continue;
		k->left = asked_words_add(t, k->head, false, S(""));
		k->right = asked_words_add(t, k->tail, false, S(""));
	}
	return true;
}

/* Whether any broken word may stand in the document without its hyphen. */
static bool may_be_joined(struct doc *d, const struct questions *qs)
{
	const struct asked **forms = NEW(&d->mem, const struct asked *, qs->all.n);
	for (ptrdiff_t i = 0; forms && i < qs->all.n; i++)
		forms[i] = qs->all.at[i].without;
	return !forms || hyphen_joined_may_stand(&d->mem, forms, qs->all.n, d->source);
}

int hyphens_judge(struct doc *d, const uint8_t **verdicts, struct error *e)
{
	struct questions qs = { .verdicts = NULL };
	struct asked_words t;
	if (collect(d, &qs, e) < 0)
		return -e->code;
	*verdicts = qs.verdicts;
	if (!qs.all.n)
		return 0;
	if (!ask_forms(d, &t, &qs))
		return fail(e, E_NOMEM, "no memory for line-end hyphens");
	if (!may_be_joined(d, &qs))
		return 0;               /* all are kept, as look() says */
	asked_words_count(&t, d, qs.verdicts);
	bool habit = hyphenates(qs.all.at, qs.all.at + qs.all.n);
	if (habit) {
		if (!ask_parts(d, &t, &qs))
			return fail(e, E_NOMEM, "no memory for line-end hyphens");
		asked_words_count(&t, d, qs.verdicts);
	}
	for (const struct question *k = qs.all.at; k < qs.all.at + qs.all.n; k++)
		qs.verdicts[k->line] = (uint8_t)judge(k, habit);
	return 0;
}
