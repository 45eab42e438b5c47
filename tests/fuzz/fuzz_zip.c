/* SPDX-License-Identifier: MIT
 *
 * What is an archive, and what a zip's directory says (container.c); what is a
 * document by its first bytes (extract_sniff.c); packed texts (gz.c).
 */
#include "pipeline/io/container.h"
#include "pipeline/io/gz.h"
#include "stages/extract.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = fuzz_bytes(data, size);
	const char *what = NULL;
	char room[4096];
	struct zip_view v = { .fd = -1, .size = size, .bytes = s };
	struct zip_facts facts;
	struct error e = { 0 };
	container_sniff(str_sub(s, 0, CONTAINER_HEAD));
	if (s.n)
		MUST(extract_sniff(s, &what) != FORMAT_UNKNOWN || what);
	zip_look(&v, &facts);
	MUST(gz_unpack(room, sizeof room, s, &e) == 0 || e.msg[0]);
	return 0;
}
