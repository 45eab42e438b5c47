/* SPDX-License-Identifier: MIT
 *
 * Lists inside of one paragraph; see sentence.h. A list counts only when the
 * paragraph starts with an item; the next item then has the same signs and the
 * next number, so that numbers in running text are not taken for items.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/doc/sentence.h"

static const struct str bullet_signs[] = { STR("\xE2\x80\xA2"), STR("\xE2\x81\x83"),
					   STR("\xE2\x97\xA6"), STR("\xE2\x96\xAA") };

static ptrdiff_t read_prefix(struct sentence_items *it, struct str s)
{
	for (ptrdiff_t i = 0; i < countof(bullet_signs); i++) {
		if (!str_starts(s, bullet_signs[i]))
			continue;
		it->prefix_n = (int)bullet_signs[i].n;
		it->prefix_n += s.n > it->prefix_n && s.p[it->prefix_n] == ' ';
		memcpy(it->prefix, s.p, (size_t)it->prefix_n);
		it->kind = '#';
	}
	return it->prefix_n;
}

void sentence_items_open(struct sentence_items *it, struct str s)
{
	it->kind = 0;
	if (!s.n || ascii_is_upper(s.p[0]))
		return;                 /* as nearly all paragraphs start */
	*it = (struct sentence_items){ .kind = 0 };
	ptrdiff_t first = read_prefix(it, s), i = first;
	while (i < s.n && i - first < 3 && ascii_is_digit(s.p[i]))
		i++;
	bool letter = i == first && i < s.n && s.p[i] >= 'a' && s.p[i] < 'z';
	if (letter)
		i++;
	ptrdiff_t end = i;
	while (end < s.n && end - i < (ptrdiff_t)sizeof it->suffix - 1 &&
	       (s.p[end] == '.' || s.p[end] == ')'))
		end++;
	if (i == first || end == i || end >= s.n || s.p[end] != ' ')
		return;
	it->kind = letter ? 'a' : '1';
	it->value = letter ? s.p[first] : strtol(s.p + first, NULL, 10);
	it->suffix_n = (int)(end - i);
	memcpy(it->suffix, s.p + i, (size_t)it->suffix_n);
}

static bool starts_item(struct str s, ptrdiff_t i)
{
	return i < s.n && (ascii_is_upper(s.p[i]) || (unsigned char)s.p[i] >= 0x80);
}

ptrdiff_t sentence_items_next(struct sentence_items *it, struct str s, ptrdiff_t from)
{
	char sign[48];
	int n = 0;
	if (!it->kind)
		return s.n;
	if (it->kind == '#')
		n = snprintf(sign, sizeof sign, " %.*s", it->prefix_n, it->prefix);
	else if (it->kind == '1')
		n = snprintf(sign, sizeof sign, " %.*s%ld%.*s ", it->prefix_n, it->prefix,
			     it->value + 1, it->suffix_n, it->suffix);
	else
		n = snprintf(sign, sizeof sign, " %.*s%c%.*s ", it->prefix_n, it->prefix,
			     (int)it->value + 1, it->suffix_n, it->suffix);
	struct str needle = { sign, n };
	for (ptrdiff_t at = str_find(s, needle, from); at >= 0; at = str_find(s, needle, at + 1))
		if (it->kind == '#' || starts_item(s, at + n)) {
			it->value++;
			return at + 1;
		}
	it->kind = 0;
	return s.n;
}
