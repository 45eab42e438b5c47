/* SPDX-License-Identifier: MIT
 *
 * See symbols.h. One hash table from (kind, text) to the number; a class has
 * as its text the bytes of its members' numbers.
 */
#include <stdlib.h>

#include "pipeline/base/order.h"
#include "pipeline/base/arena.h"
#include "pipeline/base/hash.h"
#include "pipeline/base/vec.h"
#include "pipeline/lexicon/symbols.h"

#define PREFIX_MIN 3             /* bytes; shorter prefixes are no patterns */
#define FEW 24

struct symbol {
	enum symbol_kind kind;
	uint8_t mark;            /* 0 none */
	struct str text;
	uint32_t classes;        /* the first membership of this symbol, from 1; 0 none */
};

struct membership {
	uint32_t class, next;    /* next: from 1 */
};

struct symbol_slot {
	uint32_t id;             /* 0 free, for SYMBOL_START is never looked up */
	uint32_t tag;            /* the rest of the hash; spares comparing */
};

enum { OPENING_BITS = 12, LENGTHS = 16 };

struct symbols {
	struct arena mem;
	VEC(struct symbol) all;  /* but the classes */
	VEC(struct str) classes; /* the numbers of the members, as bytes */
	VEC(struct membership) memberships;
	struct symbol_slot *slots;
	uint16_t openings[1 << OPENING_BITS];   /* how long prefixes with an opening are, a bit a
						 * byte more than PREFIX_MIN; the last: or longer */
	uint32_t mask;
	ptrdiff_t longest_prefix;
	const struct automaton *automaton;      /* NULL: the matcher is not ready */
};

int symbols_new(struct symbols **out, struct error *e)
{
	struct symbols *s = calloc(1, sizeof *s);
	if (!s)
		return fail(e, E_NOMEM, "out of memory for symbols");
	arena_init(&s->mem, 0);
	s->mask = 1023;
	s->slots = calloc((size_t)s->mask + 1, sizeof *s->slots);
	for (int i = 0; s->slots && i < SYMBOL_FIRST_WORD; i++)
		if (!VEC_PUSH(&s->mem, &s->all))
			break;
	if (!s->slots || s->all.n < SYMBOL_FIRST_WORD) {
		symbols_free(s);
		return fail(e, E_NOMEM, "out of memory for symbols");
	}
	*out = s;
	return 0;
}

void symbols_free(struct symbols *s)
{
	if (!s)
		return;
	arena_release(&s->mem);
	free(s->slots);
	free(s);
}

uint32_t symbols_count(const struct symbols *s)
{
	return (uint32_t)s->all.n;
}

uint32_t symbols_class_count(const struct symbols *s)
{
	return (uint32_t)s->classes.n;
}

void symbols_set_automaton(struct symbols *s, const struct automaton *a)
{
	s->automaton = a;
}

const struct automaton *symbols_automaton(const struct symbols *s)
{
	return s->automaton;
}

void symbols_mark(struct symbols *s, uint32_t id, uint8_t mark)
{
	s->all.at[id].mark = mark;
}

uint8_t symbols_mark_of(const struct symbols *s, const uint32_t *ids, uint32_t n)
{
	for (uint32_t i = 0; i < n && !(ids[i] & SYMBOL_CLASS_BIT); i++)
		if (s->all.at[ids[i]].mark)
			return s->all.at[ids[i]].mark;
	return 0;
}

static bool is_symbol(const struct symbols *s, uint32_t id, enum symbol_kind kind, struct str text)
{
	if (id & SYMBOL_CLASS_BIT)
		return kind == SYMBOL_CLASS && str_eq(s->classes.at[id & ~SYMBOL_CLASS_BIT], text);
	return kind == s->all.at[id].kind && str_eq(s->all.at[id].text, text);
}

/* The slot that holds the symbol with that hash, or the free one where it belongs. */
static struct symbol_slot *find_hashed(const struct symbols *s, enum symbol_kind kind,
				       struct str text, uint64_t hash)
{
	uint32_t at = (uint32_t)hash & s->mask, tag = (uint32_t)(hash >> 32);
	while (s->slots[at].id &&
	       (s->slots[at].tag != tag || !is_symbol(s, s->slots[at].id, kind, text)))
		at = (at + 1) & s->mask;
	return &s->slots[at];
}

static struct symbol_slot *find(const struct symbols *s, enum symbol_kind kind, struct str text)
{
	return find_hashed(s, kind, text, hash_bytes(text, (uint64_t)kind + 1));
}

/* Let the slot that find() gave hold the symbol. */
static void fill(struct symbol_slot *slot, enum symbol_kind kind, struct str text, uint32_t id)
{
	slot->tag = (uint32_t)(hash_bytes(text, (uint64_t)kind + 1) >> 32);
	slot->id = id;
}

static bool grow(struct symbols *s)
{
	size_t n = ((size_t)s->mask + 1) * 2;
	struct symbol_slot *slots = calloc(n, sizeof *slots);
	if (!slots)
		return false;
	free(s->slots);
	s->slots = slots;
	s->mask = (uint32_t)n - 1;
	for (ptrdiff_t i = SYMBOL_FIRST_WORD; i < s->all.n; i++) {
		const struct symbol *y = &s->all.at[i];
		fill(find(s, y->kind, y->text), y->kind, y->text, (uint32_t)i);
	}
	for (ptrdiff_t i = 0; i < s->classes.n; i++) {
		struct str members = s->classes.at[i];
		fill(find(s, SYMBOL_CLASS, members), SYMBOL_CLASS, members,
		     (uint32_t)i | SYMBOL_CLASS_BIT);
	}
	return true;
}

/* The first bytes of a prefix as a number: most words begin like none. */
static uint32_t opening_of(struct str text)
{
	if (text.n < PREFIX_MIN)
		return 0;
	uint32_t v = (uint32_t)(unsigned char)text.p[0] | (uint32_t)(unsigned char)text.p[1] << 8 |
		     (uint32_t)(unsigned char)text.p[2] << 16;
	return v * UINT32_C(0x9e3779b1) >> (32 - OPENING_BITS);
}

/* The slot for a symbol that may be added, or NULL without memory. */
static struct symbol_slot *find_room(struct symbols *s, enum symbol_kind kind, struct str text)
{
	bool full = (size_t)(s->all.n + s->classes.n) > s->mask / 2;
	return full && !grow(s) ? NULL : find(s, kind, text);
}

/* The bit of prefixes of n bytes. */
static unsigned length_bit(ptrdiff_t n)
{
	ptrdiff_t more = n - PREFIX_MIN;
	return 1u << (more < 0 ? 0 : more < LENGTHS ? more : LENGTHS - 1);
}

static void note_prefix(struct symbols *s, struct str text)
{
	s->openings[opening_of(text)] |= (uint16_t)length_bit(text.n);
	if (text.n > s->longest_prefix)
		s->longest_prefix = text.n;
}

uint32_t symbols_add(struct symbols *s, enum symbol_kind kind, struct str text)
{
	struct symbol_slot *slot = find_room(s, kind, text);
	if (!slot || slot->id)
		return slot ? slot->id : SYMBOL_NONE;
	struct str copy = arena_str(&s->mem, text);
	struct symbol *y = copy.p ? VEC_PUSH(&s->mem, &s->all) : NULL;
	if (!y)
		return SYMBOL_NONE;
	y->kind = kind;
	y->text = copy;
	if (kind == SYMBOL_PREFIX)
		note_prefix(s, text);
	fill(slot, kind, text, (uint32_t)(s->all.n - 1));
	return slot->id;
}

/* Sort the numbers, most often a few, and keep one of each; returns how many. */
static uint32_t sort_distinct(uint32_t *ids, uint32_t n)
{
	uint32_t distinct = 0;
	if (n > FEW)
		qsort(ids, n, sizeof *ids, order_u32);
	for (uint32_t i = 1; n <= FEW && i < n; i++) {
		uint32_t id = ids[i], k = i;
		for (; k > 0 && ids[k - 1] > id; k--)
			ids[k] = ids[k - 1];
		ids[k] = id;
	}
	for (uint32_t i = 0; i < n; i++)
		if (i == 0 || ids[i] != ids[i - 1])
			ids[distinct++] = ids[i];
	return distinct;
}

uint32_t symbols_add_class(struct symbols *s, uint32_t *ids, uint32_t n)
{
	uint32_t distinct = sort_distinct(ids, n);
	if (distinct == 1)
		return ids[0];
	struct str text = { (const char *)ids, (ptrdiff_t)(distinct * sizeof *ids) };
	struct symbol_slot *slot = find_room(s, SYMBOL_CLASS, text);
	if (!slot || slot->id)
		return slot ? slot->id : SYMBOL_NONE;
	struct str *members = VEC_PUSH(&s->mem, &s->classes);
	if (!members || !(*members = arena_str(&s->mem, text)).p)
		return SYMBOL_NONE;
	uint32_t class = (uint32_t)(s->classes.n - 1) | SYMBOL_CLASS_BIT;
	fill(slot, SYMBOL_CLASS, text, class);
	for (uint32_t i = 0; i < distinct; i++) {
		struct membership *m = VEC_PUSH(&s->mem, &s->memberships);
		if (!m)
			return SYMBOL_NONE;
		m->class = class;
		m->next = s->all.at[ids[i]].classes;
		s->all.at[ids[i]].classes = (uint32_t)s->memberships.n;
	}
	return class;
}

/* A growing answer: what does not fit is only counted. */
struct answer {
	uint32_t *out, n, cap;
};

static void give(struct answer *a, uint32_t id)
{
	if (a->n < a->cap)
		a->out[a->n] = id;
	a->n++;
}

/* What is asked about a word: whether there is a symbol. What the answers read is most often in no
 * near cache, so it is fetched for all questions before the first is answered. */
struct question {
	enum symbol_kind kind;
	struct str text;
	uint64_t hash;
};

enum { QUESTIONS = 8 };

struct asking {
	const struct symbols *s;
	struct answer a;
	struct question q[QUESTIONS];
	int n;
};

static void answer(struct asking *k)
{
	for (int i = 0; i < k->n; i++) {
		const struct question *q = &k->q[i];
		uint32_t id = find_hashed(k->s, q->kind, q->text, q->hash)->id;
		if (id)
			give(&k->a, id);
	}
	k->n = 0;
}

static void ask(struct asking *k, enum symbol_kind kind, struct str text)
{
	if (k->n == QUESTIONS)
		answer(k);
	struct question *q = &k->q[k->n++];
	*q = (struct question){ kind, text, hash_bytes(text, (uint64_t)kind + 1) };
	__builtin_prefetch(&k->s->slots[(uint32_t)q->hash & k->s->mask]);
}

/* "MASHs", "MASH's" and "MASH\u2019s" are forms of MASH. */
static void ask_caps(struct asking *k, struct str surface)
{
	static const struct str endings[] = { STR("\xE2\x80\x99s"), STR("'s"), STR("s") };
	ask(k, SYMBOL_CAPS, surface);
	for (int i = 0; i < countof(endings); i++)
		if (str_ends(surface, endings[i])) {
			surface.n -= endings[i].n;
			ask(k, SYMBOL_CAPS, surface);
			return;
		}
}

uint32_t symbols_of(const struct symbols *s, struct str surface, struct str lower,
		    struct str stem, uint32_t *out, uint32_t cap)
{
	struct asking k = { .s = s, .a = { .out = out, .cap = cap } };
	if (!s)
		return 0;
	ask(&k, SYMBOL_STEM, stem);
	ask(&k, SYMBOL_EXACT, lower);
	ask_caps(&k, surface);
	ptrdiff_t longest = lower.n < s->longest_prefix ? lower.n : s->longest_prefix;
	unsigned lengths = s->openings[opening_of(lower)];
	for (ptrdiff_t n = PREFIX_MIN; lengths && n <= longest; n++)
		if (lengths & length_bit(n))
			ask(&k, SYMBOL_PREFIX, str_sub(lower, 0, n));
	answer(&k);
	return k.a.n > cap ? k.a.n : sort_distinct(out, k.a.n);
}

uint32_t symbols_add_classes(const struct symbols *s, uint32_t *ids, uint32_t n, uint32_t cap)
{
	struct answer a = { .out = ids, .n = n, .cap = cap };
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t m = s->all.at[ids[i]].classes; m; m = s->memberships.at[m - 1].next)
			give(&a, s->memberships.at[m - 1].class);
	return a.n > a.cap ? a.n : sort_distinct(ids, a.n);
}

/* ---- as an image ---- */

static const struct image_field symbol_fields[] = {
	IMAGE_BELOW(struct symbol, kind, SYMBOL_CLASS), IMAGE_TEXT(struct symbol, text),
};
static const struct image_field class_fields[] = {
	{ .kind = IMAGE_TEXT, .size = sizeof(struct str) },
};
static const struct image_type symbol_type = IMAGE_TYPE(struct symbol, symbol_fields);
static const struct image_type class_type = IMAGE_TYPE(struct str, class_fields);
static const struct image_type membership_type = IMAGE_PLAIN(struct membership);
static const struct image_type slot_type = IMAGE_PLAIN(struct symbol_slot);
static const struct image_field fields[] = {
	IMAGE_NOTHING(struct symbols, mem),
	IMAGE_VEC(struct symbols, all, &symbol_type),
	IMAGE_VEC(struct symbols, classes, &class_type),
	IMAGE_VEC(struct symbols, memberships, &membership_type),
	IMAGE_ARRAY(struct symbols, slots, mask, 1, &slot_type),
	IMAGE_NOTHING(struct symbols, automaton),
};
const struct image_type symbols_image = IMAGE_TYPE(struct symbols, fields);

static bool is_number(const struct symbols *s, uint32_t id)
{
	return id & SYMBOL_CLASS_BIT ? (id & ~SYMBOL_CLASS_BIT) < (uint64_t)s->classes.n
				     : id < (uint64_t)s->all.n;
}

/* Numbers are known ones, lists end, and so does a search among the slots. */
bool symbols_sound(const struct symbols *s, uint8_t mark_max)
{
	size_t slots = (size_t)s->mask + 1, taken = 0;
	bool sound = s->all.n >= SYMBOL_FIRST_WORD && (slots & (slots - 1)) == 0 && s->slots;
	for (ptrdiff_t i = 0; sound && i < s->all.n; i++)
		sound = s->all.at[i].classes <= (uint64_t)s->memberships.n &&
			s->all.at[i].mark <= mark_max;
	for (ptrdiff_t i = 0; sound && i < s->memberships.n; i++)
		sound = (s->memberships.at[i].class & SYMBOL_CLASS_BIT) &&
			is_number(s, s->memberships.at[i].class) && s->memberships.at[i].next <= i;
	for (size_t i = 0; sound && i < slots; i++) {
		taken += s->slots[i].id != 0;
		sound = is_number(s, s->slots[i].id);
	}
	return sound && taken < slots;
}
