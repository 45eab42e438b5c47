/* SPDX-License-Identifier: MIT
 *
 * Characters, words and sentences (utf8.h, wordbreak.c, sentence.c, forms.c):
 * pieces follow each other without a gap and end at the end; what is folded
 * and stemmed is UTF-8 again when the word was.
 */
#include "pipeline/base/utf8.h"
#include "pipeline/doc/sentence.h"
#include "pipeline/doc/wordbreak.h"
#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/lexicon.h"
#include "tests/fuzz/fuzz.h"

static void sentences(struct str s)
{
	static const struct sentence_rules none;
	ptrdiff_t at = 0;
	while (at < s.n && memchr(" \t\n\r\f\v", s.p[at], 6))
		at++;
	while (at < s.n) {
		ptrdiff_t end = sentence_end(&none, s, at);
		MUST(end > at && end <= s.n);
		for (at = end; at < s.n && memchr(" \t\n\r\f\v", s.p[at], 6);)
			at++;
	}
	struct sentence_items it;
	sentence_items_open(&it, s);
	for (ptrdiff_t from = 0; from < s.n;) {
		ptrdiff_t next = sentence_items_next(&it, s, from);
		MUST(next >= from && next <= s.n);
		from = next + 1;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct lexicon plain = { .language = STR("english") };
	struct str s = fuzz_bytes(data, size);
	struct forms *forms = NULL;
	struct error e = { 0 };
	bool word, valid = utf8_valid(s);
	if (!valid)
		return 0;                /* normalise lets nothing else through */
	MUST(forms_new(&forms, &plain, &e) == 0);
	for (ptrdiff_t at = 0, next; at < s.n; at = next) {
		next = wordbreak_next(s, at, &word);
		MUST(next > at && next <= s.n);
		MUST(utf8_valid(str_sub(s, at, next)));
		const struct form *f = forms_get(forms, str_sub(s, at, next));
		MUST(f && utf8_valid(f->lower) && utf8_valid(f->stem));
	}
	forms_free(forms);
	if (s.n)
		sentences(s);
	return 0;
}
