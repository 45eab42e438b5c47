/* SPDX-License-Identifier: MIT
 *
 * What the tests of lexicons and of coding share: a lexicon written to a
 * folder, and a document made of a few blocks that runs through tokenize, stem,
 * match and code.
 */
#ifndef LM_TESTS_CODER_H
#define LM_TESTS_CODER_H

#include <string.h>

#include "tests/unit/rig.h"

#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/stage.h"

#define CODER_STAGES 4

struct coder {
	struct lexicon *lx;
	struct forms *forms;
	struct doc d;
	void *state[CODER_STAGES], *scratch[CODER_STAGES];
	struct buf text;
	struct error e;
};

/* A block of a test's document; sentences are parted by '|'. heading, intro: block number or -1. */
struct test_block {
	enum block_kind kind;
	const char *text;
	int heading, intro;
};

static const struct stage *const coder_stages[CODER_STAGES] = {
	&stage_tokenize, &stage_stem, &stage_match, &stage_code,
};

#define CODER_LEXICON "id: test\ntitle: Test\nversion: 1\nlanguage: english\n"

/* Write file `name` of the lexicon; an empty text writes nothing. */
static inline void coder_write(struct rig *r, const char *name, const char *text)
{
	mkdir(rig_path(r, "themes"), 0700);
	if (*text)
		rig_write(r, name, str_of(text));
}

/* Load the lexicon that was written and make ready for texts. */
static inline void coder_open(struct coder *c, struct rig *r)
{
	*c = (struct coder){ 0 };
	doc_init(&c->d, 0);
	if (lexicon_load(&c->lx, r->folder, &c->e) < 0)
		print_error("%s\n", c->e.msg);
	assert_non_null(c->lx);
	struct stage_shared sh = { .lexicon = c->lx };
	assert_int_equal(0, forms_new(&c->forms, c->lx, &c->e));
	for (int i = 0; i < CODER_STAGES; i++) {
		const struct stage *s = coder_stages[i];
		assert_int_equal(0, s->open ? s->open(&c->state[i], &sh, &c->e) : 0);
		assert_int_equal(0, s->begin ? s->begin(&c->scratch[i], c->state[i], &c->e) : 0);
	}
}

static inline void coder_close(struct coder *c)
{
	for (int i = 0; i < CODER_STAGES; i++) {
		if (coder_stages[i]->end)
			coder_stages[i]->end(c->scratch[i]);
		if (coder_stages[i]->close)
			coder_stages[i]->close(c->state[i]);
	}
	doc_release(&c->d);
	buf_release(&c->text);
	forms_free(c->forms);
	lexicon_free(c->lx);
}

static inline void coder_add_block(struct coder *c, const struct test_block *t)
{
	struct block *b = VEC_PUSH(&c->d.mem, &c->d.blocks);
	struct str rest = str_of(t->text);
	assert_non_null(b);
	*b = (struct block){ .kind = (uint8_t)t->kind, .off = (uint32_t)c->text.n,
			     .heading = t->heading < 0 ? NO_BLOCK : (uint32_t)t->heading,
			     .intro = t->intro < 0 ? NO_BLOCK : (uint32_t)t->intro,
			     .sent_first = (uint32_t)c->d.sents.n };
	while (rest.n) {
		struct str s = str_cut(&rest, '|');
		struct sentence *sent = VEC_PUSH(&c->d.mem, &c->d.sents);
		assert_non_null(sent);
		*sent = (struct sentence){ .off = (uint32_t)c->text.n, .len = (uint32_t)s.n,
					   .block = (uint32_t)(c->d.blocks.n - 1) };
		buf_add(&c->text, s);
		buf_addc(&c->text, ' ');
		b->sent_count++;
	}
	b->len = (uint32_t)c->text.n - b->off;
}

/* Code a document of n blocks. */
static inline void coder_run(struct coder *c, const struct test_block *blocks, ptrdiff_t n)
{
	struct stage_shared sh = { .lexicon = c->lx, .wanted = LAYER_PARTS };
	struct stage_worker w = { .forms = c->forms };
	doc_reset(&c->d);
	buf_reset(&c->text);
	for (ptrdiff_t i = 0; i < n; i++)
		coder_add_block(c, &blocks[i]);
	c->d.text = buf_str(&c->text);
	for (int i = 0; i < CODER_STAGES; i++)
		assert_int_equal(0, coder_stages[i]->process(&c->d, &sh, &w, c->state[i],
							     c->scratch[i], &c->e));
}

/* Code one paragraph. */
static inline void coder_run_text(struct coder *c, const char *text)
{
	struct test_block b = { BLOCK_PARA, text, -1, -1 };
	coder_run(c, &b, 1);
}

/* "theme@sentence theme@sentence ..." */
static inline void coder_codes(const struct coder *c, struct buf *out)
{
	buf_reset(out);
	for (ptrdiff_t i = 0; i < c->d.codes.n; i++)
		buf_addf(out, "%s%s@%u", i ? " " : "", c->lx->themes.at[c->d.codes.at[i].theme].id.p,
			 c->d.codes.at[i].sent);
	buf_addc(out, '\0');
}

/* The mentions, "theme:words in the text", parted by commas; covered ones in brackets. */
static inline void coder_mentions(const struct coder *c, struct buf *out)
{
	buf_reset(out);
	for (ptrdiff_t i = 0; i < c->d.hits.n; i++) {
		const struct hit *h = &c->d.hits.at[i];
		const struct token *a = &c->d.toks.at[h->first], *z = &c->d.toks.at[h->last];
		struct str s = doc_text(&c->d, a->off, z->off + z->len - a->off);
		const struct theme *t = &c->lx->themes.at[c->lx->terms.at[h->term].theme];
		buf_addf(out, h->covered ? "%s(%s:%.*s)" : "%s%s:%.*s", i ? ", " : "", t->id.p,
			 STR_ARG(s));
	}
	buf_addc(out, '\0');
}

#endif
