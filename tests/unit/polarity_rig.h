/* SPDX-License-Identifier: MIT
 *
 * What the tests of polarity share: one paragraph of given sentences and themes
 * through the stages from words to polarity, with the lexicon that is shipped;
 * and negation of given concepts with a file of cues alone.
 */
#ifndef LM_TESTS_UNIT_POLARITY_RIG_H
#define LM_TESTS_UNIT_POLARITY_RIG_H

#include <stdio.h>

#include "pipeline/doc/wordbreak.h"
#include "pipeline/lexicon/cue_reading.h"
#include "tests/unit/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h> /* behind error.h: it has a macro fail() */

#define LEXICON "lexicons/childrens-services"
#define CLINICAL "tests/data/polarity-clinical.yaml"

static const struct stage *const polarity_chain[] = { &stage_tokenize, &stage_stem, &stage_match,
						      &stage_polarity };

struct polarity_rig {
	struct lexicon *lx;
	struct config config;
	struct stage_shared shared;
	struct stage_worker worker;
	void *state[countof(polarity_chain)], *scratch[countof(polarity_chain)];
	struct doc d;
	struct buf text;
	struct error e;
};

static inline int polarity_rig_open(struct polarity_rig *r)
{
	memset(r, 0, sizeof *r);
	config_init(&r->config);
	doc_init(&r->d, 0);
	int rc = lexicon_load(&r->lx, LEXICON, &r->e);
	r->shared = (struct stage_shared){ .config = &r->config, .lexicon = r->lx,
					  .wanted = LAYER_CUES };
	if (rc == 0)
		rc = forms_new(&r->worker.forms, r->lx, &r->e);
	for (ptrdiff_t i = 0; rc == 0 && i < countof(polarity_chain); i++) {
		const struct stage *s = polarity_chain[i];
		rc = s->open ? s->open(&r->state[i], &r->shared, &r->e) : 0;
		if (rc == 0 && s->begin)
			rc = s->begin(&r->scratch[i], r->state[i], &r->e);
	}
	if (rc < 0)
		fprintf(stderr, "%s\n", r->e.msg);
	return rc;
}

static inline void polarity_rig_close(struct polarity_rig *r)
{
	for (ptrdiff_t i = 0; i < countof(polarity_chain); i++) {
		if (polarity_chain[i]->end)
			polarity_chain[i]->end(r->scratch[i]);
		if (polarity_chain[i]->close)
			polarity_chain[i]->close(r->state[i]);
	}
	doc_release(&r->d);
	buf_release(&r->text);
	forms_free(r->worker.forms);
	lexicon_free(r->lx);
}

/* An empty document for polarity_add() and polarity_run(). */
static inline void polarity_start(struct polarity_rig *r)
{
	doc_reset(&r->d);
	buf_reset(&r->text);
	r->e.code = E_OK;
}

/* A block that is one sentence or goes on with the last block. Returns the sentence's number. */
static inline uint32_t polarity_add(struct polarity_rig *r, enum block_kind kind, bool new_block,
				    struct str text)
{
	struct doc *d = &r->d;
	uint32_t off = (uint32_t)r->text.n;
	if (new_block) {
		struct block *b = VEC_PUSH(&d->mem, &d->blocks);
		*b = (struct block){ .off = off, .kind = (uint8_t)kind, .heading = NO_BLOCK,
				     .intro = NO_BLOCK, .sent_first = (uint32_t)d->sents.n };
		for (ptrdiff_t i = d->blocks.n - 1; i-- > 0 && b->heading == NO_BLOCK;)
			if (d->blocks.at[i].kind == BLOCK_HEADING)
				b->heading = (uint32_t)i;
	}
	struct block *b = &d->blocks.at[d->blocks.n - 1];
	struct sentence *s = VEC_PUSH(&d->mem, &d->sents);
	*s = (struct sentence){ .off = off, .len = (uint32_t)text.n,
				.block = (uint32_t)(d->blocks.n - 1) };
	buf_add(&r->text, text);
	buf_addc(&r->text, ' ');
	b->sent_count++;
	b->len = off + (uint32_t)text.n - b->off;
	return (uint32_t)(d->sents.n - 1);
}

/* Code sentence sent with a theme. */
static inline void polarity_code(struct polarity_rig *r, uint32_t sent, const char *theme)
{
	int t = lexicon_theme(r->lx, str_of(theme));
	struct code *k = VEC_PUSH(&r->d.mem, &r->d.codes);
	*k = (struct code){ .sent = sent, .theme = (uint16_t)(t < 0 ? 0 : t) };
}

static inline int polarity_run(struct polarity_rig *r)
{
	int rc = 0;
	r->d.text = arena_str(&r->d.mem, buf_str(&r->text));
	for (ptrdiff_t i = 0; rc == 0 && i < countof(polarity_chain); i++)
		rc = polarity_chain[i]->process(&r->d, &r->shared, &r->worker, r->state[i],
						r->scratch[i], &r->e);
	return rc;
}

/* One sentence alone; the code of the document, or NULL. */
static inline const struct code *polarity_of(struct polarity_rig *r, struct str text,
					     const char *theme)
{
	polarity_start(r);
	polarity_code(r, polarity_add(r, BLOCK_PARA, true, text), theme);
	return polarity_run(r) == 0 ? &r->d.codes.at[0] : NULL;
}

/* ---- negation of given concepts ---- */

struct negation_rig {
	struct lexicon lx;              /* holds the one file of cues */
	struct buf bytes;
	struct forms *forms;
	struct cue_reader *reader;
	struct arena mem;
	struct error e;
};

#define NEGATION_WORDS_MAX 2000

static inline int negation_rig_open(struct negation_rig *r, const char *path)
{
	struct forms *fold = NULL;
	memset(r, 0, sizeof *r);
	r->lx.language = S("english");
	arena_init(&r->lx.mem, 0);
	arena_init(&r->mem, 0);
	text_read_file(&r->bytes, path);
	struct lexicon_file *f = VEC_PUSH(&r->lx.mem, &r->lx.files);
	*f = (struct lexicon_file){ str_of(path), buf_str(&r->bytes) };
	int rc = symbols_new(&r->lx.symbols, &r->e);
	if (rc == 0)
		rc = forms_new(&fold, NULL, &r->e);
	if (rc == 0)
		rc = matcher_new(&r->lx.matcher, r->lx.symbols, &r->e);
	if (rc == 0)
		rc = cues_load(&r->lx.cues, &r->lx, 0, fold, &r->e);
	if (rc == 0)
		rc = matcher_finish(r->lx.matcher, &r->e);
	forms_free(fold);
	if (rc == 0)
		rc = forms_new(&r->forms, &r->lx, &r->e);
	if (rc == 0)
		rc = cue_reader_new(&r->reader, &r->lx, &r->e);
	return rc;
}

static inline void negation_rig_close(struct negation_rig *r)
{
	cue_reader_free(r->reader);
	forms_free(r->forms);
	cues_free(r->lx.cues);
	matcher_free(r->lx.matcher);
	symbols_free(r->lx.symbols);
	arena_release(&r->lx.mem);
	arena_release(&r->mem);
	buf_release(&r->bytes);
}

static inline uint32_t negation_words(struct negation_rig *r, struct str s,
				      const struct form **words, uint8_t *breaks)
{
	uint32_t n = 0;
	bool word;
	for (ptrdiff_t at = 0, last = 0, end; at < s.n && n < NEGATION_WORDS_MAX; at = end) {
		end = wordbreak_next(s, at, &word);
		if (!word)
			continue;
		breaks[n] = n ? word_break_of(str_sub(s, last, at)) : 0;
		words[n++] = forms_get(r->forms, str_sub(s, at, end));
		last = end;
	}
	return n;
}

/* Is the concept negated where it first stands in the sentence? */
static inline bool negation_of(struct negation_rig *r, struct str sentence, struct str concept)
{
	const struct form *words[NEGATION_WORDS_MAX], *what[NEGATION_WORDS_MAX];
	uint8_t breaks[NEGATION_WORDS_MAX + 1] = { 0 }, unused[NEGATION_WORDS_MAX + 1];
	uint32_t n = negation_words(r, sentence, words, breaks);
	uint32_t k = negation_words(r, concept, what, unused), at = 0, same = 0;
	for (; k && at + k <= n && same < k; at += same < k)
		for (same = 0; same < k && str_eq(words[at + same]->lower, what[same]->lower);)
			same++;
	struct cue_reading reading;
	arena_reset(&r->mem, 1 << 20);
	if (!k || same < k || cue_read(r->reader, &r->mem, words, breaks, n, &reading, &r->e) < 0)
		return false;
	return cue_reading_negates(r->lx.cues, &reading, at, at + k - 1);
}

/* Lines of number, concept, sentence, "Negated" or "Affirmed" behind a line of titles. Returns F
 * of negation, from 0 to 1, and adds to *total. */
static inline double negation_published(struct negation_rig *r, FILE *f, int *total)
{
	char line[20000];
	int hit = 0, extra = 0, missed = 0;
	if (!fgets(line, sizeof line, f))
		return 0;
	while (fgets(line, sizeof line, f)) {
		struct str rest = str_of(line);
		str_cut(&rest, '\t');
		struct str concept = str_cut(&rest, '\t'), sentence = str_cut(&rest, '\t');
		bool want = str_eq(str_cut(&rest, '\t'), S("Negated"));
		bool got = negation_of(r, sentence, concept);
		hit += got && want;
		extra += got && !want;
		missed += !got && want;
		++*total;
	}
	return hit ? 2.0 * hit / (2.0 * hit + extra + missed) : 0;
}

static inline int polarity_set_up(void **state)
{
	static struct polarity_rig rig;
	*state = &rig;
	return polarity_rig_open(&rig);
}

static inline int polarity_tear_down(void **state)
{
	polarity_rig_close(*state);
	return 0;
}

#endif
