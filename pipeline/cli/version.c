/* SPDX-License-Identifier: MIT
 *
 * See version.h.
 */
#include "pipeline/base/buf.h"
#include "pipeline/cli/version.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/regex.h"
#include "pipeline/lexicon/stemmer.h"
#include "pipeline/run/lexicon_cache.h"
#include "pipeline/run/reader_version.h"

int show_version(const struct settings *s)
{
	char line[4200];
	struct lexicon *lx = NULL;
	struct error e = { 0 };
	printf("leitmotif %s\n", LM_VERSION);
	if (lexicon_cache_load(&lx, &s->config, &e) == 0)
		printf("lexicon %.*s %.*s, hash %s\n", STR_ARG(lx->id), STR_ARG(lx->version), lx->hash);
	else
		printf("lexicon: %s\n", e.msg);
	lexicon_free(lx);
	const char *stemmer = stemmer_version();
	printf("%s\n", stemmer ? stemmer : "snowball: no memory");
	regex_version(line, sizeof line);
	printf("pcre2 %s\n", line);
	reader_version(line, sizeof line, &s->config);
	printf("%s\n", line);
	return 0;
}
