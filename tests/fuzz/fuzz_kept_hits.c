/* SPDX-License-Identifier: MIT
 *
 * Where terms occur, as a store keeps it of a document (kept_hits.c): whatever the
 * bytes, they are refused, or each key that is listed is found in a sentence.
 */
#include "pipeline/store/kept_hits.h"
#include "tests/fuzz/fuzz.h"

enum { SENTENCES = 1000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str hits = fuzz_bytes(data, size);
	struct buf keys = { 0 };
	struct error e = { 0 };
	bool sound = kept_hits_keys(&keys, hits);
	uint32_t last = 0, key = 0;
	for (ptrdiff_t i = 0; sound && i < keys.n; i += (ptrdiff_t)sizeof key) {
		uint64_t set[SENTENCES / 64 + 1] = { 0 };
		memcpy(&key, keys.p + i, sizeof key);
		MUST(i == 0 || key > last);
		MUST(kept_hits_have(buf_str(&keys), &key, 1));
		last = key;
		if (i > 64 || kept_hits_find(hits, &key, 1, set, SENTENCES, &e) < 0)
			continue;
		bool any = false;
		for (int w = 0; w <= SENTENCES / 64; w++)
			any |= set[w];
		MUST(any);
	}
	buf_release(&keys);
	return 0;
}
