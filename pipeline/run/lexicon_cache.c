/* SPDX-License-Identifier: MIT
 *
 * See lexicon_cache.h.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/build_id.h"
#include "pipeline/base/hash.h"
#include "pipeline/lexicon/lexicon_image.h"
#include "pipeline/run/defaults.h"
#include "pipeline/run/lexicon_cache.h"

/* The folder: told, else of XDG's Base Directory Specification. false: there is none. */
static bool find_folder(char *room, size_t n, const char *told)
{
	const char *cache = secure_getenv("XDG_CACHE_HOME"), *home = secure_getenv("HOME");
	int k = -1;
	if (told)
		k = snprintf(room, n, "%s", told);
	else if (cache && cache[0] == '/')
		k = snprintf(room, n, "%s/leitmotif", cache);
	else if (home && home[0] == '/')
		k = snprintf(room, n, "%s/.cache/leitmotif", home);
	return k > 0 && (size_t)k < n;
}

/* What the file is made from: all bytes of the lexicon, and all code that compiles it. */
static bool make_key(uint64_t *key, const struct lexicon *lx)
{
	*key = hash_bytes(str_of(lx->hash), 0);
	for (ptrdiff_t i = 0; i < lx->files.n; i++)
		*key = hash_mix(*key, (uint64_t)lx->files.at[i].bytes.n + 1);
	return build_id_add_loaded(key);
}

void lexicon_cache_find(struct lexicon_cache *c, const struct config *config,
			const struct lexicon *lx)
{
	*c = (struct lexicon_cache){ 0 };
	if (config->lexicon_cache && strcmp(config->lexicon_cache, "off") == 0) {
		fail(&c->why, E_IO, "it is off");
	} else if (!find_folder(c->room, sizeof c->room, config->lexicon_cache)) {
		fail(&c->why, E_IO, "neither XDG_CACHE_HOME nor HOME is the name of a folder");
	} else if (!make_key(&c->name.key, lx)) {
		fail(&c->why, E_IO, "the program, or a library that it uses, has no build id");
	} else {
		c->name.folder = c->room;
		snprintf(c->name.file, sizeof c->name.file, "%016llx.cache",
			 (unsigned long long)c->name.key);
	}
}

int lexicon_cache_finish(struct lexicon_cache *c, struct lexicon *lx, struct error *e)
{
	char *bytes;
	size_t n;
	if (c->name.folder && cache_read(&c->name, &lx->mem, &bytes, &n, &c->why) == 0) {
		if (lexicon_image_read(lx, bytes, n))
			return 0;
		fail(&c->why, E_IO, "'%s/%s' is damaged", c->name.folder, c->name.file);
	}
	return lexicon_finish(lx, e);
}

void lexicon_cache_keep(struct lexicon_cache *c, const struct lexicon *lx)
{
	struct buf image = { 0 };
	if (!c->name.folder || lx->from_image)
		return;
	c->why = (struct error){ 0 };
	lexicon_image_write(&image, lx);
	if (buf_ok(&image))
		cache_write(&c->name, buf_str(&image), &c->why);
	buf_release(&image);
}

int lexicon_cache_load(struct lexicon **out, const struct config *config, struct error *e)
{
	char path[4096];
	struct lexicon_cache c;
	struct lexicon *lx;
	int rc = lexicon_open(&lx, default_lexicon(config->lexicon_path, path, sizeof path), e);
	if (rc < 0)
		return rc;
	lexicon_cache_find(&c, config, lx);
	rc = lexicon_cache_finish(&c, lx, e);
	if (rc < 0)
		lexicon_free(lx);
	else
		*out = lx;
	return rc;
}
