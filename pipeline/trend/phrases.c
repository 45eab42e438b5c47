/* SPDX-License-Identifier: MIT
 *
 * See phrases.h. Sentences are read once, into numbers of words; then words,
 * pairs and triples are counted one after the other, each in a table of whole
 * numbers. The key of a pair is its two words, that of a triple the place of
 * its first pair and its last word.
 */
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/store/read.h"
#include "pipeline/trend/phrases.h"

#define WORD_MAX 40

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the phrases");
}

/* Terms that are plain words, as their words: "caseload*" is a beginning and is kept with its star. */
static bool add_terms(struct phrases *p, struct str json)
{
	ptrdiff_t known = p->lists.list.n;
	if (words_add(&p->lists, json) < 0)
		return false;
	while (p->lists.list.n > known && json.n) {
		str_cut(&json, '"');
		struct str term = str_cut(&json, '"');
		bool plain = term.n > 2;
		for (ptrdiff_t i = 0; i < term.n; i++)
			plain &= ascii_is_alpha(term.p[i]) || strchr(" '*-", term.p[i]) != NULL;
		if (plain && words_add(&p->terms, term) < 0)
			return false;
	}
	return true;
}

static bool put(struct phrases *p, uint32_t v)
{
	uint32_t *to = VEC_HEAP_PUSH(&p->stream);
	if (to)
		*to = v;
	return to != NULL;
}

static bool add_sentence(struct phrases *p, struct str text)
{
	char word[WORD_MAX];
	bool broken, good = put(p, 0);
	struct str s;
	while (good && (s = next_word(&text, word, WORD_MAX, &broken)).n) {
		ptrdiff_t w = words_add(&p->words, s);
		good = w >= 0 && (!broken || put(p, 0)) && put(p, (uint32_t)w + 1);
	}
	return good;
}

struct reading {
	struct phrases *p;
	const struct dataset *ds;
};

static bool begin_document(struct phrases *p, const struct dataset *ds, int64_t doc)
{
	p->row = dataset_doc(ds, doc);
	p->doc = doc;
	p->sentence = -1;
	if (p->row < 0 || p->o.side[p->row] == SIDE_NONE)
		return true;
	struct phrase_doc *to = VEC_HEAP_PUSH(&p->docs);
	if (to)
		*to = (struct phrase_doc){ (uint32_t)p->row, (uint32_t)p->stream.n, 0 };
	return to != NULL;
}

static int take_code(void *ctx, const struct read_code *c, struct error *e)
{
	struct reading *r = ctx;
	struct phrases *p = r->p;
	int theme = p->o.themes ? dataset_theme(r->ds, c->theme) : -1;
	bool good = c->doc == p->doc || begin_document(p, r->ds, c->doc);
	if (good && (p->row < 0 || p->o.side[p->row] == SIDE_NONE))
		return 0;
	if (p->o.themes && (theme < 0 || !p->o.themes[theme]))
		return 0;
	good = good && add_terms(p, c->terms);
	if (good && c->sentence != p->sentence)
		good = add_sentence(p, c->text);
	p->sentence = c->sentence;
	return good ? 0 : no_memory(e);
}

static struct phrase_count *place(const struct phrase_table *t, uint64_t key)
{
	size_t i = hash_mix(key ^ UINT64_C(0x2d358dccaa6c78a5), UINT64_C(0x8bb84b93962eacc9)) & (t->room - 1);
	while (t->at[i].n[0] + t->at[i].n[1] && t->at[i].key != key)
		i = (i + 1) & (t->room - 1);
	return &t->at[i];
}

static bool grow(struct phrase_table *t)
{
	struct phrase_table wide = { .room = t->room ? 2 * t->room : 1024, .used = t->used };
	wide.at = calloc(wide.room, sizeof *wide.at);
	if (!wide.at)
		return false;
	for (size_t i = 0; i < t->room; i++)
		if (t->at[i].n[0] + t->at[i].n[1])
			*place(&wide, t->at[i].key) = t->at[i];
	free(t->at);
	*t = wide;
	return true;
}

static struct phrase_count *find(const struct phrase_table *t, uint64_t key)
{
	struct phrase_count *c = t->room ? place(t, key) : NULL;
	return c && c->n[0] + c->n[1] ? c : NULL;
}

static bool count(struct phrase_table *t, uint64_t key, uint32_t row, int side)
{
	if (t->used * 2 >= t->room && !grow(t))
		return false;
	struct phrase_count *c = place(t, key);
	t->used += c->n[0] + c->n[1] == 0;
	c->key = key;
	c->n[side]++;
	c->docs[side] += c->last_doc != row + 1;
	c->last_doc = row + 1;
	return true;
}

static bool is_frequent(const struct phrases *p, const struct phrase_count *c)
{
	return c && c->docs[0] + c->docs[1] >= p->o.min_docs;
}

static uint64_t pair_key(const struct phrase_table *t, const struct phrase_count *first, uint64_t last)
{
	return ((uint64_t)(first - t->at) << 32) | last;
}

/* The key of the phrase of this many words that ends at s[0]; false when there is none, or it cannot
 * be in enough documents. */
static bool key_at(const struct phrases *p, const uint32_t *s, int words, uint64_t *key)
{
	for (int i = 0; i < words; i++)
		if (s[-i] == 0)
			return false;
	*key = s[0] - 1;
	if (words == 1)
		return true;
	const struct phrase_table *ones = &p->of[1], *pairs = &p->of[2];
	if (!is_frequent(p, find(ones, s[0] - 1)) || !is_frequent(p, find(ones, s[-1] - 1)))
		return false;
	*key |= (uint64_t)(s[-1] - 1) << 32;
	if (words == 2)
		return true;
	const struct phrase_count *first = find(pairs, (uint64_t)(s[-2] - 1) << 32 | (s[-1] - 1));
	if (!is_frequent(p, first) || !is_frequent(p, find(pairs, *key)))
		return false;
	*key = pair_key(pairs, first, s[0] - 1);
	return true;
}

/* A document begins with a break, so there is always one before its first word. */
static ptrdiff_t end_of(const struct phrases *p, ptrdiff_t doc)
{
	return doc + 1 < p->docs.n ? p->docs.at[doc + 1].from : p->stream.n;
}

static bool count_all(struct phrases *p, int words)
{
	bool good = true;
	for (ptrdiff_t d = 0; d < p->docs.n; d++) {
		uint32_t row = p->docs.at[d].row;
		int side = p->o.side[row];
		for (ptrdiff_t i = p->docs.at[d].from; good && i < end_of(p, d); i++) {
			uint64_t key;
			const uint32_t *s = &p->stream.at[i];
			if (key_at(p, s, words, &key))
				good = count(&p->of[words], key, row, side);
			if (words == 1 && s[0])
				p->docs.at[d].words++, p->total[side]++, p->places += p->stream.at[i - 1] != 0;
		}
	}
	return good;
}

int phrases_read(struct phrases *p, const struct dataset *ds, const struct db *db,
		 const struct phrase_options *o, struct error *e)
{
	const struct read_wanted all = { 0 };
	*p = (struct phrases){ .o = *o, .doc = -1, .sentence = -1 };
	words_init(&p->words);
	words_init(&p->terms);
	words_init(&p->lists);
	struct reading r = { p, ds };
	int rc = read_codes(db, &all, take_code, &r, e);
	for (int n = 1; rc == 0 && n <= PHRASE_WORDS; n++)
		if (!count_all(p, n))
			rc = no_memory(e);
	return rc;
}

void phrases_release(struct phrases *p)
{
	words_release(&p->words);
	words_release(&p->terms);
	words_release(&p->lists);
	free(p->stream.at);
	free(p->docs.at);
	for (int n = 1; n <= PHRASE_WORDS; n++)
		free(p->of[n].at);
	*p = (struct phrases){ 0 };
}

void phrases_visit(struct phrases *p, void (*each)(void *ctx, struct phrase_count *c, ptrdiff_t row),
		   void *ctx)
{
	for (ptrdiff_t d = 0; d < p->docs.n; d++) {
		for (ptrdiff_t i = p->docs.at[d].from; i < end_of(p, d); i++) {
			for (int n = 1; n <= PHRASE_WORDS; n++) {
				uint64_t key;
				struct phrase_count *c = key_at(p, &p->stream.at[i], n, &key)
					? find(&p->of[n], key) : NULL;
				if (c)
					each(ctx, c, p->docs.at[d].row);
			}
		}
	}
}

const struct phrase_count *phrase_tail(const struct phrases *p, const struct phrase_count *c, int words)
{
	return words > 1 ? find(&p->of[1], c->key & UINT32_MAX) : c;
}

const struct phrase_count *phrase_head(const struct phrases *p, const struct phrase_count *c, int words)
{
	return words == 2 ? find(&p->of[1], c->key >> 32) : words == 3 ? &p->of[2].at[c->key >> 32] : c;
}

struct str phrase_text(const struct phrases *p, const struct phrase_count *c, int words, char *buf)
{
	ptrdiff_t used = 0;
	if (words > 1) {
		used = phrase_text(p, phrase_head(p, c, words), words - 1, buf).n;
		buf[used++] = ' ';
	}
	struct str last = p->words.list.at[c->key & UINT32_MAX].text;
	memcpy(buf + used, last.p, (size_t)last.n);
	return (struct str){ buf, used + last.n };
}

bool has_substance(struct str phrase)
{
	struct str rest = phrase, first = str_cut(&rest, ' '), last = first;
	while (rest.n)
		last = str_cut(&rest, ' ');
	return first.n > 2 && last.n > 2 && !is_function_word(first) && !is_function_word(last);
}
