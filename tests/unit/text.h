/* SPDX-License-Identifier: MIT
 *
 * What the tests of the text stages share: documents made of a few lines, and
 * running one stage on them with a lexicon that holds abbreviations alone.
 */
#ifndef LM_TESTS_UNIT_TEXT_H
#define LM_TESTS_UNIT_TEXT_H

#include <stdio.h>
#include <stdlib.h>

#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/stage.h"

#define ABBREVIATIONS "lexicons/childrens-services/abbreviations.yaml"

/* A document and what the stages need to run on it. */
struct text_bench {
	struct doc d;
	struct lexicon lx;
	struct buf abbreviations;
	struct stage_shared shared;
	struct stage_worker worker;
	struct error e;
};

static inline void text_read_file(struct buf *b, const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return;
	for (size_t n = 1; n && buf_reserve(b, 1 << 16); b->n += (ptrdiff_t)n)
		n = fread(b->p + b->n, 1, 1 << 16, f);
	fclose(f);
}

/* Ready for documents; 0 on success. */
static inline int text_open(struct text_bench *t)
{
	*t = (struct text_bench){ .lx = { .language = STR("english") } };
	doc_init(&t->d, 0);
	arena_init(&t->lx.mem, 0);
	text_read_file(&t->abbreviations, ABBREVIATIONS);
	struct lexicon_file *f = VEC_PUSH(&t->lx.mem, &t->lx.files);
	if (!f || !t->abbreviations.n)
		return -1;
	*f = (struct lexicon_file){ STR("abbreviations.yaml"), buf_str(&t->abbreviations) };
	t->shared.lexicon = &t->lx;
	return forms_new(&t->worker.forms, NULL, &t->e);
}

static inline void text_close(struct text_bench *t)
{
	doc_release(&t->d);
	arena_release(&t->lx.mem);
	buf_release(&t->abbreviations);
	forms_free(t->worker.forms);
}

/* Run one stage; 0 or -code with t->e set. */
static inline int text_run(struct text_bench *t, const struct stage *s)
{
	void *state = NULL, *scratch = NULL;
	int rc = s->open ? s->open(&state, &t->shared, &t->e) : 0;
	if (rc == 0 && s->begin)
		rc = s->begin(&scratch, state, &t->e);
	if (rc == 0)
		rc = s->process(&t->d, &t->shared, &t->worker, state, scratch, &t->e);
	if (rc == 0)
		t->d.has |= s->gives;
	if (s->end)
		s->end(scratch);
	if (s->close)
		s->close(state);
	return rc;
}

/* Make t->d a new document whose lines are those of source, as layout would leave them: an empty
 * line parts blocks, "|" at the start of a line makes it the next cell of a row. */
static inline void text_lines(struct text_bench *t, struct str source)
{
	struct doc *d = &t->d;
	doc_reset(d);
	d->source = arena_str(&d->mem, source);
	struct str rest = d->source;
	uint8_t starts = LINE_STARTS;
	while (rest.n) {
		struct str s = str_cut(&rest, '\n');
		if (s.n == 0) {
			starts = LINE_STARTS;
			continue;
		}
		bool cell = s.p[0] == '|';
		struct line *l = VEC_PUSH(&d->mem, &d->lines);
		if (!l)
			abort();
		if (cell && starts == LINE_CONTINUES)
			starts = LINE_NEXT_CELL;
		l->off = (uint32_t)(s.p + cell - d->source.p);
		l->len = (uint32_t)(s.n - cell);
		l->kind = cell ? BLOCK_ROW : BLOCK_PARA;
		l->starts = starts;
		starts = LINE_CONTINUES;
	}
	d->has = LAYER_LINES;
}

/* Make t->d a new document of one paragraph whose text is s as it stands. */
static inline void text_block(struct text_bench *t, struct str s)
{
	struct doc *d = &t->d;
	doc_reset(d);
	d->text = arena_str(&d->mem, s);
	struct block *b = VEC_PUSH(&d->mem, &d->blocks);
	if (!b)
		abort();
	*b = (struct block){ .len = (uint32_t)s.n, .kind = BLOCK_PARA, .heading = NO_BLOCK,
			     .intro = NO_BLOCK };
	d->has = LAYER_TEXT;
}

#endif
