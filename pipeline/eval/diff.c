/* SPDX-License-Identifier: MIT
 *
 * See diff.h.
 */
#include "pipeline/eval/diff.h"

#define LOOK_AHEAD 200          /* sentences; farther apart the same text is another sentence */
#define SMALL 0.005             /* weights are written with two decimals */

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory to compare lexicons");
}

/* ---- what is compared ---- */

static const struct theme *theme_at(const struct diff *d, enum diff_side side, ptrdiff_t i)
{
	return &d->lx[side]->themes.at[i];
}

static struct diff_cause *push_cause(struct diff *d, struct diff_theme *t)
{
	struct diff_cause *c = VEC_PUSH(&d->mem, &d->causes);
	if (c) {
		c->term[DIFF_A] = c->term[DIFF_B] = NO_TERM;
		t->cause_count++;
	}
	return c;
}

static int compare_patterns(const void *a, const void *b)
{
	const struct term *const *x = a, *const *y = b;
	int c = str_cmp((*x)->pattern, (*y)->pattern);
	return c ? c : (*x > *y) - (*x < *y);
}

/* The theme's terms sorted by pattern, those of one pattern in their order. */
static const struct term **sorted_terms(struct diff *d, enum diff_side side, int theme, ptrdiff_t *n)
{
	const struct theme *t = theme < 0 ? NULL : theme_at(d, side, theme);
	*n = t ? t->term_count : 0;
	const struct term **at = NEW(&d->mem, const struct term *, *n + 1);
	for (ptrdiff_t i = 0; at && i < *n; i++)
		at[i] = &d->lx[side]->terms.at[t->term_first + (uint32_t)i];
	if (at && *n)
		qsort(at, (size_t)*n, sizeof(const struct term *), compare_patterns);
	return at;
}

/* The theme's terms become causes; those of one pattern in both lexicons become one. */
static int add_causes(struct diff *d, struct diff_theme *t)
{
	ptrdiff_t n[DIFF_SIDES], a = 0, b = 0;
	const struct term **at[DIFF_SIDES];
	t->cause_first = (uint32_t)d->causes.n;
	for (int s = 0; s < DIFF_SIDES; s++)
		if (!(at[s] = sorted_terms(d, (enum diff_side)s, t->theme[s], &n[s])))
			return -E_NOMEM;
	while (a < n[DIFF_A] || b < n[DIFF_B]) {
		int order = a == n[DIFF_A] ? 1 : b == n[DIFF_B] ? -1
			: str_cmp(at[DIFF_A][a]->pattern, at[DIFF_B][b]->pattern);
		struct diff_cause *c = push_cause(d, t);
		if (!c)
			return -E_NOMEM;
		if (order <= 0)
			c->term[DIFF_A] = (uint32_t)(at[DIFF_A][a++] - d->lx[DIFF_A]->terms.at);
		if (order >= 0)
			c->term[DIFF_B] = (uint32_t)(at[DIFF_B][b++] - d->lx[DIFF_B]->terms.at);
		for (int s = 0; s < DIFF_SIDES; s++)
			if (c->term[s] != NO_TERM)
				d->cause_of[s][c->term[s]] = (uint32_t)d->causes.n - 1;
	}
	return 0;
}

static int add_theme(struct diff *d, int a, int b)
{
	struct diff_theme *t = VEC_PUSH(&d->mem, &d->themes);
	if (!t)
		return -E_NOMEM;
	t->theme[DIFF_A] = a;
	t->theme[DIFF_B] = b;
	t->id = b >= 0 ? theme_at(d, DIFF_B, b)->id : theme_at(d, DIFF_A, a)->id;
	t->other.term[DIFF_A] = t->other.term[DIFF_B] = NO_TERM;
	for (int s = 0; s < DIFF_SIDES; s++)
		if (t->theme[s] >= 0)
			d->theme_of[s][t->theme[s]] = (uint32_t)d->themes.n - 1;
	return add_causes(d, t);
}

int diff_init(struct diff *d, const struct lexicon *a, const struct lexicon *b, bool all_voices,
	      struct error *e)
{
	*d = (struct diff){ .lx = { a, b }, .all_voices = all_voices };
	arena_init(&d->mem, 0);
	for (int s = 0; s < DIFF_SIDES; s++) {
		d->cause_of[s] = NEW(&d->mem, uint32_t, d->lx[s]->terms.n + 1);
		d->theme_of[s] = NEW(&d->mem, uint32_t, d->lx[s]->themes.n + 1);
		if (!d->cause_of[s] || !d->theme_of[s])
			return no_memory(e);
	}
	int rc = 0;
	for (ptrdiff_t i = 0; i < b->themes.n && rc == 0; i++)
		rc = add_theme(d, lexicon_theme(a, b->themes.at[i].id), (int)i);
	for (ptrdiff_t i = 0; i < a->themes.n && rc == 0; i++)
		if (lexicon_theme(b, a->themes.at[i].id) < 0)
			rc = add_theme(d, (int)i, -1);
	d->change = rc == 0 ? NEW(&d->mem, double, d->causes.n + 1) : NULL;
	return d->change ? 0 : no_memory(e);
}

void diff_release(struct diff *d)
{
	arena_release(&d->mem);
}

double diff_rate(const struct diff *d, const struct diff_theme *t, enum diff_side side)
{
	return d->words[side] ? 1000.0 * t->sentences[side] / (double)d->words[side] : 0;
}

/* ---- one document ---- */

#define NO_TWIN UINT32_MAX

struct pair {
	struct diff *d;
	struct doc *const *docs;
	struct error *e;
};

static struct str sentence_text(const struct doc *d, uint32_t i)
{
	return doc_text(d, d->sents.at[i].off, d->sents.at[i].len);
}

/* Which sentence of A is B's sentence i, the next that counts being *from; NO_TWIN: none. */
static uint32_t find_twin(const struct pair *p, uint32_t i, uint32_t *from)
{
	const struct doc *a = p->docs[DIFF_A];
	struct str text = sentence_text(p->docs[DIFF_B], i);
	for (uint32_t k = *from; k < (uint32_t)a->sents.n && k < *from + LOOK_AHEAD; k++)
		if (doc_counts(a, k, p->d->all_voices) && str_eq(sentence_text(a, k), text)) {
			*from = k + 1;
			return k;
		}
	return NO_TWIN;
}

static const struct code *code_of(const struct doc *d, uint32_t sent, int theme, ptrdiff_t *cursor)
{
	while (*cursor < d->codes.n && d->codes.at[*cursor].sent < sent)
		++*cursor;
	for (ptrdiff_t i = *cursor; i < d->codes.n && d->codes.at[i].sent == sent; i++)
		if (d->codes.at[i].theme == theme)
			return &d->codes.at[i];
	return NULL;
}

/* What each term of the theme adds on this side, times sign, into d->change; each term once. */
static void add_changes(const struct pair *p, const struct diff_theme *t, enum diff_side side,
			uint32_t sent, double sign)
{
	const struct doc *doc = p->docs[side];
	const struct lexicon *lx = p->d->lx[side];
	ptrdiff_t first, n = sent == NO_TWIN ? 0 : doc_hits_of(doc, sent, &first);
	for (ptrdiff_t i = 0; i < n; i++) {
		uint32_t term = doc->hits.at[first + i].term;
		bool again = false;
		for (ptrdiff_t k = 0; k < i; k++)
			again |= doc->hits.at[first + k].term == term;
		if (lx->terms.at[term].theme == t->theme[side] && !again)
			p->d->change[p->d->cause_of[side][term]] += sign * lx->terms.at[term].weight;
	}
}

/* The cause of a sentence that `side` alone has: the term that adds most more there. */
static struct diff_cause *blame(const struct pair *p, struct diff_theme *t, enum diff_side side,
				const uint32_t sent[DIFF_SIDES])
{
	double *change = p->d->change + t->cause_first, most = SMALL;
	struct diff_cause *found = &t->other;
	memset(change, 0, t->cause_count * sizeof *change);
	add_changes(p, t, side, sent[side], 1);
	add_changes(p, t, (enum diff_side)!side, sent[!side], -1);
	for (uint32_t i = 0; i < t->cause_count; i++)
		if (change[i] > most) {
			most = change[i];
			found = &p->d->causes.at[t->cause_first + i];
		}
	return found;
}

/* The words of term in a sentence of d, or nothing. */
static void mark_words(const struct doc *d, uint32_t sent, uint32_t term, struct quotation *q)
{
	ptrdiff_t first, n = doc_hits_of(d, sent, &first);
	for (ptrdiff_t i = first; i < first + n; i++) {
		const struct hit *h = &d->hits.at[i];
		const struct token *last = &d->toks.at[h->last];
		if (h->term != term)
			continue;
		q->off = d->toks.at[h->first].off - d->sents.at[sent].off;
		q->len = last->off + last->len - d->toks.at[h->first].off;
		return;
	}
}

/* Keep the sentence as one of the cause's lines, unless there are enough, or it is among them. */
static int keep_line(const struct pair *p, struct diff_cause *c, enum diff_side side,
		     const uint32_t sent[DIFF_SIDES])
{
	struct str text = sentence_text(p->docs[side], sent[side]);
	uint32_t n = c->lines[side];
	for (uint32_t i = 0; i < n; i++)
		if (str_eq(c->line[side][i].text, text))
			return 0;
	if (n == DIFF_LINES)
		return 0;
	struct quotation *q = &c->line[side][n];
	q->text = arena_str(&p->d->mem, text);
	c->doc[side][n] = arena_str(&p->d->mem, buf_str(&p->docs[side]->id));
	if (!q->text.p || !c->doc[side][n].p)
		return no_memory(p->e);
	for (int s = 0; s < DIFF_SIDES && q->len == 0; s++)
		if (c->term[s] != NO_TERM && sent[s] != NO_TWIN)
			mark_words(p->docs[s], sent[s], c->term[s], q);
	c->lines[side]++;
	return 0;
}

static int compare_codes(const struct pair *p, struct diff_theme *t,
			 const struct code *const codes[DIFF_SIDES],
			 const uint32_t sent[DIFF_SIDES])
{
	if (codes[DIFF_A] && codes[DIFF_B])
		t->judged_otherwise += codes[DIFF_A]->polarity != codes[DIFF_B]->polarity;
	for (int s = 0; s < DIFF_SIDES; s++)
		t->sentences[s] += codes[s] != NULL;
	if (!codes[DIFF_A] == !codes[DIFF_B])
		return 0;
	enum diff_side side = codes[DIFF_B] ? DIFF_B : DIFF_A;
	struct diff_cause *c = blame(p, t, side, sent);
	c->sentences[side]++;
	return keep_line(p, c, side, sent);
}

/* One sentence, or one that only one side has: the other is NO_TWIN. */
static int compare_sentence(const struct pair *p, const uint32_t sent[DIFF_SIDES],
			    ptrdiff_t cursor[DIFF_SIDES])
{
	int rc = 0;
	for (ptrdiff_t i = 0; i < p->d->themes.n && rc == 0; i++) {
		struct diff_theme *t = &p->d->themes.at[i];
		const struct code *codes[DIFF_SIDES] = { 0 };
		for (int s = 0; s < DIFF_SIDES; s++)
			if (sent[s] != NO_TWIN && t->theme[s] >= 0)
				codes[s] = code_of(p->docs[s], sent[s], t->theme[s], &cursor[s]);
		if (codes[DIFF_A] || codes[DIFF_B])
			rc = compare_codes(p, t, codes, sent);
	}
	return rc;
}

/* B's sentences with their twins, and before each those of A that have none. */
static int compare_sentences(const struct pair *p, bool *unlike)
{
	const struct doc *a = p->docs[DIFF_A], *b = p->docs[DIFF_B];
	ptrdiff_t cursor[DIFF_SIDES] = { 0 };
	uint32_t from = 0, done = 0;
	int rc = 0;
	for (uint32_t i = 0; i <= (uint32_t)b->sents.n && rc == 0; i++) {
		bool end = i == (uint32_t)b->sents.n;
		if (!end && !doc_counts(b, i, p->d->all_voices))
			continue;
		uint32_t sent[DIFF_SIDES] = { end ? NO_TWIN : find_twin(p, i, &from),
					      end ? NO_TWIN : i };
		uint32_t until = end ? (uint32_t)a->sents.n
			: sent[DIFF_A] == NO_TWIN ? done : sent[DIFF_A];
		for (; done < until && rc == 0; done++) {
			uint32_t alone[DIFF_SIDES] = { done, NO_TWIN };
			if (doc_counts(a, done, p->d->all_voices)) {
				*unlike = true;
				rc = compare_sentence(p, alone, cursor);
			}
		}
		if (rc == 0 && !end)
			rc = compare_sentence(p, sent, cursor);
		*unlike |= !end && sent[DIFF_A] == NO_TWIN;
		if (!end && sent[DIFF_A] != NO_TWIN)
			done = sent[DIFF_A] + 1;
	}
	return rc;
}

int diff_add(struct diff *d, struct doc *const docs[DIFF_SIDES], struct error *e)
{
	struct pair p = { .d = d, .docs = docs, .e = e };
	bool unlike = false;
	int rc = compare_sentences(&p, &unlike);
	d->documents++;
	d->unlike += unlike;
	for (int s = 0; s < DIFF_SIDES; s++)
		d->words[s] += docs[s]->words;
	return rc;
}
