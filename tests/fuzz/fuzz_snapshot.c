/* SPDX-License-Identifier: MIT
 *
 * The store's kept texts (snapshot.c): any bytes are a document or an error; a
 * document that is kept again is kept in the same way, and layout can work on it.
 */
#include "pipeline/run/stage.h"
#include "pipeline/store/snapshot.h"
#include "tests/fuzz/fuzz.h"

static void lay_out(struct doc *d)
{
	struct error e = { 0 };
	void *scratch = NULL;
	const struct stage *s = &stage_layout;
	if (!(d->has & LAYER_LINES))
		return;
	if (s->begin && s->begin(&scratch, NULL, &e) < 0)
		return;
	s->process(d, NULL, NULL, NULL, scratch, &e);
	if (s->end)
		s->end(scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct doc d, again;
	struct error e = { 0 };
	struct buf once = { 0 }, twice = { 0 };
	doc_init(&d, (size_t)64 << 20);
	doc_init(&again, (size_t)64 << 20);
	if (snapshot_read(&d, fuzz_bytes(data, size), &e) == 0) {
		snapshot_write(&once, &d);
		MUST(snapshot_read(&again, buf_str(&once), &e) == 0);
		snapshot_write(&twice, &again);
		MUST(str_eq(buf_str(&once), buf_str(&twice)));
		lay_out(&again);
	} else {
		MUST(e.msg[0]);
		MUST(d.lines.n == 0 && d.source.n == 0);
	}
	doc_release(&d);
	doc_release(&again);
	buf_release(&once);
	buf_release(&twice);
	return 0;
}
