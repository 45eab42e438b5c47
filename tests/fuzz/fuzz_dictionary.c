/* SPDX-License-Identifier: MIT
 *
 * Dictionaries of other programs: what is read makes a lexicon that loads, or
 * the message says why not; and it can be written in every format. The first
 * byte is the format, from 'a' on.
 */
#include "pipeline/exchange/to_lexicon.h"
#include "tests/fuzz/fuzz.h"

/* What libyaml says of a text that is not YAML; a term can say so too. */
#define YAML_FAULT "while parsing"

/* The limits of a lexicon are other than those of a dictionary; its form must be right. */
static void check(const struct lexicon_text *text)
{
	struct error e = { 0 };
	int rc = lexicon_text_check(text, &e);
	MUST(rc == 0 || e.msg[0]);
	MUST(rc == 0 || !strstr(e.msg, YAML_FAULT));
}

static void write_all(const struct dict *d)
{
	for (int f = 0; f < DICT_FORMAT_COUNT; f++) {
		struct buf out = { 0 };
		struct error e = { 0 };
		MUST(dict_write(d, (enum dict_format)f, &out, &e) == 0);
		buf_release(&out);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dict d;
	struct error e = { 0 };
	struct lexicon_text text = { 0 };
	if (size == 0 || data[0] < 'a' || data[0] >= 'a' + DICT_FORMAT_COUNT ||
	    memmem(data, size, YAML_FAULT, strlen(YAML_FAULT)))
		return 0;
	dict_init(&d, &e);
	d.report.file = S("case");
	int rc = dict_read(&d, (enum dict_format)(data[0] - 'a'), fuzz_bytes(data + 1, size - 1));
	if (rc == 0)
		rc = dict_to_lexicon(&d, S("case"), S("case"), &text);
	if (rc == 0) {
		check(&text);
		write_all(&d);
	}
	MUST(rc == 0 || e.msg[0]);
	lexicon_text_release(&text);
	dict_release(&d);
	return 0;
}
