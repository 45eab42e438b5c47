/* SPDX-License-Identifier: MIT
 *
 * See stemmer.h. libstemmer says nowhere which version it is, neither in its
 * header nor when asked, and two versions may stem differently. So the version
 * that is stamped into the output is judged by what the library does: probes
 * whose stems are known from the release, and another name when one differs.
 */
#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/lexicon/stemmer.h"

struct stemmer {
	struct sb_stemmer *sb;
};

int stemmer_new(struct stemmer **out, struct str language, struct error *e)
{
	char name[32];
	struct stemmer *s = calloc(1, sizeof *s);
	if (!s)
		return fail(e, E_NOMEM, "no memory for a stemmer");
	if (language.n > 0 && language.n < (ptrdiff_t)sizeof name) {
		memcpy(name, language.p, (size_t)language.n);
		name[language.n] = '\0';
		s->sb = sb_stemmer_new(name, "UTF_8");
	}
	if (!s->sb) {
		free(s);
		return fail(e, E_LEXICON, "no stemmer for the language '%.*s'", STR_ARG(language));
	}
	*out = s;
	return 0;
}

void stemmer_free(struct stemmer *s)
{
	if (!s)
		return;
	sb_stemmer_delete(s->sb);
	free(s);
}

struct str stemmer_stem(struct stemmer *s, struct str word)
{
	if (!word.n)
		return word;
	const sb_symbol *stem = sb_stemmer_stem(s->sb, (const sb_symbol *)word.p, (int)word.n);
	if (!stem)
		return (struct str){ 0 };
	return (struct str){ (const char *)stem, sb_stemmer_length(s->sb) };
}

/* Words of every step of the English stemmer of 2.2.0, and of its exceptions. 3.0 gives other
 * stems for "added", "evening" and "ebbed". */
static const struct {
	struct str word, stem;
} probes[] = {
	{ STR("caresses"), STR("caress") },   { STR("ties"), STR("tie") },
	{ STR("agreed"), STR("agre") },       { STR("hopping"), STR("hop") },
	{ STR("hoping"), STR("hope") },       { STR("dying"), STR("die") },
	{ STR("skies"), STR("sky") },         { STR("succeeding"), STR("succeed") },
	{ STR("generous"), STR("generous") }, { STR("arsenal"), STR("arsenal") },
	{ STR("organisation"), STR("organis") }, { STR("organization"), STR("organ") },
	{ STR("child's"), STR("child") },     { STR("early"), STR("earli") },
	{ STR("added"), STR("ad") },          { STR("evening"), STR("even") },
	{ STR("ebbed"), STR("eb") },          { STR("overall"), STR("overal") },
};

const char *stemmer_version(void)
{
	struct error e = { 0 };
	struct stemmer *s = NULL;
	bool same = true, memory = stemmer_new(&s, S("english"), &e) == 0;
	for (ptrdiff_t i = 0; memory && same && i < countof(probes); i++) {
		struct str stem = stemmer_stem(s, probes[i].word);
		memory = stem.p != NULL;
		same = str_eq(stem, probes[i].stem);
	}
	stemmer_free(s);
	return !memory ? NULL : same ? "snowball-2.2.0" : "snowball-other";
}
