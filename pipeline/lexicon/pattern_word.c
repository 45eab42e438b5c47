/* SPDX-License-Identifier: MIT
 *
 * See pattern_word.h. A word is cut where the tokenizer cuts the text (UAX #29
 * for letters, digits, apostrophes and points); whether that is so is proved
 * for every term by lexicon check.
 */
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/lexicon/pattern_word.h"

enum {
	PARTS_MAX = 12,
	VARIED_MAX = 4           /* words of more parts are written apart or in one, no mixtures */
};

struct part {
	ptrdiff_t from, to;
	bool hyphen;             /* nothing but a hyphen parts it from the part before */
};

struct word {
	struct arena *mem;
	struct str text;
	enum atom_kind kind;
	uint32_t at;
	struct part parts[PARTS_MAX];
	int count;
};

enum letter { OTHER, LETTER, DIGIT };

static enum letter letter_at(struct str s, ptrdiff_t i)
{
	uint32_t cp = 0;
	if (i < 0 || i >= s.n)
		return OTHER;
	utf8_decode(s.p + i, s.n - i, &cp);
	if (unicode_is_letter(cp) || cp == '_')
		return LETTER;
	return unicode_is_digit(cp) ? DIGIT : OTHER;
}

/* A point, comma or apostrophe that stands inside a word, by UAX #29 WB6 to WB12. */
static bool joins(enum letter before, uint32_t cp, enum letter after)
{
	if (before == LETTER && after == LETTER)
		return cp == '\'' || cp == 0x2019 || cp == '.' || cp == ':';
	if (before == DIGIT && after == DIGIT)
		return cp == '\'' || cp == 0x2019 || cp == '.' || cp == ',' || cp == ';';
	return false;
}

static bool is_hyphen(struct str s)
{
	return str_eq(s, S("-")) || str_eq(s, S("\xE2\x80\x90")) || str_eq(s, S("\xE2\x80\x91"));
}

/* Letters of ASCII alone, as nearly all words are. */
static bool is_simple(struct str s)
{
	while (s.n && ascii_is_alpha(*s.p))
		s.p++, s.n--;
	return s.n == 0;
}

static void cut_parts(struct word *w)
{
	struct str s = w->text;
	enum letter before = OTHER;
	struct part *open = NULL;
	for (ptrdiff_t i = 0; i < s.n;) {
		uint32_t cp;
		int k = utf8_decode(s.p + i, s.n - i, &cp);
		enum letter now = letter_at(s, i);
		bool inside = now != OTHER || joins(before, cp, letter_at(s, i + k));
		if (inside && !open && w->count < PARTS_MAX) {
			open = &w->parts[w->count++];
			ptrdiff_t last = w->count > 1 ? open[-1].to : 0;
			*open = (struct part){ .from = i, .hyphen = w->count > 1 &&
							 is_hyphen(str_sub(s, last, i)) };
		}
		if (!inside)
			open = NULL;
		before = inside ? now : OTHER;
		i += k;
		if (open)
			open->to = i;
	}
}

/* Two or more capitals and digits, with at least one capital. */
static bool is_caps(struct str s)
{
	int capitals = 0, all = 0;
	while (s.n) {
		uint32_t cp;
		int k = utf8_decode(s.p, s.n, &cp);
		if (unicode_is_upper(cp))
			capitals++;
		else if (!unicode_is_digit(cp))
			return false;
		all++;
		s = str_sub(s, k, s.n);
	}
	return capitals > 0 && all > 1;
}

static struct pattern_node *new_node(struct word *w, enum pattern_kind kind)
{
	struct pattern_node *n = NEW(w->mem, struct pattern_node, 1);
	if (n) {
		n->kind = kind;
		n->at = w->at;
	}
	return n;
}

/* What a word is compared by that ends before part to. */
static struct pattern_node *set_atom(const struct word *w, struct pattern_node *n, int to)
{
	n->atom = w->kind;
	if (w->kind == ATOM_PREFIX && to < w->count)
		n->atom = ATOM_STEM;
	if (n->atom == ATOM_STEM && is_caps(n->text))
		n->atom = ATOM_CAPS;
	return n;
}

/* Parts [from, to) written as one word. */
static struct pattern_node *one_word(struct word *w, int from, int to)
{
	struct pattern_node *n = new_node(w, PATTERN_ATOM);
	ptrdiff_t size = 0;
	if (n && to == from + 1) {
		n->text = str_sub(w->text, w->parts[from].from, w->parts[from].to);
		return set_atom(w, n, to);
	}
	for (int i = from; i < to; i++)
		size += w->parts[i].to - w->parts[i].from;
	char *text = arena_raw(w->mem, size, 1, 1);
	if (!n || !text)
		return NULL;
	char *q = text;
	for (int i = from; i < to; i++) {
		struct str s = str_sub(w->text, w->parts[i].from, w->parts[i].to);
		memcpy(q, s.p, (size_t)s.n);
		q += s.n;
	}
	n->text = (struct str){ text, size };
	return set_atom(w, n, to);
}

/* The word with the parts joined where bit i says so for the seam behind part i. */
static struct pattern_node *written(struct word *w, unsigned seams)
{
	struct pattern_node *kids[PARTS_MAX];
	uint32_t n = 0;
	for (int from = 0, to; from < w->count; from = to) {
		for (to = from + 1; to < w->count && seams >> (to - 1) & 1; to++)
			;
		kids[n] = one_word(w, from, to);
		if (!kids[n++])
			return NULL;
	}
	if (n == 1)
		return kids[0];
	struct pattern_node *seq = new_node(w, PATTERN_SEQ);
	struct pattern_node **copy = NEW(w->mem, struct pattern_node *, n);
	if (!seq || !copy)
		return NULL;
	memcpy(copy, kids, n * sizeof *kids);
	pattern_set_kids(seq, copy, n);
	return seq;
}

/* A word of ASCII letters alone. */
static struct pattern_node *simple_word(struct arena *mem, struct str text, enum atom_kind kind,
					uint32_t at)
{
	struct pattern_node *n = NEW(mem, struct pattern_node, 1);
	ptrdiff_t capitals = 0;
	if (!n)
		return NULL;
	while (capitals < text.n && ascii_is_upper(text.p[capitals]))
		capitals++;
	bool caps = kind == ATOM_STEM && text.n > 1 && capitals == text.n;
	n->kind = PATTERN_ATOM;
	n->atom = caps ? ATOM_CAPS : kind;
	n->text = text;
	n->at = at;
	return n;
}

struct pattern_node *pattern_word(struct arena *mem, struct str text, enum atom_kind kind,
				  uint32_t at, bool *empty)
{
	*empty = text.n == 0;
	if (text.n && is_simple(text))
		return simple_word(mem, text, kind, at);
	struct word w;           /* its parts are many, and set as they are counted */
	w.mem = mem, w.text = text, w.kind = kind, w.at = at, w.count = 0;
	unsigned hyphens = 0;
	cut_parts(&w);
	*empty = w.count == 0;
	if (*empty)
		return NULL;
	for (int i = 1; i < w.count; i++)
		hyphens |= (unsigned)w.parts[i].hyphen << (i - 1);
	if (!hyphens)
		return written(&w, 0);
	struct pattern_node *alt = new_node(&w, PATTERN_ALT);
	struct pattern_node **kids = NEW(mem, struct pattern_node *, 1 << (VARIED_MAX - 1));
	if (!alt || !kids)
		return NULL;
	bool varied = w.count <= VARIED_MAX;
	uint32_t n = 0;
	for (unsigned seams = 0; seams <= hyphens; seams++) {
		if ((seams & ~hyphens) || (!varied && seams && seams != hyphens))
			continue;
		kids[n] = written(&w, seams);
		if (!kids[n++])
			return NULL;
	}
	pattern_set_kids(alt, kids, n);
	return alt;
}
