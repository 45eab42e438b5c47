/* SPDX-License-Identifier: MIT
 *
 * What a reader process sends (records.c): any bytes are records or an error,
 * and whatever came of them lies inside the text.
 */
#include <math.h>

#include "pipeline/run/records.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct records_end end;
	struct error e = { 0 };
	struct doc d;
	doc_init(&d, (size_t)16 << 20);
	int rc = records_parse(&d, fuzz_bytes(data, size), &end, &e);
	MUST(rc == 0 || e.msg[0]);
	MUST(d.source.n <= (ptrdiff_t)size);
	for (ptrdiff_t i = 0; i < d.lines.n; i++) {
		const struct line *l = &d.lines.at[i];
		MUST((ptrdiff_t)l->off + (ptrdiff_t)l->len <= d.source.n);
		MUST(l->kind < BLOCK_KIND_COUNT);
		MUST(isfinite(l->x0) && isfinite(l->y1) && isfinite(l->size));
	}
	doc_reset(&d);
	ptrdiff_t cut = records_cut(fuzz_bytes(data, size));
	MUST(cut >= 0 && cut <= (ptrdiff_t)size);
	MUST(rc < 0 || records_parse(&d, fuzz_bytes(data, (size_t)cut), &end, &e) == 0);
	doc_release(&d);
	return 0;
}
