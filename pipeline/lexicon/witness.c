/* SPDX-License-Identifier: MIT
 *
 * See witness.h. Choices are numbered along the tree; a witness takes one of
 * them and the first choice everywhere else.
 */
#include "pipeline/lexicon/witness.h"

uint32_t witness_count(const struct pattern_node *n)
{
	uint32_t count = n->kind == PATTERN_ALT ? 0 : 1;
	for (uint32_t i = 0; i < n->count; i++)
		count += witness_count(n->kids[i]) - (n->kind == PATTERN_SEQ);
	return count;   /* of an optional part: its choices, and to leave it out */
}

struct writer {
	struct buf *out;
	uint32_t at;            /* of the choice taken */
	bool named;             /* inside a set: places are those of another pattern */
	bool start, end;        /* an anchor was met */
};

static void write_word(struct writer *w, struct str word)
{
	if (w->out->n && w->out->p[w->out->n - 1] != ' ')
		buf_addc(w->out, ' ');
	buf_add(w->out, word);
}

static void write_node(struct writer *w, const struct pattern_node *n, uint32_t i);

static void write_seq(struct writer *w, const struct pattern_node *n, uint32_t i)
{
	for (uint32_t k = 0; k < n->count; k++) {
		uint32_t others = witness_count(n->kids[k]) - 1;
		bool here = i > 0 && i <= others;
		write_node(w, n->kids[k], here ? i : 0);
		i = here ? 0 : i > others ? i - others : 0;
	}
}

static void write_alt(struct writer *w, const struct pattern_node *n, uint32_t i)
{
	bool named = w->named;
	uint32_t k = 0;
	for (uint32_t c; k + 1 < n->count && i >= (c = witness_count(n->kids[k])); k++)
		i -= c;
	w->named |= n->named;
	if (k && !w->named)
		w->at = n->kids[k]->at;
	write_node(w, n->kids[k], i);
	w->named = named;
}

static void write_node(struct writer *w, const struct pattern_node *n, uint32_t i)
{
	switch (n->kind) {
	case PATTERN_ATOM:
		write_word(w, n->text);
		if (n->atom == ATOM_PREFIX)
			buf_addz(w->out, "xx");  /* a word that nothing but the prefix takes */
		break;
	case PATTERN_SEQ:
		write_seq(w, n, i);
		break;
	case PATTERN_ALT:
		write_alt(w, n, i);
		break;
	case PATTERN_OPT:
		if (i < witness_count(n->kids[0]))
			write_node(w, n->kids[0], i);
		break;
	case PATTERN_GAP:
		for (int k = 0; k < n->min; k++)
			write_word(w, S("indeed"));
		break;
	case PATTERN_START: case PATTERN_END:
		w->start |= n->kind == PATTERN_START;
		w->end |= n->kind == PATTERN_END;
		break;
	}
}

void witness_write(const struct pattern_node *n, uint32_t i, struct buf *out, uint32_t *at)
{
	struct buf words = { 0 };
	struct writer w = { .out = &words, .at = n->at };
	write_node(&w, n, i);
	buf_addz(out, w.start ? "" : "We saw ");
	buf_add(out, buf_str(&words));
	buf_addz(out, w.end ? "." : " there.");
	out->failed |= words.failed;
	*at = w.at;
	buf_release(&words);
}
