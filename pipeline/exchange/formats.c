/* SPDX-License-Identifier: MIT
 *
 * See formats.h.
 */
#include <stdio.h>

#include "pipeline/exchange/dict_text.h"
#include "pipeline/exchange/formats.h"

#define X(id, name, ends) { name, ends },
static const struct { const char *name, *ends; } formats[] = { DICT_FORMATS(X) };
#undef X

static const struct dict_abilities abilities[DICT_FORMAT_COUNT] = {
	[DICT_QUANTEDA] = { .nested = true, .phrases = true },
	[DICT_LIWC] = { .nested = true, .phrases = true },
	[DICT_DICX] = { .weights = true, .phrases = true },
	[DICT_WORDSTAT] = { .nested = true, .weights = true, .phrases = true },
	[DICT_YOSHIKODER] = { .nested = true, .weights = true },
	[DICT_LEXICODER] = { .phrases = true },
	[DICT_VBPRO] = { .phrases = true },
	[DICT_CSV] = { .nested = true, .weights = true, .phrases = true, .patterns = true },
};

const char *dict_format_name(enum dict_format f)
{
	return formats[f].name;
}

const struct dict_abilities *dict_format_abilities(enum dict_format f)
{
	return &abilities[f];
}

static bool ends_so(struct str path, const char *ends)
{
	struct str rest = str_of(ends);
	while (rest.n) {
		struct str end = str_cut(&rest, ' ');
		if (path.n > end.n && str_eq_nocase(str_sub(path, path.n - end.n, path.n), end))
			return true;
	}
	return false;
}

int dict_format_find(enum dict_format *out, const char *name, const char *path, struct error *e)
{
	char list[100] = "";
	for (int i = 0; i < DICT_FORMAT_COUNT; i++) {
		size_t at = strlen(list);
		snprintf(list + at, sizeof list - at, "%s%s", i ? ", " : "", formats[i].name);
		if (name ? strcmp(name, formats[i].name) == 0
			 : path && ends_so(str_of(path), formats[i].ends)) {
			*out = (enum dict_format)i;
			return 0;
		}
	}
	if (name)
		return fail(e, E_USAGE, "--format takes one of %s, not '%s'", list, name);
	return fail(e, E_USAGE, "say --format: one of %s", list);
}

int dict_read(struct dict *d, enum dict_format f, struct str bytes)
{
	static int (*const readers[])(struct dict *, struct str) = {
		[DICT_QUANTEDA] = dict_read_quanteda, [DICT_LIWC] = dict_read_liwc,
		[DICT_DICX] = dict_read_dicx, [DICT_WORDSTAT] = dict_read_wordstat,
		[DICT_LEXICODER] = dict_read_lexicoder, [DICT_VBPRO] = dict_read_vbpro,
		[DICT_CSV] = dict_read_csv,
	};
	struct str text;
	if (f == DICT_YOSHIKODER)       /* XML says itself how it is coded */
		return dict_read_yoshikoder(d, bytes);
	int rc = dict_decode(d, bytes, &text);
	return rc < 0 ? rc : readers[f](d, text);
}
