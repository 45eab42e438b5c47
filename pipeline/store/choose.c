/* SPDX-License-Identifier: MIT
 *
 * See choose.h. Terms carry over within a paragraph and from its heading, so both
 * are taken whole. Polarity reads more: the run of each block, the first sentence
 * of its heading and of what introduces its list.
 */
#include "pipeline/doc/paragraph.h"
#include "pipeline/store/choose.h"

struct choice {
	struct reuse *reuse;
	const struct kept_layers *kept;
	struct doc *d;
	bool *hit;                      /* one a block: a term that differs occurs in it */
	struct error *e;
};

/* The words of the block's first count sentences. */
static int read_words(const struct choice *c, uint32_t block, uint32_t count)
{
	const struct block *b = &c->d->blocks.at[block];
	int rc = 0;
	for (uint32_t i = 0; i < count && i < b->sent_count && rc == 0; i++)
		rc = kept_layers_words(c->kept, c->d, b->sent_first + i, c->e);
	return rc;
}

/* Blocks with a sentence in which a changed term occurred. */
static int find_changed(struct choice *c, struct str hits)
{
	struct doc *d = c->d;
	uint64_t *set = NEW(&d->mem, uint64_t, (ptrdiff_t)sentence_set_words((uint32_t)d->sents.n) + 1);
	if (!hits.n)
		return 0;
	int rc = set ? reuse_find_changed(c->reuse, hits, set, (uint32_t)d->sents.n, c->e)
		     : fail(c->e, E_NOMEM, "no memory to choose paragraphs");
	for (uint32_t i = 0; i < (uint32_t)d->sents.n && rc == 0; i++)
		c->hit[d->sents.at[i].block] |= sentence_set_has(set, i);
	return rc;
}

/* And those with one in which an added term occurs. */
static int find_added(struct choice *c, const uint64_t *suspects)
{
	struct doc *d = c->d;
	int rc = 0;
	for (uint32_t i = 0; i < (uint32_t)d->sents.n && suspects && rc >= 0; i++) {
		uint32_t block = d->sents.at[i].block;
		if (!sentence_set_has(suspects, i) || c->hit[block] || !word_index_has(d, i))
			continue;
		rc = kept_layers_words(c->kept, d, i, c->e);
		if (rc == 0)
			rc = reuse_occurs(c->reuse, d, i, c->e);
		c->hit[block] = rc > 0;
	}
	return rc < 0 ? rc : 0;
}

static bool any_hit(const struct choice *c)
{
	bool any = false;
	for (ptrdiff_t i = 0; i < c->d->blocks.n; i++)
		any |= c->hit[i];
	return any;
}

/* Choose the paragraph that begins with block `first` if it is concerned. */
static void choose_paragraph(struct choice *c, ptrdiff_t first)
{
	struct doc *d = c->d;
	uint32_t heading = d->blocks.at[first].heading;
	bool hit = heading != NO_BLOCK && c->hit[heading];
	for (ptrdiff_t i = first; i >= 0 && !hit; i = paragraph_next(d, first, i))
		hit = c->hit[i];
	for (ptrdiff_t i = first; i >= 0 && hit; i = paragraph_next(d, first, i))
		d->chosen[i] = true;
	if (heading != NO_BLOCK)
		d->chosen[heading] |= hit;
}

static void choose_paragraphs(struct choice *c)
{
	struct doc *d = c->d;
	for (ptrdiff_t i = 0, end; i < d->blocks.n; i = end) {
		end = i + 1;
		d->chosen[i] |= c->hit[i];      /* a heading of nothing, too: where terms occur is kept */
		if (!block_is_evidence(&d->blocks.at[i]))
			continue;
		choose_paragraph(c, i);
		for (ptrdiff_t k = i; k >= 0; k = paragraph_next(d, i, k))
			end = k + 1;
	}
}

/* What is read for block b of a run with a chosen block. */
static int read_around(const struct choice *c, uint32_t b)
{
	const struct block *block = &c->d->blocks.at[b];
	int rc = read_words(c, b, block->sent_count);
	if (rc == 0 && block->heading != NO_BLOCK)
		rc = read_words(c, block->heading, 1);
	if (rc == 0 && block->intro != NO_BLOCK)
		rc = read_words(c, block->intro, 1);
	return rc;
}

static int read_runs(const struct choice *c)
{
	const struct doc *d = c->d;
	int rc = 0;
	for (uint32_t b = 0, end; b < (uint32_t)d->blocks.n && rc == 0; b = end) {
		bool any = false;
		end = run_end(d, b);
		for (uint32_t i = b; i < end; i++)
			any |= d->chosen[i];
		for (uint32_t i = b; i < end && any && rc == 0; i++)
			rc = read_around(c, i);
	}
	return rc;
}

int choose_blocks(struct reuse *r, const struct kept_layers *k, struct doc *d, struct str hits,
		  const uint64_t *suspects, struct error *e)
{
	struct choice c = { r, k, d, NEW(&d->mem, bool, d->blocks.n + 1), e };
	d->chosen = NEW(&d->mem, bool, d->blocks.n + 1);
	int rc = c.hit && d->chosen ? find_changed(&c, hits)
				    : fail(e, E_NOMEM, "no memory to choose paragraphs");
	if (rc == 0)
		rc = find_added(&c, suspects);
	if (rc < 0 || !any_hit(&c))
		return rc;
	choose_paragraphs(&c);
	rc = read_runs(&c);
	return rc < 0 ? rc : 1;
}
