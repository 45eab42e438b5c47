/* SPDX-License-Identifier: MIT
 *
 * See cue_reading.h. The steps are in cue_steps.h; here is what runs them, and
 * what is noted of the sentence as a whole.
 */
#include "pipeline/lexicon/cue_steps.h"

#define LIST_NUMBER_DIGITS 3
/* More cues than this in one sentence are left unread: no prose has them. */
#define HITS_MAX 400

struct cue_reader {
	const struct cues *cues;
	const struct matcher *matcher;
	struct matcher_scratch *scratch;
	struct cue_mark marks[HITS_MAX];
	bool *stop;                     /* as in struct reading; room for this many words */
	uint32_t words;
	uint8_t fate[HITS_MAX];
	uint16_t openers[HITS_MAX], voiders[HITS_MAX];
};

int cue_reader_new(struct cue_reader **out, const struct lexicon *lx, struct error *e)
{
	struct cue_reader *r = calloc(1, sizeof *r);
	if (!r)
		return fail(e, E_NOMEM, "out of memory for reading cues");
	r->cues = lx->cues;
	r->matcher = lx->matcher;
	int rc = matcher_scratch_new(&r->scratch, r->matcher, e);
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
	free(r->stop);
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

/* The number of a paragraph or list item before a sentence is none of its words. */
static uint32_t list_number(const struct form *const *words, uint32_t n)
{
	uint32_t at = 0;
	for (; n - at > 3 && words[at]->surface.n <= LIST_NUMBER_DIGITS; at++)
		for (int i = 0; i < (int)words[at]->surface.n; i++)
			if (!ascii_is_digit(form_byte(words[at], i)))
				return at;
	return at;
}

/* No finite verb before the first subordinate clause: a noun phrase, as in a list. */
static bool is_fragment(const struct form *const *words, uint32_t n)
{
	bool noun = false;
	for (uint32_t i = 0; i < n; i++) {
		enum cue_class class = cue_word_class(words[i]);
		if (class == CUE_LINK && i > 0)
			return true;
		if (class == CUE_FINITE && !noun)
			return false;
		noun = class == CUE_DETERMINER;
	}
	return true;
}

/* Whether nothing was judged, and whether there is a number. */
static void note_silence(struct reading *r, const struct form *const *words, uint32_t from)
{
	r->out->silent = true;
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		const struct cue_hit *k = &r->out->hits[i];
		bool judges = k->class != CUE_TOPIC &&
			      (cue_is_polar((enum cue_class)k->class) ||
			       cue_opens_scope((enum cue_class)k->class));
		r->out->silent &= !judges || k->spent || k->class == CUE_REDUCER;
	}
	for (uint32_t i = from; r->out->silent && i < r->n; i++)
		r->out->figure |= ascii_is_digit(form_byte(words[i], 0));
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

/* Room for n words; what a reading returns is taken from mem. */
static bool have_room(struct cue_reader *cr, struct arena *mem, struct cue_reading *out, uint32_t n,
		      ptrdiff_t hits)
{
	if (n > cr->words) {
		bool *stop = reallocarray(cr->stop, n, sizeof *stop);
		if (!stop)
			return false;
		cr->stop = stop;
		cr->words = n;
	}
	out->clause = arena_get(mem, (ptrdiff_t)n + 1, 1, 1);
	out->hits = arena_raw(mem, hits + 1, sizeof *out->hits, alignof(struct cue_hit));
	return out->clause && out->hits;
}

/* Read a sentence whose first `shift` words are a number, and whose cues are found. */
static int read_marks(struct cue_reader *cr, struct arena *mem, const struct form *const *words,
		      const uint8_t *breaks, uint32_t n, uint32_t shift,
		      const struct cue_mark *marks, ptrdiff_t count, struct cue_reading *out,
		      struct error *e)
{
	*out = (struct cue_reading){ .words = n, .clauses = 1 };
	if (count > HITS_MAX)
		count = HITS_MAX;
	if (!have_room(cr, mem, out, n, count))
		return fail(e, E_NOMEM, "no memory for the cues of a sentence");
	struct reading r = { .cues = cr->cues, .breaks = breaks, .n = n, .out = out,
			     .stop = cr->stop, .fate = cr->fate, .openers = cr->openers };
	out->fragment = is_fragment(words + shift, n - shift);
	cue_keep_hits(cr->cues, marks, count, cr->voiders, out);
	if (out->classes & (1u << CUE_HEADING | 1u << CUE_CONCESSION | 1u << CUE_START))
		note_start(&r);
	cue_cut_clauses(&r);
	if (out->classes & (1u << CUE_STOP | 1u << CUE_CONDITION))
		cue_mark_stops(&r);
	for (uint32_t i = 0; out->clauses > 1 && i < out->hit_count; i++)
		out->hits[i].clause = out->clause[out->hits[i].first];
	if (out->classes & CUE_OPENERS)
		cue_settle_negators(&r);
	if (out->classes & (CUE_OPENERS | CUE_MOVES))
		cue_judge(&r);
	note_silence(&r, words, shift);
	return 0;
}

int cue_read(struct cue_reader *cr, struct arena *mem, const struct form *const *words,
	     const uint8_t *breaks, uint32_t n, struct cue_reading *out, struct error *e)
{
	uint32_t cut, shift = list_number(words, n), first = cr->cues->first;
	const struct occurrence *found = NULL;
	ptrdiff_t count = 0, i = matcher_run(cr->matcher, cr->scratch, words + shift, n - shift,
					     &found, &cut);
	if (i < 0)
		return fail(e, E_NOMEM, "no memory for the cues of a sentence");
	while (i-- > 0 && count < HITS_MAX)
		if (found[i].term >= first)
			cr->marks[count++] = (struct cue_mark){
				.cue = found[i].term - first, .first = found[i].first + shift,
				.last = found[i].last + shift };
	return read_marks(cr, mem, words, breaks, n, shift, cr->marks, count, out, e);
}

/* Behind a number the sentence starts anew, and so may cues that ask for its start. */
int cue_read_found(struct cue_reader *cr, struct arena *mem, const struct form *const *words,
		   const uint8_t *breaks, uint32_t n, const struct cue_mark *marks, ptrdiff_t count,
		   struct cue_reading *out, struct error *e)
{
	uint32_t shift = list_number(words, n);
	if (shift && matcher_asks_start(cr->matcher, cr->scratch, words[shift]))
		return cue_read(cr, mem, words, breaks, n, out, e);
	while (count > 0 && marks->first < shift) {
		marks++;
		count--;
	}
	return read_marks(cr, mem, words, breaks, n, shift, marks, count, out, e);
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
