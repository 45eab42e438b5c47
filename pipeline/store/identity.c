/* SPDX-License-Identifier: MIT
 *
 * See identity.h.
 */
#include <inttypes.h>
#include <stdio.h>

#include "pipeline/base/hash.h"
#include "pipeline/io/file.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/stemmer.h"
#include "pipeline/run/defaults.h"
#include "pipeline/store/identity.h"

#define PROGRAM_MAX ((size_t)1 << 30)

/* The hash of a file's bytes; of nothing when there is no such file and it may lack. */
static int add_file(uint64_t *h, const char *path, bool may_lack, struct error *e)
{
	struct buf b = { 0 };
	struct error lacking = { 0 };
	int rc = file_slurp(&b, path, PROGRAM_MAX, may_lack ? &lacking : e);
	*h = hash_bytes(buf_str(&b), *h);
	buf_release(&b);
	return may_lack ? 0 : rc;
}

static void add_numbers(uint64_t *h, const uint64_t *numbers, size_t n)
{
	*h = hash_bytes((struct str){ (const char *)numbers, (ptrdiff_t)(n * sizeof *numbers) }, *h);
}

int identity_keys(const struct stage_shared *sh, char reader[KEY_SIZE], char coding[KEY_SIZE],
		  struct error *e)
{
	const struct config *c = sh->config;
	char path[4096];
	uint64_t h = hash_bytes(S(LM_VERSION), 0);
	const uint64_t limits[] = { c->max_doc, c->max_arena, c->reader_mem_mb, c->reader_cpu_s,
				    c->reader_wall_ms, c->reader_out_max, (uint64_t)c->sandbox,
				    c->reader_fault };
	int rc = add_file(&h, "/proc/self/exe", true, e);
	if (rc == 0)
		rc = add_file(&h, default_reader(c->reader_path, path, sizeof path), true, e);
	add_numbers(&h, limits, countof(limits));
	snprintf(reader, KEY_SIZE, "%016" PRIx64, h);
	const uint64_t options[] = { c->all_voices, c->all_sections };
	h = hash_bytes(str_of(stemmer_version()), h);
	h = hash_bytes(str_of(sh->lexicon->hash), h);
	add_numbers(&h, options, countof(options));
	if (rc == 0 && c->manifest_path)
		rc = add_file(&h, c->manifest_path, false, e);
	snprintf(coding, KEY_SIZE, "%016" PRIx64, h);
	return rc;
}
