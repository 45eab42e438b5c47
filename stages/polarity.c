/* SPDX-License-Identifier: MIT
 *
 * Polarity of each code: two sums one can read, "says something good" and "says
 * something bad", over the cues of the sentence, weighed by whether their
 * clause speaks of the theme, and over what the sentence's surroundings
 * suggest. A contrast whose sides point both ways makes it mixed. What a cue
 * means in its place is settled by pipeline/lexicon/cue_reading.h; the weights
 * are data, in the lexicon's polarity.yaml.
 */
#include "pipeline/lexicon/cue_reading.h"
#include "pipeline/run/stage.h"

#define KEEP_BYTES ((size_t)1024 * 1024)
#define SMALL 0.05f             /* a summand below this is no evidence worth keeping */

struct stage_state {
	const struct cues *cues;
};

/* One worker's. */
struct scratch {
	const struct cues *cues;
	struct cue_reader *reader;
	struct arena mem;               /* reset for each run of sentences */
	float *value;                   /* by group, then by rule: how much of it has been counted */
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
	bool lost;                      /* no memory for evidence */
};

/* The two sums of a code, and what makes them. */
struct sums {
	float good, bad;
};

static void add(struct sums *s, struct cue_weights w, float value)
{
	s->good += w.good * value;
	s->bad += w.bad * value;
}

/* ---- one cue ---- */

/* How the sentence's cues bear on one theme. */
struct view {
	const struct cue_reading *r;
	uint16_t theme;
	uint8_t good;                   /* enum good of the theme */
	float clause[CUE_CLAUSES_MAX];  /* weight of each clause */
	int only;                       /* this clause alone, judged as a side; or -1 */
};

#define NO_THEME UINT16_MAX

static bool weighs(const struct cue_hit *k)
{
	return !k->spent && k->class != CUE_STOP && k->class != CUE_LOW && k->class != CUE_HIGH &&
	       k->class != CUE_REDUCER && k->class != CUE_HEADING;
}

/* A side of a contrast is judged by what it says, not by where it stands. */
static bool is_frame(enum cue_class c)
{
	return c == CUE_START || c == CUE_CONTRAST || c == CUE_CONCESSION || c == CUE_FRAGMENT;
}

/* The rule that a cue follows for this theme. */
static enum cue_rule rule_for(const struct view *v, const struct cue_hit *k)
{
	if (!k->theme_decides)
		return (enum cue_rule)k->rule;
	return k->up == (v->good != GOOD_LOW) ? CUE_RULE_TO_GOOD_THEME : CUE_RULE_TO_BAD_THEME;
}

static float clause_weight(const struct scratch *s, const struct view *v, const struct cue_hit *k)
{
	if (v->only >= 0)
		return k->clause == v->only && !is_frame(k->class) ? 1.0f : 0.0f;
	float w = v->clause[k->clause];
	return v->r->conceded && k->clause == 0 ? w * s->cues->decision.concession : w;
}

/* What a cue adds. The second of its kind counts less, and all of a kind up to a cap: three
 * words of praise for one thing are one finding. */
static struct sums cue_sums(struct scratch *s, const struct view *v, const struct cue_hit *k)
{
	const struct cue_decision *dec = &s->cues->decision;
	struct sums out = { 0 };
	float w = weighs(k) ? clause_weight(s, v, k) : 0;
	if (w <= 0)
		return out;
	enum cue_rule rule = rule_for(v, k);
	float *had = rule == CUE_RULE_NONE ? &s->value[k->group]
					   : &s->value[s->cues->groups.n + rule];
	float now = *had + (*had > 0 ? w * dec->repeat : w);
	if (now > dec->cap)
		now = dec->cap;
	add(&out, rule == CUE_RULE_NONE
			  ? cue_group_weights(&s->cues->groups.at[k->group], v->theme)
			  : s->cues->rules[rule], now - *had);
	*had = now;
	return out;
}

static void forget_values(struct scratch *s)
{
	memset(s->value, 0, sizeof *s->value * (size_t)(s->cues->groups.n + CUE_RULE_COUNT));
}

static struct sums sum_cues(struct scratch *s, const struct view *v)
{
	struct sums sum = { 0 };
	forget_values(s);
	for (uint32_t i = 0; i < v->r->hit_count; i++) {
		struct sums one = cue_sums(s, v, &v->r->hits[i]);
		sum.good += one.good;
		sum.bad += one.bad;
	}
	return sum;
}

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

/* What a sentence says apart from any theme, from -1 to 1. */
static float tone_of(struct scratch *s, const struct cue_reading *r)
{
	const struct cues *c = s->cues;
	struct view v = { .r = r, .theme = NO_THEME, .good = GOOD_HIGH, .only = -1 };
	for (int i = 0; i < CUE_CLAUSES_MAX; i++)
		v.clause[i] = 1;
	struct sums sum = sum_cues(s, &v);
	if (r->fragment)
		add(&sum, c->rules[CUE_RULE_FRAGMENT], 1);
	if (r->double_negation)
		add(&sum, c->rules[CUE_RULE_DOUBLE_NEGATION], 1);
	float tone = (sum.good + c->decision.bias_good - sum.bad - c->decision.bias_bad) /
		     c->decision.tone_scale;
	return tone > 1 ? 1 : tone < -1 ? -1 : tone;
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
		run->tone[i] = tone_of(run->s, &run->readings[i]);
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
		if (t->theme == theme && !(t->flags & TERM_VETO) && h->first - base < r->words)
			bits |= UINT32_C(1) << r->clause[h->first - base];
	}
	return bits;
}

/* A clause that speaks only of other themes says little about this one. */
static void weigh_clauses(const struct run *run, struct view *v, const struct code *codes,
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

static struct cue_use *push_use(struct run *run, struct code *k, struct sums sum)
{
	if (sum.good < SMALL && sum.good > -SMALL && sum.bad < SMALL && sum.bad > -SMALL)
		return NULL;
	struct cue_use *u = VEC_PUSH(&run->d->mem, &run->d->cue_uses);
	if (!u) {
		run->lost = true;
		return NULL;
	}
	*u = (struct cue_use){ .cue = UINT32_MAX, .good = sum.good, .bad = sum.bad };
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

static void note_cue(struct run *run, struct code *k, const struct view *v,
		     const struct cue_hit *h, struct sums sum)
{
	const struct sentence *s = &run->d->sents.at[k->sent];
	enum cue_rule rule = rule_for(v, h);
	struct cue_use *u = push_use(run, k, sum);
	if (!u)
		return;
	u->cue = h->cue;
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

static void add_rule(struct run *run, struct code *k, enum cue_rule rule, float value)
{
	struct sums sum = { 0 };
	add(&sum, run->s->cues->rules[rule], value);
	k->good += sum.good;
	k->bad += sum.bad;
	struct cue_use *u = push_use(run, k, sum);
	if (u)
		u->rule = cue_rule_name(rule);
}

/* What the surroundings suggest. */
static void add_context(struct run *run, struct code *k, uint32_t i)
{
	const struct cue_reading *r = &run->readings[i];
	float previous = i ? run->tone[i - 1] : 0;
	float others = run->count > 1 ? (run->tones - run->tone[i]) / (float)(run->count - 1) : 0;
	if (r->fragment)
		add_rule(run, k, CUE_RULE_FRAGMENT, 1);
	if (r->double_negation)
		add_rule(run, k, CUE_RULE_DOUBLE_NEGATION, 1);
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
	struct sums sum = { 0 };
	add(&sum, g->weights, 1);
	k->good += sum.good;
	k->bad += sum.bad;
	struct cue_use *u = push_use(run, k, sum);
	if (u)
		u->rule = g->id;
}

/* One side clearly good, another clearly bad. */
static bool is_mixed(struct scratch *s, const struct view *view)
{
	struct view v = *view;
	float best = 0, worst = 0;
	for (v.only = 0; v.only < v.r->clauses; v.only++) {
		if (v.clause[v.only] < 1)
			continue;
		struct sums side = sum_cues(s, &v);
		float tone = side.good - side.bad;
		best = tone > best ? tone : best;
		worst = tone < worst ? tone : worst;
	}
	return best > s->cues->decision.mixed_good && worst < -s->cues->decision.mixed_bad;
}

/* The last change that the sentence tells of. Level and change are apart: "improved but still
 * inadequate" is better, and a concern. */
static enum change change_of(const struct scratch *s, const struct view *v)
{
	enum change change = CHANGE_NONE;
	for (uint32_t i = 0; i < v->r->hit_count; i++) {
		const struct cue_hit *k = &v->r->hits[i];
		enum cue_rule rule = rule_for(v, k);
		if (v->clause[k->clause] < 1)
			continue;
		if (k->class == CUE_BETTER && rule == CUE_RULE_NONE)
			change = CHANGE_BETTER;
		else if (k->class == CUE_WORSE && rule == CUE_RULE_NONE)
			change = CHANGE_WORSE;
		else if ((k->class == CUE_RISE || k->class == CUE_FALL) &&
			 s->cues->groups.at[k->group].changes)
			change = rule == CUE_RULE_TO_GOOD_QUANTITY || rule == CUE_RULE_TO_GOOD_THEME
					 ? CHANGE_BETTER
					 : CHANGE_WORSE;
	}
	return change;
}

static enum polarity decide(const struct cue_decision *dec, const struct code *k)
{
	if (k->good < dec->neutral_below && k->bad < dec->neutral_below)
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
	struct view v = { .r = &run->readings[i], .theme = k->theme,
			  .good = run->lx->themes.at[k->theme].good, .only = -1 };
	weigh_clauses(run, &v, codes, count, self, hit);
	k->cue_first = (uint32_t)run->d->cue_uses.n;
	k->cue_count = 0;
	k->good = s->cues->decision.bias_good;
	k->bad = s->cues->decision.bias_bad;
	forget_values(s);
	for (uint32_t j = 0; j < v.r->hit_count; j++) {
		struct sums sum = cue_sums(s, &v, &v.r->hits[j]);
		k->good += sum.good;
		k->bad += sum.bad;
		note_cue(run, k, &v, &v.r->hits[j], sum);
	}
	bool quiet = k->cue_count == 0;
	add_context(run, k, i);
	add_heading(run, k, i, quiet);
	k->polarity = (uint8_t)decide(&s->cues->decision, k);
	if (v.r->clauses > 1 && is_mixed(s, &v))
		k->polarity = POL_MIXED;
	k->change = (uint8_t)change_of(s, &v);
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
	for (uint32_t b = 0; rc == 0 && b < (uint32_t)d->blocks.n;) {
		uint32_t end = run_end(d, b);
		struct run run = { .d = d, .s = s, .lx = sh->lexicon,
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
	s->value = calloc((size_t)(s->cues->groups.n + CUE_RULE_COUNT), sizeof *s->value);
	if (!s->value)
		return fail(e, E_NOMEM, "out of memory for polarity");
	return cue_reader_new(&s->reader, s->cues, e);
}

static void end(void *scratch)
{
	struct scratch *s = scratch;
	if (!s)
		return;
	cue_reader_free(s->reader);
	arena_release(&s->mem);
	free(s->value);
	free(s);
}

const struct stage stage_polarity = {
	.name = "polarity",
	.help = "codes to strength, concern, mixed or neutral, and to better or worse",
	.needs = LAYER_TEXT | LAYER_SENTENCES | LAYER_TOKENS | LAYER_STEMS | LAYER_HITS | LAYER_CODES,
	.gives = LAYER_POLARITY,
	.open = open_polarity,
	.begin = begin,
	.process = process,
	.end = end,
	.close = free,
};
