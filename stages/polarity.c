/* SPDX-License-Identifier: MIT
 *
 * Polarity of each code: two sums one can read, "says something good" and "says
 * something bad", over the cues of the sentence, weighed by whether their
 * clause speaks of the theme, and over what the sentence's surroundings
 * suggest. A contrast whose sides point both ways makes it mixed. What a cue
 * means in its place is settled by pipeline/lexicon/cue_reading.h; the weights
 * are data, in the lexicon's polarity.yaml.
 */
#include "pipeline/lexicon/cue_numbers.h"
#include "pipeline/run/stage.h"
#include "stages/polarity_sums.h"

#define KEEP_BYTES ((size_t)1024 * 1024)
#define SMALL 0.05f             /* a summand below this is no evidence worth keeping */
#define TELLING 1.0f            /* one that tips the balance by this is a reason to be shown */

struct stage_state {
	const struct cues *cues;
};

/* One worker's. */
struct scratch {
	const struct cues *cues;
	struct cue_reader *reader;
	struct polarity_tally tally;
	struct arena mem;               /* reset for each run of sentences */
	uint32_t heading;               /* the heading last looked at, and its group or NO_GROUP */
	uint16_t heading_group;
};

#define NO_GROUP UINT16_MAX

/* Sentences that belong together: of a paragraph, or of the items of a list. */
struct run {
	struct doc *d;
	struct scratch *s;
	const struct lexicon *lx;
	uint32_t first, count;
	struct cue_reading *readings;
	float *tone;                    /* from -1 to 1 */
	float tones;                    /* their sum */
	uint16_t *over;                 /* group of the last heading cue before each, or NO_GROUP */
	bool all_cues;                  /* see config */
	bool keep;                      /* evidence, for somebody reads it */
	bool lost;                      /* no memory for evidence */
};

/* ---- a run of sentences ---- */

static int read_sentence(struct run *run, uint32_t i, struct error *e)
{
	struct doc *d = run->d;
	const struct sentence *s = &d->sents.at[run->first + i];
	const struct token *t = d->toks.at + s->tok_first;
	uint8_t *breaks = arena_get(&run->s->mem, (ptrdiff_t)s->tok_count + 1, 1, 1);
	if (!breaks)
		return fail(e, E_NOMEM, "no memory for the polarity of a sentence");
	for (uint32_t j = 1; j < s->tok_count; j++) {
		uint32_t end = t[j - 1].off + t[j - 1].len;
		breaks[j] = word_break_of(doc_text(d, end, t[j].off - end));
	}
	return cue_read(run->s->reader, &run->s->mem, d->forms + s->tok_first, breaks,
			s->tok_count, &run->readings[i], e);
}

static int read_run(struct run *run, struct error *e)
{
	run->readings = NEW(&run->s->mem, struct cue_reading, (ptrdiff_t)run->count);
	run->tone = NEW(&run->s->mem, float, (ptrdiff_t)run->count);
	run->over = NEW(&run->s->mem, uint16_t, (ptrdiff_t)run->count);
	if (!run->readings || !run->tone || !run->over)
		return fail(e, E_NOMEM, "no memory for the polarity of a paragraph");
	uint16_t over = NO_GROUP;
	for (uint32_t i = 0; i < run->count; i++) {
		int rc = read_sentence(run, i, e);
		if (rc < 0)
			return rc;
		run->tone[i] = polarity_tone(&run->s->tally, &run->readings[i]);
		run->tones += run->tone[i];
		run->over[i] = over;
		if (run->readings[i].heading &&
		    !run->s->cues->groups.at[run->readings[i].heading_group].block_only)
			over = run->readings[i].heading_group;
	}
	return 0;
}

/* The group of the heading cue that block b stands for, or NO_GROUP. */
static uint16_t heading_group(struct run *run, uint32_t b)
{
	struct scratch *s = run->s;
	if (b == NO_BLOCK)
		return NO_GROUP;
	if (s->heading == b)
		return s->heading_group;
	s->heading = b;
	s->heading_group = NO_GROUP;
	const struct block *h = &run->d->blocks.at[b];
	struct cue_reading r = { 0 };
	struct run one = { .d = run->d, .s = s, .first = h->sent_first, .count = 1,
			   .readings = &r };
	struct error ignored = { 0 };
	if (h->sent_count && read_sentence(&one, 0, &ignored) == 0 && r.heading)
		s->heading_group = r.heading_group;
	return s->heading_group;
}

/* The same of what stands over sentence i: in its paragraph, in the sentence that introduces its
 * list, or in the heading. */
static uint16_t heading_over(struct run *run, uint32_t i)
{
	const struct block *b = &run->d->blocks.at[run->d->sents.at[run->first + i].block];
	uint16_t group = run->over[i];
	if (group == NO_GROUP)
		group = heading_group(run, b->intro);
	return group == NO_GROUP ? heading_group(run, b->heading) : group;
}

/* ---- one code ---- */

/* Clauses of the sentence in which a theme's terms stand, as bits. */
static uint32_t theme_clauses(const struct run *run, const struct cue_reading *r, uint32_t sent,
			      uint16_t theme, ptrdiff_t hit)
{
	const struct doc *d = run->d;
	uint32_t bits = 0, base = d->sents.at[sent].tok_first;
	for (; hit < d->hits.n && d->hits.at[hit].sent == sent; hit++) {
		const struct hit *h = &d->hits.at[hit];
		const struct term *t = &run->lx->terms.at[h->term];
		if (lexicon_lies_in(run->lx, t->theme, theme) && !(t->flags & TERM_VETO) &&
		    h->first - base < r->words)
			bits |= UINT32_C(1) << r->clause[h->first - base];
	}
	return bits;
}

/* A clause that speaks only of other themes says little about this one. */
static void weigh_clauses(const struct run *run, struct polarity_view *v, const struct code *codes,
			  ptrdiff_t count, ptrdiff_t self, ptrdiff_t hit)
{
	uint32_t own = 0, others = 0;
	if (v->r->clauses > 1) {
		own = theme_clauses(run, v->r, codes[self].sent, codes[self].theme, hit);
		for (ptrdiff_t i = 0; own && i < count; i++)
			if (i != self)
				others |= theme_clauses(run, v->r, codes[i].sent, codes[i].theme,
							hit);
	}
	for (int i = 0; i < CUE_CLAUSES_MAX; i++)
		v->clause[i] = others & ~own & (UINT32_C(1) << i)
				       ? run->s->cues->decision.other_clause
				       : 1.0f;
}

static bool is_small(struct polarity_sums sum)
{
	return sum.good < SMALL && sum.good > -SMALL && sum.bad < SMALL && sum.bad > -SMALL;
}

/* A new summand of k, to be filled; NULL: it is too small, or nobody reads it. */
static struct cue_use *push_use(struct run *run, struct code *k, struct polarity_sums sum,
				ptrdiff_t slot)
{
	if (!run->keep || (run->all_cues ? sum.value == 0 : is_small(sum)))
		return NULL;
	struct cue_use *u = VEC_PUSH(&run->d->mem, &run->d->cue_uses);
	if (!u) {
		run->lost = true;
		return NULL;
	}
	float lean = sum.good - sum.bad;
	*u = (struct cue_use){ .cue = UINT32_MAX, .good = sum.good, .bad = sum.bad,
			       .slot = (uint32_t)slot, .value = sum.value,
			       .decides = lean >= TELLING || lean <= -TELLING };
	k->cue_count++;
	return u;
}

/* The text of words [first, end) of a sentence. */
static void span_of(const struct doc *d, const struct sentence *s, uint32_t first, uint32_t end,
		    uint32_t *off, uint32_t *len)
{
	const struct token *a = &d->toks.at[s->tok_first + first];
	const struct token *b = &d->toks.at[s->tok_first + end - 1];
	*off = a->off;
	*len = b->off + b->len - a->off;
}

/* Grammar and quantifiers have weights too, but are no reason that a reader would accept. */
static bool judges(enum cue_class c)
{
	return c == CUE_GOOD || c == CUE_BAD || c == CUE_BETTER || c == CUE_WORSE ||
	       c == CUE_TOPIC || c == CUE_SHORTFALL || c == CUE_NEGATOR || c == CUE_NEED ||
	       c == CUE_RISE || c == CUE_FALL;
}

static void note_cue(struct run *run, struct code *k, const struct polarity_view *v,
		     const struct cue_hit *h, struct polarity_sums sum)
{
	const struct sentence *s = &run->d->sents.at[k->sent];
	enum cue_rule rule = polarity_rule(v, h);
	const struct cues *c = run->s->cues;
	struct cue_use *u = push_use(run, k, sum, rule == CUE_RULE_NONE
			? cue_group_slot(c, h->group, k->theme) : cue_rule_slot(c, rule));
	if (!u)
		return;
	u->cue = h->cue;
	u->decides &= judges((enum cue_class)h->class);
	u->rule = rule == CUE_RULE_NONE ? str_of(cue_class_name((enum cue_class)h->class))
					: cue_rule_name(rule);
	span_of(run->d, s, h->first, h->last + 1, &u->off, &u->len);
	uint32_t from = h->scope_first, end = h->scope_end;
	if (from == end && v->r->clauses == 1)
		return;
	if (from == end) {
		for (from = h->first; from > 0 && v->r->clause[from - 1] == h->clause;)
			from--;
		for (end = h->last + 1; end < v->r->words && v->r->clause[end] == h->clause;)
			end++;
	}
	span_of(run->d, s, from, end, &u->scope_off, &u->scope_len);
}

/* Mixed is no matter of the sums. */
static void note_mixed(struct run *run, struct code *k)
{
	if (!run->keep)
		return;
	struct cue_use *u = VEC_PUSH(&run->d->mem, &run->d->cue_uses);
	if (!u) {
		run->lost = true;
		return;
	}
	*u = (struct cue_use){ .cue = UINT32_MAX, .rule = S("sides of a contrast differ"),
			       .decides = true };
	k->cue_count++;
}

static void add_rule(struct run *run, struct code *k, enum cue_rule rule, float value)
{
	struct polarity_sums sum = { 0 };
	polarity_add(&sum, run->s->cues->rules[rule], value);
	k->good += sum.good;
	k->bad += sum.bad;
	struct cue_use *u = push_use(run, k, sum, cue_rule_slot(run->s->cues, rule));
	if (u)
		u->rule = cue_rule_name(rule);
}

/* What the surroundings suggest. Praise around it does not talk a settled shortfall away. */
static void add_context(struct run *run, struct code *k, uint32_t i, bool settled)
{
	const struct cue_reading *r = &run->readings[i];
	float previous = i ? run->tone[i - 1] : 0;
	float others = run->count > 1 ? (run->tones - run->tone[i]) / (float)(run->count - 1) : 0;
	if (settled && previous > 0)
		previous = 0;
	if (settled && others > 0)
		others = 0;
	if (r->fragment)
		add_rule(run, k, CUE_RULE_FRAGMENT, 1);
	if (r->double_negation)
		add_rule(run, k, CUE_RULE_DOUBLE_NEGATION, 1);
	if (r->silent)
		add_rule(run, k, CUE_RULE_SILENT, 1);
	if (r->figure)
		add_rule(run, k, CUE_RULE_FIGURE, 1);
	add_rule(run, k, CUE_RULE_PREVIOUS, previous);
	add_rule(run, k, CUE_RULE_PARAGRAPH, others);
	if (r->turns == CUE_TURN_AGAINST)
		add_rule(run, k, CUE_RULE_TURN, previous);
	if (r->turns == CUE_TURN_BACK)
		add_rule(run, k, CUE_RULE_POINTS_BACK, previous);
}

/* What the heading above suggests; some only where the sentence's own cues say nothing. */
static void add_heading(struct run *run, struct code *k, uint32_t i, bool quiet)
{
	uint16_t heading = heading_over(run, i);
	const struct cue_group *g = &run->s->cues->groups.at[heading == NO_GROUP ? 0 : heading];
	if (heading == NO_GROUP || (g->quiet_only && !quiet))
		return;
	struct polarity_sums sum = { 0 };
	polarity_add(&sum, g->weights, 1);
	k->good += sum.good;
	k->bad += sum.bad;
	struct cue_use *u = push_use(run, k, sum, heading);
	if (u)
		u->rule = g->id;
}

/* own: how far the sentence's own cues lean to good. Where they pull against what surrounds them,
 * both sums are low, but that is no neutral sentence. */
static enum polarity decide(const struct cue_decision *dec, const struct code *k, float own)
{
	if (k->good < dec->neutral_below && k->bad < dec->neutral_below &&
	    own < dec->neutral_within && own > -dec->neutral_within)
		return POL_NEUTRAL;
	return k->good - k->bad > dec->lean ? POL_STRENGTH : POL_CONCERN;
}

/* codes: those of the sentence; hit: the sentence's first. */
static void judge_code(struct run *run, struct code *codes, ptrdiff_t count, ptrdiff_t self,
		       ptrdiff_t hit)
{
	struct scratch *s = run->s;
	struct code *k = &codes[self];
	uint32_t i = k->sent - run->first;
	struct polarity_view v = { .r = &run->readings[i], .theme = k->theme,
			  .good = run->lx->themes.at[k->theme].good, .only = -1 };
	weigh_clauses(run, &v, codes, count, self, hit);
	k->cue_first = (uint32_t)run->d->cue_uses.n;
	k->cue_count = 0;
	k->good = s->cues->decision.bias_good;
	k->bad = s->cues->decision.bias_bad;
	polarity_tally_reset(&s->tally);
	bool shortfall = false, quiet = true;
	for (uint32_t j = 0; j < v.r->hit_count; j++) {
		struct polarity_sums sum = polarity_of_cue(&s->tally, &v, &v.r->hits[j]);
		k->good += sum.good;
		k->bad += sum.bad;
		shortfall |= v.r->hits[j].class == CUE_SHORTFALL &&
			     sum.bad - sum.good >= s->cues->decision.settled;
		quiet &= is_small(sum);
		note_cue(run, k, &v, &v.r->hits[j], sum);
	}
	float own = k->good - s->cues->decision.bias_good - k->bad + s->cues->decision.bias_bad;
	add_context(run, k, i, shortfall && own < 0);
	add_heading(run, k, i, quiet);
	k->polarity = (uint8_t)decide(&s->cues->decision, k, own);
	if (v.r->clauses > 1 && polarity_is_mixed(&s->tally, &v)) {
		k->polarity = POL_MIXED;
		note_mixed(run, k);
	}
	k->change = (uint8_t)polarity_change(s->cues, &v);
}

/* ---- the document ---- */

/* The block behind the last one of the run that starts with block b. */
static uint32_t run_end(const struct doc *d, uint32_t b)
{
	const struct block *first = &d->blocks.at[b];
	uint32_t end = b + 1;
	if (first->kind == BLOCK_ITEM)
		while (end < (uint32_t)d->blocks.n && d->blocks.at[end].kind == BLOCK_ITEM &&
		       d->blocks.at[end].intro == first->intro &&
		       d->blocks.at[end].heading == first->heading)
			end++;
	return end;
}

static int judge_run(struct run *run, ptrdiff_t *code, ptrdiff_t *hit, struct error *e)
{
	struct doc *d = run->d;
	uint32_t end = run->first + run->count;
	if (*code == d->codes.n || d->codes.at[*code].sent >= end)
		return 0;
	arena_reset(&run->s->mem, KEEP_BYTES);
	int rc = read_run(run, e);
	while (rc == 0 && *code < d->codes.n && d->codes.at[*code].sent < end) {
		struct code *codes = &d->codes.at[*code];
		ptrdiff_t count = 0;
		while (*code + count < d->codes.n && codes[count].sent == codes->sent)
			count++;
		while (*hit < d->hits.n && d->hits.at[*hit].sent < codes->sent)
			++*hit;
		for (ptrdiff_t i = 0; i < count; i++)
			judge_code(run, codes, count, i, *hit);
		*code += count;
	}
	if (run->lost)
		return fail(e, E_LIMIT, "no memory for the evidence of polarity");
	return rc;
}

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		   const void *state, void *scratch, struct error *e)
{
	(void)w, (void)state;
	struct scratch *s = scratch;
	ptrdiff_t code = 0, hit = 0;
	int rc = 0;
	if (!s->cues)
		return 0;
	s->heading = NO_BLOCK;
	struct doc_window part = doc_window(d);
	for (uint32_t b = part.block; rc == 0 && b < part.block_end;) {
		uint32_t end = run_end(d, b);
		struct run run = { .d = d, .s = s, .lx = sh->lexicon,
				   .all_cues = sh->config->all_cues,
				   .keep = sh->wanted & LAYER_CUES,
				   .first = d->blocks.at[b].sent_first };
		for (; b < end; b++)
			run.count += d->blocks.at[b].sent_count;
		if (run.count)
			rc = judge_run(&run, &code, &hit, e);
	}
	return rc;
}

static int open_polarity(void **state, const struct stage_shared *sh, struct error *e)
{
	struct stage_state *p = calloc(1, sizeof *p);
	if (!p)
		return fail(e, E_NOMEM, "out of memory for polarity");
	p->cues = sh->lexicon->cues;
	*state = p;
	return 0;
}

static int begin(void **scratch, const void *state, struct error *e)
{
	const struct stage_state *p = state;
	struct scratch *s = calloc(1, sizeof *s);
	if (!s)
		return fail(e, E_NOMEM, "out of memory for polarity");
	*scratch = s;
	arena_init(&s->mem, 0);
	s->cues = p->cues;
	if (!s->cues)
		return 0;
	int rc = polarity_tally_init(&s->tally, s->cues, e);
	return rc < 0 ? rc : cue_reader_new(&s->reader, s->cues, e);
}

static void end(void *scratch)
{
	struct scratch *s = scratch;
	if (!s)
		return;
	cue_reader_free(s->reader);
	arena_release(&s->mem);
	polarity_tally_release(&s->tally);
	free(s);
}

const struct stage stage_polarity = {
	.name = "polarity",
	.help = "codes to strength, concern, mixed or neutral, and to better or worse",
	.needs = LAYER_TEXT | LAYER_SENTENCES | LAYER_TOKENS | LAYER_STEMS | LAYER_HITS |
		 LAYER_CODES,
	.gives = LAYER_POLARITY | LAYER_CUES,
	.open = open_polarity,
	.begin = begin,
	.process = process,
	.end = end,
	.close = free,
};
