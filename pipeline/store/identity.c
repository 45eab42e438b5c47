/* SPDX-License-Identifier: MIT
 *
 * See identity.h.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/base/hash.h"
#include "pipeline/io/file.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/defaults.h"
#include "pipeline/base/build_id.h"
#include "pipeline/store/identity.h"

#define MANIFEST_MAX ((size_t)1 << 30)

/* A program's build id; all its bytes when it has none: they may be many and are in the page cache,
 * so they are mapped. One that is not there adds nothing: what needs it will fail by itself. */
static void add_program(uint64_t *h, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *p = MAP_FAILED;
	if (fd >= 0 && !build_id_add(h, fd) && fstat(fd, &st) == 0 && st.st_size > 0)
		p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	if (p != MAP_FAILED) {
		*h = hash_bytes((struct str){ p, (ptrdiff_t)st.st_size }, *h);
		munmap(p, (size_t)st.st_size);
	}
	if (fd >= 0)
		close(fd);
}

static int add_manifest(uint64_t *h, const char *path, struct error *e)
{
	struct buf b = { 0 };
	int rc = file_slurp(&b, path, MANIFEST_MAX, e);
	*h = hash_bytes(buf_str(&b), *h);
	buf_release(&b);
	return rc;
}

static void add_numbers(uint64_t *h, const uint64_t *numbers, size_t n)
{
	*h = hash_bytes((struct str){ (const char *)numbers, (ptrdiff_t)(n * sizeof *numbers) }, *h);
}

static void write_key(char key[KEY_SIZE], uint64_t h)
{
	snprintf(key, KEY_SIZE, "%016" PRIx64, h);
}

void identity_coding(const struct identity *id, struct str lexicon_hash, char coding[KEY_SIZE])
{
	write_key(coding, hash_bytes(lexicon_hash, id->base));
}

static uint64_t hash_front_files(const struct lexicon *lx, uint64_t h)
{
	for (ptrdiff_t i = 0; i < lx->files.n; i++) {
		const struct lexicon_file *f = &lx->files.at[i];
		h = hash_bytes(f->path, h);
		if (!str_starts(f->path, S("themes/")))
			h = hash_bytes(f->bytes, h);
	}
	return h;
}

int identity_make(struct identity *id, const struct stage_shared *sh, struct error *e)
{
	const struct config *c = sh->config;
	char path[4096];
	uint64_t h = hash_bytes(S(LM_VERSION), 0);
	const uint64_t limits[] = { c->max_doc, c->max_arena, c->reader_mem_mb, c->reader_cpu_s,
				    c->reader_wall_ms, c->reader_out_max, (uint64_t)c->sandbox,
				    c->reader_fault };
	const uint64_t options[] = { c->all_voices, c->all_sections };
	add_program(&h, "/proc/self/exe");
	add_program(&h, default_reader(c->reader_path, path, sizeof path));
	add_numbers(&h, limits, countof(limits));
	write_key(id->reader, h);
	h = hash_bytes(str_of(sh->lexicon->stemmer), h);
	add_numbers(&h, options, countof(options));
	int rc = c->manifest_path ? add_manifest(&h, c->manifest_path, e) : 0;
	id->base = h;
	write_key(id->front, hash_front_files(sh->lexicon, h));
	identity_coding(id, str_of(sh->lexicon->hash), id->coding);
	return rc;
}
