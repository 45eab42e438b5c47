/* SPDX-License-Identifier: MIT
 *
 * The words that a store keeps of a document (kept_words.c): whatever the bytes,
 * they are refused, or every number in them names a word.
 */
#include "pipeline/store/kept_words.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kept_words w;
	struct arena mem;
	struct error e = { 0 };
	arena_init(&mem, 0);
	int rc = kept_words_read(&w, &mem, fuzz_bytes(data, size), &e);
	MUST(rc == 0 || e.msg[0]);
	for (ptrdiff_t i = 0; rc == 0 && i < w.id_count; i++)
		MUST(w.ids[i] < (uint32_t)w.distinct.n);
	for (ptrdiff_t i = 0; rc == 0 && i < w.sentences.n; i++)
		MUST((ptrdiff_t)w.sentences.at[i].first + w.sentences.at[i].count <= w.id_count);
	arena_release(&mem);
	return 0;
}
