/* SPDX-License-Identifier: MIT
 *
 * See columns.h.
 */
#include "pipeline/doc/columns.h"

#define X(name) #name,
static const char *const names[] = { META_COLUMNS(X) };
#undef X

const char *meta_column_name(enum meta_column c)
{
	return names[c];
}

enum meta_column meta_column_find(struct str name)
{
	enum meta_column c = 0;
	while (c < META_COUNT && !str_eq(name, str_of(names[c])))
		c++;
	return c;
}

bool meta_column_taken(struct str name)
{
	static const struct str others[] = {
		STR("doc"), STR("path"), STR("status"), STR("reason"), STR("program"), STR("stemmer"),
		STR("lexicon"), STR("words"), STR("sentences"), STR("document_sentences"),
		STR("coded_sentences"), STR("program_version"), STR("stemmer_version"),
		STR("lexicon_hash"), STR("group"), STR("theme"), STR("themes"), STR("mentions"),
		STR("strength"), STR("concern"), STR("mixed"), STR("neutral"), STR("better"),
		STR("worse"), STR("per_1000_words"), STR("share"), STR("net"), STR("net_low"),
		STR("net_high"), STR("mixed_share"), STR("authority"), STR("region"),
		STR("framework"), STR("grade"), STR("year"), STR("quarter"), STR("date"),
	};
	for (ptrdiff_t i = 0; i < countof(others); i++)
		if (str_eq(name, others[i]))
			return true;
	return meta_column_find(name) < META_COUNT;
}
