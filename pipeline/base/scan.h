/* SPDX-License-Identifier: MIT
 *
 * Looking over plain bytes 16 at a time, with the vectors of gcc and clang,
 * which become the instructions of whatever machine they build for.
 */
#ifndef LM_BASE_SCAN_H
#define LM_BASE_SCAN_H

#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "pipeline/base/str.h"

#define SCAN_BLOCK 16

typedef unsigned char scan_block __attribute__((vector_size(SCAN_BLOCK)));

static inline scan_block scan_load(const char *p)
{
	scan_block b;
	memcpy(&b, p, sizeof b);
	return b;
}

static inline scan_block scan_splat(char c)
{
	scan_block b;
	memset(&b, c, sizeof b);
	return b;
}

static inline bool scan_hit(scan_block b)
{
	uint64_t w[2];
	memcpy(w, &b, sizeof w);
	return (w[0] | w[1]) != 0;
}

/* The top bits of the bytes of b, the first byte's lowest. The multiplication gathers eight of them;
 * no carry can spoil the top byte of the product. */
static inline uint64_t scan_bits(scan_block b)
{
#ifdef __SSE2__
	return (uint64_t)(unsigned)_mm_movemask_epi8((__m128i)b);
#else
	uint64_t w[2];
	memcpy(w, &b, sizeof w);
	for (int i = 0; i < 2; i++)
		w[i] = ((w[i] & UINT64_C(0x8080808080808080)) >> 7) * UINT64_C(0x0102040810204080) >> 56;
	return w[0] | w[1] << 8;
#endif
}

/* The bytes of b that are in [first, last]. */
static inline scan_block scan_range(scan_block b, char first, char last)
{
	return (scan_block)(b - scan_splat(first) <= scan_splat((char)(last - first)));
}

/* The first of the bytes a, b, c and d at or after i, or s.n. */
static inline ptrdiff_t scan_for_any(struct str s, ptrdiff_t i, char a, char b, char c, char d)
{
	for (; s.n - i >= SCAN_BLOCK; i += SCAN_BLOCK) {
		scan_block x = scan_load(s.p + i);
		uint64_t hits = scan_bits((scan_block)((x == scan_splat(a)) | (x == scan_splat(b)) |
						       (x == scan_splat(c)) | (x == scan_splat(d))));
		if (hits)
			return i + __builtin_ctzll(hits);
	}
	while (i < s.n && s.p[i] != a && s.p[i] != b && s.p[i] != c && s.p[i] != d)
		i++;
	return i;
}

/* The first byte at or after i that is in [first, last], or s.n. Both are ASCII, or neither. */
static inline ptrdiff_t scan_for_range(struct str s, ptrdiff_t i, char first, char last)
{
	for (; s.n - i >= SCAN_BLOCK; i += SCAN_BLOCK) {
		uint64_t hits = scan_bits(scan_range(scan_load(s.p + i), first, last));
		if (hits)
			return i + __builtin_ctzll(hits);
	}
	while (i < s.n && ((unsigned char)s.p[i] < (unsigned char)first ||
			   (unsigned char)s.p[i] > (unsigned char)last))
		i++;
	return i;
}

static inline bool scan_is_word(const char *p, struct str word)
{
	for (ptrdiff_t k = 0; k < word.n; k++)
		if ((p[k] | 0x20) != word.p[k])
			return false;
	return true;
}

/* Copy s to out with blanks for white space of ASCII. */
static inline void scan_blank(char *out, struct str s)
{
	ptrdiff_t i = 0;
	for (; s.n - i >= SCAN_BLOCK; i += SCAN_BLOCK) {
		scan_block x = scan_load(s.p + i), space = scan_range(x, '\t', '\r');
		x = (x & ~space) | (scan_splat(' ') & space);
		memcpy(out + i, &x, sizeof x);
	}
	for (; i < s.n; i++)
		out[i] = ascii_is_space(s.p[i]) ? ' ' : s.p[i];
}

/* The first place at or after i where is(place, word) holds, or s.n. It holds only where the first and
 * the last byte of word stand, which have bit 0x20 set, and those of s are taken as if they had. */
static inline ptrdiff_t scan_for_like(struct str s, ptrdiff_t i, struct str word,
				      bool (*is)(const char *p, struct str word))
{
	scan_block first = scan_splat(word.p[0]), last = scan_splat(word.p[word.n - 1]);
	scan_block bit = scan_splat(0x20);
	for (; s.n - i >= SCAN_BLOCK + word.n - 1; i += SCAN_BLOCK) {
		scan_block x = scan_load(s.p + i) | bit, y = scan_load(s.p + i + word.n - 1) | bit;
		uint64_t hits = scan_bits((scan_block)((x == first) & (y == last)));
		for (; hits; hits &= hits - 1)
			if (is(s.p + i + __builtin_ctzll(hits), word))
				return i + __builtin_ctzll(hits);
	}
	for (; i + word.n <= s.n; i++)
		if (is(s.p + i, word))
			return i;
	return s.n;
}

/* The first place at or after i where word stands, or s.n. All bytes of word have bit 0x20 set, and
 * those of s are taken as if they had: letters of either case are equal. */
static inline ptrdiff_t scan_for_word(struct str s, ptrdiff_t i, struct str word)
{
	return scan_for_like(s, i, word, scan_is_word);
}

/* The bytes of a block, behind a byte that is a space when before is 1, that end a run of printable
 * ASCII with single spaces: other bytes, and the second of two spaces. *before for the next block. */
static inline uint64_t scan_ends_plain(scan_block x, uint64_t *before)
{
	uint64_t plain = scan_bits(scan_range(x, ' ', '~'));
	uint64_t space = scan_bits((scan_block)(x == scan_splat(' '))), twice = space << 1 | *before;
	*before = space >> (SCAN_BLOCK - 1);
	return (plain ^ 0xffff) | (space & twice);
}

/* Where the run of printable ASCII with single spaces ends that starts at s.p[i]: at another byte, at
 * the second of two spaces, or at s.n. */
static inline ptrdiff_t scan_plain(struct str s, ptrdiff_t i)
{
	uint64_t before = 0, ends;
	ptrdiff_t from = i;
	for (; s.n - i >= SCAN_BLOCK; i += SCAN_BLOCK)
		if ((ends = scan_ends_plain(scan_load(s.p + i), &before)))
			return i + __builtin_ctzll(ends);
	if (i < s.n && s.n - from >= SCAN_BLOCK) {
		ptrdiff_t seen = SCAN_BLOCK - (s.n - i);
		before = 0;
		ends = scan_ends_plain(scan_load(s.p + i - seen), &before);
		return ends ? i - seen + __builtin_ctzll(ends) : s.n;
	}
	while (i < s.n && s.p[i] >= ' ' && s.p[i] <= '~' &&
	       !(i > from && s.p[i] == ' ' && s.p[i - 1] == ' '))
		i++;
	return i;
}

#endif
