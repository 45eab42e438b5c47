/* SPDX-License-Identifier: MIT
 *
 * The layers that a store keeps of a document (kept_layers.c): whatever the
 * bytes, they are refused, or the document holds together and is written back
 * byte by byte as far as numbers have one way to be written.
 */
#include "pipeline/store/kept_layers.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct doc d, again;
	struct buf out = { 0 };
	struct error e = { 0 };
	doc_init(&d, 0), doc_init(&again, 0);
	int rc = kept_layers_read(&d, fuzz_bytes(data, size), &e);
	MUST(rc == 0 || (e.msg[0] && !d.has));
	if (rc == 0) {
		MUST(doc_check(&d, &e) == 0);
		kept_layers_write(&out, &d);
		MUST(kept_layers_read(&again, buf_str(&out), &e) == 0);
		MUST(str_eq(d.text, again.text) && d.toks.n == again.toks.n);
		MUST(d.sents.n == again.sents.n && d.blocks.n == again.blocks.n);
	}
	buf_release(&out);
	doc_release(&d), doc_release(&again);
	return 0;
}
