/* SPDX-License-Identifier: MIT
 *
 * The table of formats, from stages/formats.def.
 */
#include <string.h>

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/format.h"

#define X(id, name, help) &format_##id,
static const struct format *const formats[] = {
#include "stages/formats.def"
};
#undef X

const struct format *format_find(const char *name)
{
	for (ptrdiff_t i = 0; i < countof(formats); i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

bool format_shows(const struct doc *d, const struct code *c, const struct stage_shared *sh)
{
	struct str only = str_of(sh->config->theme);
	return doc_counts(d, c->sent, sh->config->all_voices) &&
	       (!only.n || str_eq(only, sh->lexicon->themes.at[c->theme].id));
}
