/* SPDX-License-Identifier: MIT
 *
 * See cue_reading.h. The steps, in order: match; drop cues that lie inside
 * longer ones or under a void pattern; cut clauses; lay out scopes; decide what
 * each negator meets; then what each cue means.
 */
#include "pipeline/lexicon/cue_reading.h"

/* No cue is longer; farther apart, cues do not overlap. */
#define SPAN_MAX 32
/* How far apart two negators may be to cancel out. */
#define DOUBLE_REACH 7
#define LIST_NUMBER_DIGITS 3
/* More cues than this in one sentence are left unread: no prose has them. */
#define HITS_MAX 400

enum fate { FATE_NONE, FATE_GOOD, FATE_BAD, FATE_DOUBLE };

struct cue_reader {
	const struct cues *cues;
	struct matcher_scratch *scratch;
};

/* What one call of cue_read() works on. */
struct reading {
	const struct cues *cues;
	const uint8_t *breaks;
	uint32_t n;
	struct cue_reading *out;
	bool *stop;                     /* a scope may not enter this word */
	uint8_t *fate;                  /* of each hit that is a negator */
	uint16_t *openers;              /* the hits that open scopes: few, so asked first */
	uint32_t opener_count;
};

int cue_reader_new(struct cue_reader **out, const struct cues *c, struct error *e)
{
	struct cue_reader *r = calloc(1, sizeof *r);
	if (!r)
		return fail(e, E_NOMEM, "out of memory for reading cues");
	r->cues = c;
	int rc = matcher_scratch_new(&r->scratch, c->matcher, e);
	if (rc < 0) {
		cue_reader_free(r);
		return rc;
	}
	*out = r;
	return 0;
}

void cue_reader_free(struct cue_reader *r)
{
	if (!r)
		return;
	matcher_scratch_free(r->scratch);
	free(r);
}

/* En and em dash and the bullet, at the byte 0xe2 that quotation marks start with too. */
static bool is_dash_or_bullet(const char *p, ptrdiff_t n)
{
	return n > 2 && (uint8_t)p[1] == 0x80 &&
	       ((uint8_t)p[2] == 0x93 || (uint8_t)p[2] == 0x94 || (uint8_t)p[2] == 0xa2);
}

uint8_t word_break_of(struct str between)
{
	uint8_t b = 0;
	for (ptrdiff_t i = 0; i < between.n; i++)
		switch (between.p[i]) {
		case ',': b |= BREAK_COMMA; break;
		case ';': case ':': b |= BREAK_CLAUSE; break;
		case '.': b |= BREAK_STOP; break;
		case '(': case ')': case '!': case '?': b |= BREAK_OTHER; break;
		case '\xe2':
			b |= is_dash_or_bullet(between.p + i, between.n - i) ? BREAK_OTHER : 0;
			break;
		default: break;
		}
	return b;
}

static const struct cue_group *group_of(const struct cues *c, uint32_t cue)
{
	return &c->groups.at[c->cues.at[cue].group];
}

/* The number of a paragraph or list item before a sentence is none of its words. */
static uint32_t list_number(const struct form *const *words, uint32_t n)
{
	uint32_t at = 0;
	for (; n - at > 3 && words[at]->surface.n <= LIST_NUMBER_DIGITS; at++)
		for (ptrdiff_t i = 0; i < words[at]->surface.n; i++)
			if (!ascii_is_digit(words[at]->surface.p[i]))
				return at;
	return at;
}

/* ---- which cues stand ---- */

/* Grammar words are not evidence; they do not void shorter cues. */
static bool voids(enum cue_class c)
{
	return c != CUE_REDUCER && c != CUE_HEADING && c != CUE_FRAGMENT && c != CUE_STOP &&
	       c != CUE_CONDITION && c != CUE_START && c != CUE_CONCESSION && c != CUE_LOW &&
	       c != CUE_HIGH;
}

static bool within(const struct occurrence *a, uint32_t word)
{
	return a->first <= word && word <= a->last;
}

/* Does `by` void `o`? A longer cue does, and a void pattern that overlaps; of cues with gaps
 * only the ends are known, so they void what touches these. */
static bool is_voided(const struct cues *c, const struct occurrence *o, const struct occurrence *by)
{
	enum cue_class class = group_of(c, by->term)->class;
	bool gapped = c->cues.at[by->term].gapped;
	if (class == CUE_VOID)
		return by->first <= o->last && o->first <= by->last &&
		       (!gapped || within(o, by->first) || within(o, by->last));
	return voids(class) && by->first <= o->first && o->last <= by->last &&
	       o->last - o->first < by->last - by->first &&
	       (!gapped || by->first == o->first || by->last == o->last);
}

static bool stands(const struct cues *c, const struct occurrence *all, ptrdiff_t n, ptrdiff_t i)
{
	const struct occurrence *o = &all[i];
	if (group_of(c, o->term)->class == CUE_VOID)
		return false;
	for (ptrdiff_t j = i; j-- > 0 && o->first - all[j].first < SPAN_MAX;)
		if (is_voided(c, o, &all[j]))
			return false;
	for (ptrdiff_t j = i + 1; j < n && all[j].first <= o->last; j++)
		if (is_voided(c, o, &all[j]))
			return false;
	return true;
}

/* No finite verb before the first subordinate clause: a noun phrase, as in a list. */
static bool is_fragment(const struct cues *c, const struct form *const *words, uint32_t n)
{
	bool noun = false;
	for (uint32_t i = 0; i < n; i++) {
		enum cue_class class = cue_word_class(c, words[i]);
		if (class == CUE_LINK && i > 0)
			return true;
		if (class == CUE_FINITE && !noun)
			return false;
		noun = class == CUE_DETERMINER;
	}
	return true;
}

static void keep_hits(const struct cues *c, const struct occurrence *all, ptrdiff_t n,
		      uint32_t shift, struct cue_reading *out)
{
	for (ptrdiff_t i = 0; i < n; i++) {
		enum cue_class class = group_of(c, all[i].term)->class;
		if (!stands(c, all, n, i))
			continue;
		out->hits[out->hit_count++] = (struct cue_hit){
			.cue = all[i].term, .group = c->cues.at[all[i].term].group,
			.class = (uint8_t)class, .rule = CUE_RULE_NONE,
			.first = all[i].first + shift, .last = all[i].last + shift,
		};
	}
}

/* ---- clauses and stops ---- */

static void cut_clauses(struct reading *r)
{
	struct cue_reading *out = r->out;
	uint8_t clause = 0;
	uint32_t h = 0;
	for (uint32_t i = 0; i < r->n; i++) {
		bool begins = false;
		for (; h < out->hit_count && out->hits[h].first == i; h++)
			begins |= out->hits[h].class == CUE_CONTRAST;
		r->stop[i] = begins || (i && (r->breaks[i] & (BREAK_CLAUSE | BREAK_STOP)));
		begins |= (r->breaks[i] & BREAK_CLAUSE) != 0;
		begins |= out->conceded && clause == 0 && (r->breaks[i] & BREAK_COMMA);
		if (i && begins && clause < CUE_CLAUSES_MAX - 1)
			clause++;
		out->clause[i] = clause;
	}
	out->clauses = (uint8_t)(clause + 1);
	if (out->clauses == 1)
		out->conceded = false;
}

/* Stops, and the end of each condition: "where plans are not clear, managers ..." */
static void mark_stops(struct reading *r)
{
	for (uint32_t h = 0; h < r->out->hit_count; h++) {
		const struct cue_hit *k = &r->out->hits[h];
		if (k->class != CUE_STOP && k->class != CUE_CONDITION)
			continue;
		r->stop[k->first] = true;
		if (k->class != CUE_CONDITION)
			continue;
		uint32_t i = k->first + 1;
		while (i < r->n && !r->breaks[i])
			i++;
		if (i < r->n)
			r->stop[i] = true;
		for (uint32_t j = 0; i < r->n && j < r->out->hit_count; j++)
			r->out->hits[j].conditional |= k->first <= r->out->hits[j].first &&
						       r->out->hits[j].first < i;
	}
}

/* ---- scopes ---- */

static void lay_scope(struct reading *r, struct cue_hit *k)
{
	const struct cue_group *g = &r->cues->groups.at[k->group];
	if (g->backward) {
		uint32_t from = k->first;
		while (from > 0 && k->first - from < g->reach && !r->stop[from])
			from--;
		k->scope_first = from;
		k->scope_end = k->first;
		return;
	}
	uint32_t end = k->last + 1;
	if (k->class == CUE_NEED)
		while (end < r->n && !(r->breaks[end] & BREAK_CLAUSE) &&
		       r->out->clause[end] == r->out->clause[k->last])
			end++;
	else
		while (end < r->n && end - k->last <= g->reach && !r->stop[end])
			end++;
	k->scope_first = k->last + 1;
	k->scope_end = end;
}

static bool opens_scope(enum cue_class c)
{
	return c == CUE_NEGATOR || c == CUE_SHORTFALL || c == CUE_REDUCER || c == CUE_NEED;
}

static bool reaches(const struct cue_hit *from, const struct cue_hit *to)
{
	return from->scope_first <= to->first && to->first < from->scope_end;
}

static bool is_bad(enum cue_class c)
{
	return c == CUE_BAD || c == CUE_WORSE || c == CUE_TOPIC || c == CUE_SHORTFALL;
}

static bool is_polar(enum cue_class c)
{
	return is_bad(c) || c == CUE_GOOD || c == CUE_BETTER || c == CUE_RISE || c == CUE_FALL;
}

/* No stop in [from, to). */
static bool runs_on(const struct reading *r, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (r->stop[i])
			return false;
	return true;
}

/* "Not ... without": b undoes a. */
static bool cancels(const struct reading *r, const struct cue_hit *a, const struct cue_hit *b)
{
	return r->cues->groups.at[b->group].cancels && !r->cues->groups.at[a->group].cancels &&
	       b->first > a->last && b->first - a->last <= DOUBLE_REACH &&
	       runs_on(r, a->last + 1, b->first);
}

/* What a negator meets: another negator, or else the nearest praise or criticism. */
static enum fate fate_of(const struct reading *r, uint32_t at)
{
	const struct cue_hit *hits = r->out->hits, *k = &hits[at];
	const struct cue_hit *met = NULL;
	for (uint32_t j = 0; j < r->opener_count; j++) {
		const struct cue_hit *o = &hits[r->openers[j]];
		if (o != k && o->class == CUE_NEGATOR && (cancels(r, k, o) || cancels(r, o, k)))
			return FATE_DOUBLE;
	}
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		const struct cue_hit *p = &hits[i];
		if (!is_polar(p->class) || !reaches(k, p))
			continue;
		if (!met || p->first < met->first ||
		    (p->first == met->first && is_bad(p->class)))
			met = p;
	}
	return !met ? FATE_NONE : is_bad(met->class) ? FATE_BAD : FATE_GOOD;
}

/* Negators that turned criticism are praise's helpers, no criticism themselves. */
static void spend_negators(struct reading *r, const struct cue_hit *k)
{
	for (uint32_t i = 0; i < r->opener_count; i++) {
		uint32_t o = r->openers[i];
		if (r->fate[o] == FATE_BAD && reaches(&r->out->hits[o], k))
			r->out->hits[o].spent = true;
	}
}

/* "No longer too high": a shortfall that is negated turns nothing. */
static void settle_shortfalls(struct reading *r)
{
	for (uint32_t h = 0; h < r->out->hit_count; h++) {
		struct cue_hit *k = &r->out->hits[h];
		bool bad = false, doubled = false;
		for (uint32_t i = 0; k->class == CUE_SHORTFALL && i < r->opener_count; i++) {
			uint32_t o = r->openers[i];
			if (r->out->hits[o].class == CUE_NEGATOR && reaches(&r->out->hits[o], k)) {
				bad |= r->fate[o] == FATE_BAD;
				doubled |= r->fate[o] == FATE_DOUBLE;
			}
		}
		if (bad && !doubled) {
			spend_negators(r, k);
			k->rule = CUE_RULE_BAD_NEGATED;
			k->scope_end = k->scope_first;
		}
	}
}

static void settle_negators(struct reading *r)
{
	struct cue_hit *hits = r->out->hits;
	for (uint32_t i = 0; i < r->out->hit_count; i++)
		if (opens_scope(hits[i].class)) {
			lay_scope(r, &hits[i]);
			r->openers[r->opener_count++] = (uint16_t)i;
		}
	for (uint32_t o = 0; o < r->opener_count; o++) {
		uint32_t i = r->openers[o];
		if (hits[i].class != CUE_NEGATOR)
			continue;
		r->fate[i] = (uint8_t)fate_of(r, i);
		if (r->fate[i] == FATE_DOUBLE) {
			hits[i].spent = true;
			r->out->double_negation = true;
		}
	}
	settle_shortfalls(r);
}

/* ---- what each cue means ---- */

/* What reaches a cue. */
struct reach {
	bool shortfall, amount;         /* amount: a shortfall that says how much of something */
	bool negator, bad_fate, double_fate, wish, reduced, unreduced;
	bool cancelled, canceller;      /* the sides of a double negation */
};

static bool is_turned(const struct reading *r, const struct cue_hit *k)
{
	for (uint32_t i = 0; i < r->opener_count; i++) {
		const struct cue_hit *o = &r->out->hits[r->openers[i]];
		if ((o->class == CUE_NEGATOR || o->class == CUE_SHORTFALL) && reaches(o, k))
			return true;
	}
	return false;
}

static struct reach reach_of(const struct reading *r, const struct cue_hit *k)
{
	struct reach at = { 0 };
	for (uint32_t j = 0; j < r->opener_count; j++) {
		uint32_t i = r->openers[j];
		const struct cue_hit *o = &r->out->hits[i];
		if (!reaches(o, k))
			continue;
		bool amount = r->cues->groups.at[o->group].amount;
		at.shortfall |= o->class == CUE_SHORTFALL && !amount;
		at.amount |= o->class == CUE_SHORTFALL && amount;
		at.wish |= o->class == CUE_NEED;
		if (o->class == CUE_NEGATOR) {
			at.negator = true;
			at.bad_fate |= r->fate[i] == FATE_BAD;
			at.double_fate |= r->fate[i] == FATE_DOUBLE;
			bool cancels = r->cues->groups.at[o->group].cancels;
			at.canceller |= r->fate[i] == FATE_DOUBLE && cancels;
			at.cancelled |= r->fate[i] == FATE_DOUBLE && !cancels;
		} else if (o->class == CUE_REDUCER && !at.reduced && !at.unreduced) {
			at.unreduced = is_turned(r, o);
			at.reduced = !at.unreduced;
		}
	}
	return at;
}

static enum cue_rule rule_of_bad(struct reading *r, const struct cue_hit *k, const struct reach *at)
{
	bool topic = k->class == CUE_TOPIC;
	enum cue_rule rule = CUE_RULE_NONE;
	if (at->reduced)
		rule = topic ? CUE_RULE_TOPIC_REDUCED : CUE_RULE_BAD_REDUCED;
	else if (at->unreduced)
		return topic ? CUE_RULE_TOPIC_UNREDUCED : CUE_RULE_BAD_UNREDUCED;
	else if ((at->negator && !at->double_fate && at->bad_fate) ||
		 (at->cancelled && !at->canceller)) { /* "no child waits without help" */
		spend_negators(r, k);
		rule = topic ? CUE_RULE_TOPIC_NEGATED : CUE_RULE_BAD_NEGATED;
	}
	return rule != CUE_RULE_NONE && at->wish ? CUE_RULE_WISHED : rule;
}

static bool is_negated_good(const struct reach *at)
{
	return at->shortfall || (at->negator && !at->double_fate && !at->bad_fate);
}

static enum cue_rule rule_of_good(const struct cue_hit *k, const struct reach *at)
{
	if (is_negated_good(at) || at->amount)
		return k->class == CUE_BETTER ? CUE_RULE_BETTER_NEGATED : CUE_RULE_GOOD_NEGATED;
	return at->wish ? CUE_RULE_WISHED : CUE_RULE_NONE;
}

static uint32_t distance(const struct cue_hit *a, const struct cue_hit *b)
{
	return a->first > b->first ? a->first - b->first : b->first - a->first;
}

/* What is said of a quantity judges it: "waiting lists have fallen" is no criticism. */
static void spend_quantity(struct reading *r, const struct cue_hit *noun)
{
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		struct cue_hit *k = &r->out->hits[i];
		if (k->class == CUE_BAD && k->rule == CUE_RULE_NONE && k->first <= noun->last &&
		    noun->first <= k->last)
			k->spent = true;
	}
}

/* A rise is good when the quantity nearest to it is better high. "High" and the like tell of a
 * quantity only when one is named. */
static void judge_quantity(struct reading *r, struct cue_hit *k, const struct reach *at)
{
	const struct cue_hit *noun = NULL;
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		const struct cue_hit *q = &r->out->hits[i];
		if (q->class != CUE_LOW && q->class != CUE_HIGH)
			continue;
		if ((float)distance(q, k) <= r->cues->decision.quantity_reach &&
		    (!noun || distance(q, k) < distance(noun, k) ||
		     (distance(q, k) == distance(noun, k) && q->class == CUE_LOW)))
			noun = q;
	}
	k->up = (k->class == CUE_RISE) != is_negated_good(at);
	k->theme_decides = !noun;
	k->spent |= !noun && !r->cues->groups.at[k->group].changes;
	if (!noun)
		return;
	k->rule = k->up == (noun->class == CUE_HIGH) ? CUE_RULE_TO_GOOD_QUANTITY
						     : CUE_RULE_TO_BAD_QUANTITY;
	if (noun->class == CUE_LOW)
		spend_quantity(r, noun);
}

/* The same of "the waiting list is no longer a concern". */
static void settle_subjects(struct reading *r)
{
	struct cue_hit *hits = r->out->hits;
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		if (hits[i].rule != CUE_RULE_BAD_NEGATED)
			continue;
		for (uint32_t j = 0; j < i; j++)
			if (hits[j].class == CUE_LOW && hits[j].clause == hits[i].clause)
				spend_quantity(r, &hits[j]);
	}
}

/* Whether nothing was judged, and whether there is a number. */
static void note_silence(struct reading *r, const struct form *const *words, uint32_t from)
{
	r->out->silent = true;
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		const struct cue_hit *k = &r->out->hits[i];
		bool judges = k->class != CUE_TOPIC &&
			      (is_polar(k->class) || opens_scope((enum cue_class)k->class));
		r->out->silent &= !judges || k->spent || k->class == CUE_REDUCER;
	}
	for (uint32_t i = from; r->out->silent && i < r->n; i++)
		r->out->figure |= words[i]->surface.n > 0 && ascii_is_digit(words[i]->surface.p[0]);
}

static void judge(struct reading *r)
{
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		struct cue_hit *k = &r->out->hits[i];
		if (!is_polar(k->class))
			continue;
		struct reach at = reach_of(r, k);
		if (k->class == CUE_SHORTFALL)
			k->rule = k->rule != CUE_RULE_NONE && at.wish ? CUE_RULE_WISHED : k->rule;
		else if (is_bad(k->class))
			k->rule = (uint8_t)rule_of_bad(r, k, &at);
		else if (k->class == CUE_RISE || k->class == CUE_FALL)
			judge_quantity(r, k, &at);
		else
			k->rule = (uint8_t)rule_of_good(k, &at);
	}
}

/* "Declined" is criticism of practice and, said of exclusions, praise: where the word is both, a
 * quantity near it decides, else what it says by itself. */
static void settle_quantities(struct reading *r)
{
	struct cue_hit *hits = r->out->hits;
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		if (hits[i].class != CUE_RISE && hits[i].class != CUE_FALL)
			continue;
		for (uint32_t j = 0; j < r->out->hit_count; j++)
			if ((hits[j].class == CUE_BETTER || hits[j].class == CUE_WORSE) &&
			    hits[j].first == hits[i].first && hits[j].last == hits[i].last)
				hits[hits[i].theme_decides ? i : j].spent = true;
	}
}

static void note_start(struct reading *r)
{
	uint32_t longest = 0;
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		const struct cue_hit *k = &r->out->hits[i];
		if (k->class == CUE_HEADING && k->last - k->first >= longest) {
			longest = k->last - k->first;
			r->out->heading = true;
			r->out->heading_group = k->group;
		}
		r->out->conceded |= k->class == CUE_CONCESSION;
		if (k->class == CUE_START && r->cues->groups.at[k->group].turns)
			r->out->turns = r->cues->groups.at[k->group].turns;
	}
}

int cue_read(struct cue_reader *cr, struct arena *mem, const struct form *const *words,
	     const uint8_t *breaks, uint32_t n, struct cue_reading *out, struct error *e)
{
	*out = (struct cue_reading){ .words = n, .clauses = 1 };
	uint32_t cut, shift = list_number(words, n);
	const struct occurrence *found = NULL;
	ptrdiff_t count = matcher_run(cr->cues->matcher, cr->scratch, words + shift, n - shift,
				      &found, &cut);
	if (count > HITS_MAX)
		count = HITS_MAX;
	struct reading r = { .cues = cr->cues, .breaks = breaks, .n = n, .out = out };
	out->clause = arena_get(mem, (ptrdiff_t)n + 1, 1, 1);
	r.stop = NEW(mem, bool, (ptrdiff_t)n + 1);
	out->hits = count < 0 ? NULL : NEW(mem, struct cue_hit, count + 1);
	r.fate = count < 0 ? NULL : arena_get(mem, count + 1, 1, 1);
	r.openers = count < 0 ? NULL : NEW(mem, uint16_t, count + 1);
	if (!out->clause || !r.stop || !out->hits || !r.fate || !r.openers)
		return fail(e, E_NOMEM, "no memory for the cues of a sentence");
	out->fragment = is_fragment(cr->cues, words + shift, n - shift);
	keep_hits(cr->cues, found, count, shift, out);
	note_start(&r);
	cut_clauses(&r);
	mark_stops(&r);
	for (uint32_t i = 0; i < out->hit_count; i++)
		out->hits[i].clause = out->clause[out->hits[i].first];
	settle_negators(&r);
	judge(&r);
	settle_quantities(&r);
	settle_subjects(&r);
	note_silence(&r, words, shift);
	return 0;
}

bool cue_reading_negates(const struct cues *c, const struct cue_reading *r, uint32_t first,
			 uint32_t last)
{
	for (uint32_t i = 0; i < r->hit_count; i++) {
		const struct cue_hit *k = &r->hits[i];
		if (k->class != CUE_NEGATOR)
			continue;
		bool before = c->groups.at[k->group].backward;
		if (before ? k->scope_first <= last && last < k->scope_end
			   : k->scope_first <= first && first < k->scope_end)
			return true;
	}
	return false;
}
