/* SPDX-License-Identifier: MIT
 *
 * See forms.h. Open addressing with linear probing; a slot holds the word's
 * hash, and a form's first cache line, which matching reads as well, its first
 * 16 bytes, so that a probe is one compare and a hit three more. Most of a
 * look-up is waiting for memory, so words are looked up in batches. In real
 * reports 99.6 % of words have been seen before, and a new one costs as much as
 * a hundred probes.
 */
#include <stdlib.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/buf.h"
#include "pipeline/base/hash.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/lexicon/form_kinds.h"
#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/stemmer.h"

#define KEY_BYTES 16
#define SLOTS_MIN 4096                  /* a power of two */
#define FORMS_MAX 4000000               /* of one document; it holds no real text with more */
#define SYMBOLS_MAX 4096                /* of one word, without classes */
#define STEM_MAX 24                     /* bytes; longer words are no words of a language */

struct slot {
	uint64_t hash;
	const struct form *form;        /* NULL: free */
};

struct forms {
	const struct lexicon *lx;       /* NULL: no symbols */
	struct stemmer *stemmer;
	bool english;
	struct arena mem;               /* forms and their views */
	struct arena bytes;             /* of the words */
	struct form_kinds kinds;        /* in mem */
	struct slot *slots;
	uint32_t mask, count;
	struct buf lower;
};

int forms_new(struct forms **out, const struct lexicon *lx, struct error *e)
{
	struct str language = lx && lx->language.n ? lx->language : S("english");
	struct forms *f = calloc(1, sizeof *f);
	if (!f)
		return fail(e, E_NOMEM, "no memory for the table of words");
	f->lx = lx;
	f->english = str_eq(language, S("english")) || str_eq(language, S("porter"));
	f->slots = calloc(SLOTS_MIN, sizeof *f->slots);
	f->mask = SLOTS_MIN - 1;
	arena_init(&f->mem, 0);
	arena_init(&f->bytes, 0);
	int rc = form_kinds_init(&f->kinds) && f->slots
			 ? stemmer_new(&f->stemmer, language, e)
			 : fail(e, E_NOMEM, "no memory for the table of words");
	if (rc < 0) {
		forms_free(f);
		return rc;
	}
	*out = f;
	return 0;
}

void forms_free(struct forms *f)
{
	if (!f)
		return;
	stemmer_free(f->stemmer);
	arena_release(&f->mem);
	arena_release(&f->bytes);
	form_kinds_release(&f->kinds);
	buf_release(&f->lower);
	free(f->slots);
	free(f);
}

void forms_trim(struct forms *f, uint32_t max)
{
	if (f->count <= max)
		return;
	struct slot *small = calloc(SLOTS_MIN, sizeof *small);
	if (small) {
		free(f->slots);
		f->slots = small;
		f->mask = SLOTS_MIN - 1;
	} else {
		memset(f->slots, 0, ((size_t)f->mask + 1) * sizeof *f->slots);
	}
	form_kinds_reset(&f->kinds);
	arena_reset(&f->mem, (size_t)4 * 1024 * 1024);
	arena_reset(&f->bytes, (size_t)1024 * 1024);
	f->count = 0;
}

static inline uint64_t load(const void *p)
{
	uint64_t v;
	memcpy(&v, p, sizeof v);
	return v;
}

/* The first 16 bytes of a word and 0 behind its end, from 16 bytes that may be read: those behind
 * the word are masked, since copying a variable number of bytes is a call. */
static inline struct form_key key_from(const char *bytes, ptrdiff_t len)
{
	static const unsigned char mask[2 * KEY_BYTES] = {
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
	};
	const unsigned char *m = mask + KEY_BYTES - (len < KEY_BYTES ? len : KEY_BYTES);
	return (struct form_key){ { load(bytes) & load(m), load(bytes + 8) & load(m + 8) } };
}

/* The same of any word. */
static struct form_key key_of(struct str w)
{
	char copy[KEY_BYTES] = { 0 };
	if (w.n)
		memcpy(copy, w.p, w.n < KEY_BYTES ? (size_t)w.n : KEY_BYTES);
	return key_from(copy, w.n);
}

static inline uint64_t hash_of_key(const struct form_key *k, ptrdiff_t len)
{
	return hash_mix(k->w[0] ^ UINT64_C(0x2d358dccaa6c78a5),
			k->w[1] ^ (uint64_t)len ^ UINT64_C(0x8bb84b93962eacc9));
}

static uint64_t hash_of(const struct form_key *k, struct str w)
{
	return w.n > KEY_BYTES ? hash_bytes(w, 0) : hash_of_key(k, w.n);
}

static inline bool same_key(const struct form *f, const struct form_key *k, ptrdiff_t len)
{
	return f->key.w[0] == k->w[0] && f->key.w[1] == k->w[1] && f->surface.n == len;
}

static void grow(struct forms *f)
{
	uint32_t mask = f->mask * 2 + 1;
	struct slot *slots = calloc((size_t)mask + 1, sizeof *slots);
	if (!slots)
		return;
	for (uint32_t i = 0; i <= f->mask; i++) {
		const struct slot *old = &f->slots[i];
		uint32_t at = (uint32_t)old->hash & mask;
		while (old->form && slots[at].form)
			at = (at + 1) & mask;
		if (old->form)
			slots[at] = *old;
	}
	free(f->slots);
	f->slots = slots;
	f->mask = mask;
}

/* Lower-case w into f->lower; curly apostrophes become straight. */
static void fold(struct forms *f, struct str w)
{
	buf_reset(&f->lower);
	if (!buf_reserve(&f->lower, w.n * 4 + 4))
		return;
	char *out = f->lower.p;
	while (w.n) {
		uint32_t cp = (unsigned char)w.p[0];
		int k = cp < 0x80 ? 1 : utf8_decode(w.p, w.n, &cp);
		if (cp < 0x80)
			*out++ = ascii_lower((char)cp);
		else
			out += utf8_encode(cp == 0x2019 ? '\'' : unicode_lower(cp), out);
		w.p += k;
		w.n -= k;
	}
	f->lower.n = out - f->lower.p;
}

struct str forms_lower(struct forms *f, struct str word)
{
	fold(f, word);
	return buf_ok(&f->lower) ? buf_str(&f->lower) : (struct str){ 0 };
}

/* The part of a lower-cased word that is stemmed: without the possessive 's, so that exceptions
 * of the stemmer ("dying") hold with it too. The apostrophe alone ("boys'") is no part of words. */
static struct str stem_of(const struct forms *f, struct str lower)
{
	if (f->english && str_ends(lower, S("'s")) && lower.n > 2)
		lower.n -= 2;
	if (lower.n > STEM_MAX)
		return lower;
	for (ptrdiff_t i = 0; i < lower.n; i++)
		if (ascii_is_digit(lower.p[i]))
			return lower;
	return stemmer_stem(f->stemmer, lower);
}

/* s in the arena; as a slice of within when it is the beginning of that. */
static struct str keep(struct forms *f, struct str s, struct str within)
{
	if (str_starts(within, s))
		return (struct str){ within.p, s.n };
	return arena_str(&f->bytes, s);
}

/* What the lexicon's patterns see of the word. false without memory, or with a lexicon that
 * sees more in one word than can be meant. */
static bool view_word(struct forms *f, struct form *form)
{
	uint32_t ids[SYMBOLS_MAX];
	uint32_t n = f->lx ? symbols_of(f->lx->symbols, form->surface, form->lower, form->stem, ids,
					SYMBOLS_MAX) : 0;
	if (n == 0)
		return true;
	const struct form_kind *kind = NULL;
	if (n <= SYMBOLS_MAX)
		kind = form_kinds_get(&f->kinds, &f->mem, f->lx->symbols, ids, n);
	if (!kind)
		return false;
	form->view = kind->view;
	form->mark = kind->mark;
	return true;
}

/* The slot of a word, or the free one where it belongs. */
static inline struct slot *find(const struct forms *f, const struct form_key *k, struct str w,
			 uint64_t hash)
{
	uint32_t at = (uint32_t)hash & f->mask;
	for (; f->slots[at].form; at = (at + 1) & f->mask)
		if (f->slots[at].hash == hash && same_key(f->slots[at].form, k, w.n) &&
		    (w.n <= KEY_BYTES || str_eq(f->slots[at].form->surface, w)))
			break;
	return &f->slots[at];
}

/* The stem of the lower-cased word, which is looked up first: "The" has that of "the". */
static struct str find_stem(struct forms *f, struct str surface)
{
	struct str lower = buf_str(&f->lower);
	struct form_key k = key_of(lower);
	const struct form *same_word = str_eq(lower, surface)
					       ? NULL : find(f, &k, lower, hash_of(&k, lower))->form;
	return same_word ? same_word->stem : stem_of(f, lower);
}

static const struct form *make(struct forms *f, struct str w, struct form_key k)
{
	fold(f, w);
	struct form *form = NEW(&f->mem, struct form, 1);
	if (!form || !buf_ok(&f->lower))
		return NULL;
	struct str stem = find_stem(f, w);
	if (!stem.p)
		return NULL;
	form->key = k;
	form->surface = arena_str(&f->bytes, w);
	form->lower = keep(f, buf_str(&f->lower), form->surface);
	form->stem = keep(f, stem, form->lower);
	if (!form->surface.p || !form->lower.p || !form->stem.p || !view_word(f, form))
		return NULL;
	return form;
}

/* A form for a word that has none yet. */
static __attribute__((noinline)) const struct form *add(struct forms *f, struct str surface,
							 struct form_key k, uint64_t hash)
{
	if (f->count >= FORMS_MAX || f->count >= f->mask)
		return NULL;
	const struct form *form = make(f, surface, k);
	if (!form)
		return NULL;
	*find(f, &k, surface, hash) = (struct slot){ hash, form };
	f->count++;
	if (f->count > f->mask / 2)
		grow(f);        /* without memory the table fills up, then no more words are taken */
	return form;
}

const struct form *forms_get(struct forms *f, struct str surface)
{
	struct form_key k = key_of(surface);
	uint64_t hash = hash_of(&k, surface);
	const struct form *form = find(f, &k, surface, hash)->form;
	return form ? form : add(f, surface, k, hash);
}

/* What is known of a word of a batch before its form is. */
struct probe {
	struct form_key key;
	uint64_t hash;
};

static void probe_word(const struct forms *f, struct probe *p, struct str w, const char *text_end)
{
	bool plain = w.n <= KEY_BYTES && text_end - w.p >= KEY_BYTES;
	p->key = plain ? key_from(w.p, w.n) : key_of(w);
	p->hash = plain ? hash_of_key(&p->key, w.n) : hash_of(&p->key, w);
	__builtin_prefetch(&f->slots[(uint32_t)p->hash & f->mask]);
}

bool forms_get_batch(struct forms *f, const struct str *words, int n, const char *text_end,
		     const struct form **out)
{
	struct probe probes[FORMS_BATCH];
	for (int i = 0; i < n; i++)
		probe_word(f, &probes[i], words[i], text_end);
	for (int i = 0; i < n; i++)
		__builtin_prefetch(f->slots[(uint32_t)probes[i].hash & f->mask].form);
	for (int i = 0; i < n; i++) {
		const struct probe *p = &probes[i];
		out[i] = find(f, &p->key, words[i], p->hash)->form;
		if (!out[i] && !(out[i] = add(f, words[i], p->key, p->hash)))
			return false;
	}
	return true;
}
