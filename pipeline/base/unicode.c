/* SPDX-License-Identifier: MIT
 *
 * See unicode.h.
 */
#include <utf8proc.h>

#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

#define NO_INDEX UINT16_MAX
#define SECOND_OF_PAIR 0x8000    /* comb_index from here on: composes with a code point before it */
#define DECOMPOSED_MAX 4         /* code points in the longest canonical decomposition */
#define GRAPHEME_JOINER 0x034F

static bool category_in(uint32_t cp, uint32_t set)
{
	return set >> utf8proc_get_property((utf8proc_int32_t)cp)->category & 1;
}

#define CATEGORY(name) (UINT32_C(1) << UTF8PROC_CATEGORY_##name)

bool unicode_is_letter(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_is_alpha((char)cp);
	return category_in(cp, CATEGORY(LU) | CATEGORY(LL) | CATEGORY(LT) | CATEGORY(LM) |
				       CATEGORY(LO));
}

bool unicode_is_digit(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_is_digit((char)cp);
	return category_in(cp, CATEGORY(ND) | CATEGORY(NL));
}

bool unicode_is_upper(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_is_upper((char)cp);
	return category_in(cp, CATEGORY(LU) | CATEGORY(LT));
}

uint32_t unicode_lower(uint32_t cp)
{
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

static int combining_class(uint32_t cp)
{
	return utf8proc_get_property((utf8proc_int32_t)cp)->combining_class;
}

/* The canonical decomposition of cp in out[DECOMPOSED_MAX]; its length. */
static int decompose(uint32_t cp, utf8proc_int32_t *out)
{
	int last = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, out, DECOMPOSED_MAX,
						     UTF8PROC_STABLE | UTF8PROC_COMPOSE, &last);
	if (n < 1 || n > DECOMPOSED_MAX) {
		out[0] = (utf8proc_int32_t)cp;
		return 1;
	}
	return (int)n;
}

enum nfc_class unicode_nfc_class(uint32_t cp)
{
	if (cp < 0x300)
		return NFC_INERT;
	const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)cp);
	bool second = p->comb_index != NO_INDEX && p->comb_index >= SECOND_OF_PAIR;
	bool jamo = cp >= 0x1160 && cp <= 0x11FF;   /* vowels and finals compose by arithmetic */
	if (p->combining_class || second || jamo)
		return NFC_JOINS;
	if (p->decomp_seqindex == NO_INDEX || p->decomp_type)
		return NFC_INERT;
	utf8proc_int32_t parts[DECOMPOSED_MAX];
	decompose(cp, parts);
	return combining_class((uint32_t)parts[0]) ? NFC_JOINS : NFC_STARTS;
}

bool nfc_take(struct nfc *c, uint32_t cp)
{
	if (c->n && unicode_nfc_class(cp) != NFC_JOINS)
		return false;
	int starters = c->n && unicode_nfc_class(c->cp[0]) != NFC_JOINS;
	if (c->n - starters >= NFC_MARKS_MAX) {
		if (combining_class(cp) && c->n < countof(c->cp))
			c->cp[c->n++] = GRAPHEME_JOINER;
		return false;
	}
	c->cp[c->n++] = cp;
	return true;
}

void nfc_flush(struct nfc *c, struct buf *out)
{
	utf8proc_int32_t cps[countof(c->cp) * DECOMPOSED_MAX];
	int n = 0;
	for (int i = 0; i < c->n; i++)
		n += decompose(c->cp[i], cps + n);
	c->n = 0;
	for (int i = 1; i < n; i++) {       /* canonical ordering; n is small */
		utf8proc_int32_t cp = cps[i];
		int k = i, class = combining_class((uint32_t)cp);
		while (class && k && combining_class((uint32_t)cps[k - 1]) > class) {
			cps[k] = cps[k - 1];
			k--;
		}
		cps[k] = cp;
	}
	n = (int)utf8proc_normalize_utf32(cps, n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (!buf_reserve(out, (ptrdiff_t)n * 4))
		return;
	for (int i = 0; i < n; i++)
		out->n += utf8_encode((uint32_t)cps[i], out->p + out->n);
}

void unicode_nfc(struct buf *out, struct str s)
{
	struct nfc c = { .n = 0 };
	while (s.n) {
		uint32_t cp;
		int k = utf8_decode(s.p, s.n, &cp);
		if (!nfc_take(&c, cp)) {
			nfc_flush(&c, out);
			nfc_take(&c, cp);
		}
		s.p += k;
		s.n -= k;
	}
	nfc_flush(&c, out);
}
