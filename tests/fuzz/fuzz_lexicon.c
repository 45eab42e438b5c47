/* SPDX-License-Identifier: MIT
 *
 * A lexicon's files (yaml.c and what reads its trees): they compile, or the
 * message has a place. The parts of a case, between lines "%%", are
 * lexicon.yaml, themes/g.yaml, sets.yaml and polarity.yaml.
 */
#include "pipeline/lexicon/lexicon_load.h"
#include "pipeline/lexicon/stemmer.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str paths[] = {
		STR("lexicon.yaml"), STR("themes/g.yaml"), STR("sets.yaml"), STR("polarity.yaml"),
	};
	struct lexicon *lx = calloc(1, sizeof *lx);
	struct error e = { 0 };
	MUST(lx);
	struct loader ld = { .lx = lx, .e = &e };
	struct str rest = fuzz_bytes(data, size);
	arena_init(&lx->mem, 0);
	arena_init(&ld.mem, 0);
	lx->path = (struct str)STR("lexicon");
	for (ptrdiff_t i = 0; i < countof(paths) && (i < 2 || rest.n); i++) {
		struct lexicon_file *f = VEC_PUSH(&lx->mem, &lx->files);
		MUST(f);
		*f = (struct lexicon_file){ paths[i], arena_str(&lx->mem, fuzz_part(&rest)) };
	}
	int rc = lexicon_read(&ld);
	if (rc == 0)
		rc = lexicon_compile(&ld);
	MUST(rc == 0 || e.msg[0]);
	arena_release(&ld.mem);
	lexicon_free(lx);
	return 0;
}
