/* SPDX-License-Identifier: MIT
 *
 * Compiled lexicons kept from run to run, in a folder of the caller's
 * (docs/PERFORMANCE.md). A file is known by the lexicon's bytes and by the
 * program and libraries that compiled it; without one, all is as it would be
 * with it, only later.
 */
#ifndef LM_RUN_LEXICON_CACHE_H
#define LM_RUN_LEXICON_CACHE_H

#include "pipeline/io/cache.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/config.h"

struct lexicon_cache {
	char room[4096];
	struct cache_name name;         /* folder NULL: there is none */
	struct error why;               /* why there is none, or its file was not used */
};

/* Where lx, which is open, is kept; nothing is touched. */
void lexicon_cache_find(struct lexicon_cache *c, const struct config *config,
			const struct lexicon *lx);

/* lexicon_finish(), from the cache's file where that is there; see lx->from_image. */
int lexicon_cache_finish(struct lexicon_cache *c, struct lexicon *lx, struct error *e);

/* Keep lx, of whose regexes all have compiled. That it cannot be kept is no failure: c->why
 * tells. */
void lexicon_cache_keep(struct lexicon_cache *c, const struct lexicon *lx);

/* lexicon_load() by these. */
int lexicon_cache_load(struct lexicon **out, const struct config *config, struct error *e);

#endif
