/* SPDX-License-Identifier: MIT
 *
 * Character sets of web pages, and white space folding, in the reader
 * (charset.c, text.c): what comes out is UTF-8.
 */
#include <fcntl.h>
#include <unistd.h>

#include "pipeline/base/utf8.h"
#include "pipeline/reader/charset.h"
#include "pipeline/reader/out.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int nowhere = -1;         /* warnings go there */
	struct text decoded = { 0 }, folded = { 0 };
	if (nowhere < 0)
		nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	out_open(nowhere, 0, NULL);
	charset_decode((const char *)data, size, &decoded);
	MUST(utf8_valid((struct str){ decoded.p, (ptrdiff_t)decoded.n }));
	text_fold(&folded, decoded.p, decoded.n);
	text_break(&folded, '\t');
	text_fold(&folded, decoded.p, decoded.n);
	text_trim(&folded);
	text_visible(&folded);
	MUST(utf8_valid((struct str){ folded.p, (ptrdiff_t)folded.n }));
	MUST(folded.n <= 2 * decoded.n + 2);
	text_release(&decoded);
	text_release(&folded);
	return 0;
}
