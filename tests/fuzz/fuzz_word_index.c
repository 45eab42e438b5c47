/* SPDX-License-Identifier: MIT
 *
 * The index of words that a store keeps of a document (word_index.c): whatever
 * the bytes, they are refused, or each key that is in order is found.
 */
#include "pipeline/store/word_index.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct word_index ix;
	struct error e = { 0 };
	int rc = word_index_open(&ix, fuzz_bytes(data, size), &e);
	MUST(rc == 0 || e.msg[0]);
	bool ascending = true;
	uint32_t last = 0;
	for (uint32_t i = 0; rc == 0 && i < ix.n; i++) {
		uint32_t key;
		uint64_t places;
		memcpy(&key, ix.keys + i * sizeof key, sizeof key);
		memcpy(&places, ix.places + i * sizeof places, sizeof places);
		ascending &= i == 0 || key > last;
		last = key;
		uint64_t found = word_index_find(&ix, key);
		MUST(!ascending || i + 1 < ix.n || found == places);
	}
	return 0;
}
