/* SPDX-License-Identifier: MIT
 *
 * See polarity_rows.h.
 */
#include "pipeline/eval/polarity_rows.h"
#include "pipeline/eval/replay.h"

#define KEEP_ENTRIES ((size_t)64 << 20)

struct reading {
	struct polarity_rows *rows;
	struct replay replay;
	bool *seen;                 /* [sentences][themes]: a row is there */
	struct error *e;
};

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the cues of coded sentences");
}

int polarity_rows_init(struct polarity_rows *r, const struct gold *g, const struct config *config,
		       const struct lexicon *lx, struct error *e)
{
	*r = (struct polarity_rows){ .g = g, .config = config, .lx = *lx };
	arena_init(&r->mem, 0);
	arena_init(&r->own, 0);
	if (!lx->cues)
		return fail(e, E_LEXICON, "%.*s: no polarity.yaml, so there are no cues to fit",
			    STR_ARG(lx->path));
	r->lx.cues = &r->twin;
	return cues_twin(&r->twin, &r->own, lx->cues, e);
}

void polarity_rows_release(struct polarity_rows *r)
{
	arena_release(&r->mem);
	arena_release(&r->own);
}

static int add_entries(struct reading *rd, const struct code *k, struct polarity_row *row)
{
	struct polarity_rows *r = rd->rows;
	const struct doc *d = &rd->replay.d;
	row->entry_first = (uint32_t)r->entries.n;
	for (uint32_t i = k->cue_first; i < k->cue_first + k->cue_count; i++) {
		const struct cue_use *u = &d->cue_uses.at[i];
		if (u->value == 0)
			continue;
		struct polarity_entry *x = VEC_PUSH(&r->mem, &r->entries);
		if (!x)
			return no_memory(rd->e);
		*x = (struct polarity_entry){ u->slot, (double)u->value };
		row->entry_count++;
		if (u->cue != UINT32_MAX)
			row->own += (double)u->good - (double)u->bad;
	}
	return 0;
}

/* A sentence that we cut in two, say, has the coders' codes on both parts: the first counts. */
static int add_code(struct reading *rd, const struct code *k)
{
	struct polarity_rows *r = rd->rows;
	ptrdiff_t sentence = replay_sentence(&rd->replay, k->sent);
	bool *seen = &rd->seen[sentence * r->g->themes + k->theme];
	if (*seen)
		return 0;
	*seen = true;
	struct polarity_row *row = VEC_PUSH(&r->mem, &r->at);
	if (!row)
		return no_memory(rd->e);
	row->sentence = (uint32_t)sentence;
	row->theme = k->theme;
	row->coders = gold_code(r->g, sentence, k->theme)->polarities;
	row->got = k->polarity;
	row->sum[CUE_SAYS_GOOD] = (double)k->good;
	row->sum[CUE_SAYS_BAD] = (double)k->bad;
	return add_entries(rd, k, row);
}

static int read_paragraph(struct reading *rd, ptrdiff_t p)
{
	const struct doc *d = &rd->replay.d;
	int rc = replay_coded(&rd->replay, p, rd->e);
	for (ptrdiff_t i = 0; i < d->codes.n && rc == 0; i++)
		rc = add_code(rd, &d->codes.at[i]);
	return rc;
}

int polarity_rows_read(struct polarity_rows *r, const struct cue_numbers *n, struct error *e)
{
	struct config config = *r->config;
	struct reading rd = { .rows = r, .e = e };
	config.all_cues = true;
	cue_numbers_set(&r->twin, n);
	arena_reset(&r->mem, KEEP_ENTRIES);
	memset(&r->at, 0, sizeof r->at);
	memset(&r->entries, 0, sizeof r->entries);
	rd.seen = NEW(&r->mem, bool, r->g->sentences.n * r->g->themes + 1);
	int rc = rd.seen ? 0 : no_memory(e);
	if (rc == 0)
		rc = replay_open(&rd.replay, r->g, &config, &r->lx, LAYER_POLARITY | LAYER_CUES,
				 e);
	for (ptrdiff_t p = 0; p < r->g->paragraphs.n && rc == 0; p++)
		rc = read_paragraph(&rd, p);
	replay_close(&rd.replay);
	return rc;
}

enum polarity polarity_row_decide(const struct polarity_rows *r, const struct polarity_row *row,
				  double lean, double neutral_below)
{
	double within = (double)r->twin.decision.neutral_within;
	double good = row->sum[CUE_SAYS_GOOD], bad = row->sum[CUE_SAYS_BAD];
	if (row->got == POL_MIXED)
		return POL_MIXED;
	if (good < neutral_below && bad < neutral_below && row->own < within && row->own > -within)
		return POL_NEUTRAL;
	return good - bad > lean ? POL_STRENGTH : POL_CONCERN;
}
