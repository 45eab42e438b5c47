/* SPDX-License-Identifier: MIT
 *
 * The index of words that a store keeps of a document (word_index.c): whatever
 * the bytes, they are refused, or what is found for a key are sentences.
 */
#include <stdlib.h>

#include "pipeline/store/word_index.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct word_index ix;
	struct error e = { 0 };
	int rc = word_index_open(&ix, fuzz_bytes(data, size), &e);
	MUST(rc == 0 || e.msg[0]);
	if (rc < 0 || ix.sentences > 100000)
		return 0;
	size_t words = sentence_set_words(ix.sentences);
	uint64_t *set = calloc(words + 1, sizeof *set);
	MUST(set);
	for (uint32_t i = 0; i < ix.n; i++) {
		uint32_t key;
		memcpy(&key, ix.keys + i * sizeof key, sizeof key);
		word_index_find(&ix, key, set);
	}
	for (uint32_t i = ix.sentences; i < words * 64; i++)
		MUST(!sentence_set_has(set, i));
	MUST(!set[words]);
	free(set);
	return 0;
}
