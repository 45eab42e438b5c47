/* SPDX-License-Identifier: MIT
 *
 * See names.h.
 */
#include <inttypes.h>

#include "pipeline/base/hash.h"
#include "pipeline/fetch/names.h"

#define WORD_MAX 60              /* bytes of one part of a name */

/* ASCII letters in lower case and digits; what lies between is one '-'. */
static void add_word(struct buf *out, struct str text)
{
	ptrdiff_t begin = out->n;
	bool gap = false;
	for (ptrdiff_t i = 0; i < text.n && out->n - begin < WORD_MAX; i++) {
		char c = ascii_lower(text.p[i]);
		if (!ascii_is_alpha(c) && !ascii_is_digit(c)) {
			gap = out->n > begin;
			continue;
		}
		if (gap)
			buf_addc(out, '-');
		gap = false;
		buf_addc(out, c);
	}
}

bool looks_like_html(struct str head)
{
	static const struct str tags[] = { STR("<!doctype html"), STR("<html"), STR("<head"),
					   STR("<body"), STR("<script"), STR("<?xml") };
	head = str_trim(str_starts(head, S("\xEF\xBB\xBF")) ? str_sub(head, 3, head.n) : head);
	for (ptrdiff_t i = 0; i < countof(tags); i++)
		if (str_eq_nocase(str_sub(head, 0, tags[i].n), tags[i]))
			return true;
	return false;
}

/* Slices that are empty may point to nothing. */
static bool has(struct str text, struct str word)
{
	return text.n >= word.n && str_find(text, word, 0) >= 0;
}

static const char *ending(struct str head, struct str type)
{
	static const struct {
		struct str type;
		const char *ending;
	} types[] = {
		{ STR("text/plain"), "txt" }, { STR("text/html"), "html" },
		{ STR("text/markdown"), "md" }, { STR("application/gzip"), "gz" },
	};
	if (has(str_sub(head, 0, 1024), S("%PDF-")))
		return "pdf";
	if (str_starts(head, S("PK\3\4")))
		return has(type, S("wordprocessingml")) ? "docx" : "zip";
	if (looks_like_html(head))
		return "html";
	for (ptrdiff_t i = 0; i < countof(types); i++)
		if (str_eq_nocase(str_sub(type, 0, types[i].type.n), types[i].type))
			return types[i].ending;
	return "bin";
}

void name_of_partial(struct buf *out, struct str address)
{
	buf_addf(out, "%016" PRIx64, hash_bytes(address, 3));
}

void name_for(struct buf *out, const struct list_row *row, struct str head, struct str type)
{
	ptrdiff_t begin = out->n;
	add_word(out, row->authority);
	if (out->n == begin)
		buf_addz(out, "unknown");
	buf_addc(out, '/');
	const struct str parts[] = { row->date, row->kind };
	for (ptrdiff_t i = 0; i < countof(parts); i++) {
		begin = out->n;
		add_word(out, parts[i]);
		if (out->n > begin)
			buf_addc(out, '-');
	}
	name_of_partial(out, row->address);
	buf_addf(out, ".%s", ending(head, type));
}

bool name_is_safe(struct str name)
{
	int slashes = 0;
	char before = '/';
	for (ptrdiff_t i = 0; i < name.n; before = name.p[i++]) {
		char c = name.p[i];
		bool plain = (c >= 'a' && c <= 'z') || ascii_is_digit(c) || c == '-';
		if (!plain && c != '.' && c != '/')
			return false;
		if (!plain && (before == '/' || before == '.'))
			return false;
		slashes += c == '/';
	}
	return slashes == 1 && name.n < 4 * WORD_MAX && before != '/';
}
