/* SPDX-License-Identifier: MIT
 *
 * Polarity of each code: sentences that belong together are read for their
 * cues, apart from any theme, then their codes are judged (polarity_codes.c).
 * What a cue means in its place is settled by pipeline/lexicon/cue_reading.h;
 * the weights are data, in the lexicon's polarity.yaml.
 */
#include "pipeline/doc/paragraph.h"
#include "stages/polarity.h"

#define KEEP_BYTES ((size_t)1024 * 1024)

struct stage_state {
	const struct lexicon *lx;
};

/* ---- a run of sentences ---- */

/* The first of the sentence's marks, and how many there are. Sentences come in order but for
 * headings. */
static ptrdiff_t find_marks(struct polarity_run *run, uint32_t sent, ptrdiff_t *count)
{
	const struct doc *d = run->d;
	ptrdiff_t i = run->s->mark;
	if (i > 0 && d->marks.at[i - 1].sent >= sent) {
		*count = doc_marks_of(d, sent, &i);
		return i;
	}
	while (i < d->marks.n && d->marks.at[i].sent < sent)
		i++;
	ptrdiff_t first = i;
	while (i < d->marks.n && d->marks.at[i].sent == sent)
		i++;
	*count = i - first;
	run->s->mark = i;
	return first;
}

int polarity_read_cues(struct polarity_run *run, uint32_t sent, struct cue_reading *out,
		       struct error *e)
{
	struct doc *d = run->d;
	const struct sentence *s = &d->sents.at[sent];
	const struct token *t = d->toks.at + s->tok_first;
	uint8_t *breaks = arena_get(&run->s->mem, (ptrdiff_t)s->tok_count + 1, 1, 1);
	if (!breaks)
		return fail(e, E_NOMEM, "no memory for the polarity of a sentence");
	const struct form *const *words = d->forms + s->tok_first;
	for (uint32_t j = 1; j < s->tok_count; j++) {
		__builtin_prefetch(words[j]);           /* is read next */
		uint32_t end = t[j - 1].off + t[j - 1].len, between = t[j].off - end;
		if (between != 1 || d->text.p[end] != ' ')
			breaks[j] = word_break_of(doc_text(d, end, between));
	}
	if (!doc_is_matched(d, s->block))
		return cue_read(run->s->reader, &run->s->mem, words, breaks, s->tok_count, out, e);
	ptrdiff_t count, first = find_marks(run, sent, &count);
	return cue_read_found(run->s->reader, &run->s->mem, words, breaks, s->tok_count,
			      count ? d->marks.at + first : NULL, count, out, e);
}

static int read_sentence(struct polarity_run *run, uint32_t i, struct error *e)
{
	struct polarity_sentence *s = &run->sents[i];
	const struct cues *c = run->s->cues;
	int rc = polarity_read_cues(run, run->first + i, &s->r, e);
	if (rc < 0)
		return rc;
	struct polarity_sums *sums = arena_raw(&run->s->mem, (ptrdiff_t)s->r.hit_count + 1,
					       sizeof *sums, alignof(struct polarity_sums));
	if (!sums)
		return fail(e, E_NOMEM, "no memory for the polarity of a sentence");
	s->tone = polarity_tone(&run->s->tally, &s->r, sums);
	s->sums = sums;
	for (uint32_t j = 0; j < s->r.hit_count; j++) {
		const struct cue_hit *h = &s->r.hits[j];
		s->by_theme |= h->theme_decides || c->groups.at[h->group].theme_count;
		s->tells_change |= polarity_tells_change(h);
	}
	return 0;
}

static int read_run(struct polarity_run *run, struct error *e)
{
	run->sents = NEW(&run->s->mem, struct polarity_sentence, (ptrdiff_t)run->count);
	if (!run->sents)
		return fail(e, E_NOMEM, "no memory for the polarity of a paragraph");
	uint16_t over = POLARITY_NO_GROUP;
	for (uint32_t i = 0; i < run->count; i++) {
		struct polarity_sentence *s = &run->sents[i];
		int rc = read_sentence(run, i, e);
		if (rc < 0)
			return rc;
		run->tones += s->tone;
		s->over = over;
		if (s->r.heading && !run->s->cues->groups.at[s->r.heading_group].block_only)
			over = s->r.heading_group;
	}
	return 0;
}

/* ---- the document ---- */

static int judge_run(struct polarity_run *run, ptrdiff_t *code, ptrdiff_t *hit, struct error *e)
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
		polarity_judge(run, codes, count, *hit);
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
	struct polarity_scratch *s = scratch;
	ptrdiff_t code = 0, hit = 0;
	int rc = 0;
	if (!s->cues)
		return 0;
	s->heading = NO_BLOCK;
	s->mark = 0;
	struct doc_window part = doc_window(d);
	for (uint32_t b = part.block; rc == 0 && b < part.block_end;) {
		uint32_t end = run_end(d, b);
		struct polarity_run run = { .d = d, .s = s, .lx = sh->lexicon,
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
	p->lx = sh->lexicon;
	*state = p;
	return 0;
}

static int begin(void **scratch, const void *state, struct error *e)
{
	const struct stage_state *p = state;
	struct polarity_scratch *s = calloc(1, sizeof *s);
	if (!s)
		return fail(e, E_NOMEM, "out of memory for polarity");
	*scratch = s;
	arena_init(&s->mem, 0);
	s->cues = p->lx->cues;
	if (!s->cues)
		return 0;
	s->clauses = calloc((size_t)p->lx->themes.n + 1, sizeof *s->clauses);
	if (!s->clauses)
		return fail(e, E_NOMEM, "out of memory for polarity");
	int rc = polarity_tally_init(&s->tally, s->cues, e);
	return rc < 0 ? rc : cue_reader_new(&s->reader, p->lx, e);
}

static void end(void *scratch)
{
	struct polarity_scratch *s = scratch;
	if (!s)
		return;
	cue_reader_free(s->reader);
	arena_release(&s->mem);
	polarity_tally_release(&s->tally);
	free(s->clauses);
	free(s);
}

const struct stage stage_polarity = {
	.name = "polarity",
	.help = "codes to strength, concern, mixed or neutral, and to better or worse",
	.needs = LAYER_TEXT | LAYER_SENTENCES | LAYER_TOKENS | LAYER_STEMS | LAYER_HITS |
		 LAYER_MARKS | LAYER_CODES,
	.gives = LAYER_POLARITY | LAYER_CUES,
	.open = open_polarity,
	.begin = begin,
	.process = process,
	.end = end,
	.close = free,
};
