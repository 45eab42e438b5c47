/* SPDX-License-Identifier: MIT
 *
 * A client of the library that includes its header and nothing else of ours:
 * the header is enough, and no name of ours but lm_* can clash with a client's
 * (this one has an arena_init of its own).
 */
#include <stdio.h>
#include <string.h>

#include "pipeline/leitmotif.h"

int arena_init(int x);

int arena_init(int x)
{
	return x + 1;
}

static int failed;

static void check(const char *what, int ok)
{
	printf("[ %s ] %s\n", ok ? "      OK" : " FAILED ", what);
	failed += !ok;
}

static const char letter[] =
	"## Main findings\n\n"
	"Caseloads are too high in most teams. Supervision is regular and reflective.\n";

static int has_code(const struct lm_coder *c, const char *theme, const char *polarity)
{
	for (size_t i = 0; i < lm_code_count(c); i++) {
		struct lm_code_info k = lm_code_at(c, i);
		if (strcmp(k.theme, theme) == 0 && strcmp(k.polarity, polarity) == 0 &&
		    k.end - k.start == k.text_len)
			return 1;
	}
	return 0;
}

static void code_a_letter(const struct lm *lm)
{
	struct lm_error err = { 0 };
	struct lm_coder *c = lm_coder_new(lm, &err);
	check("a coder", c != NULL);
	if (!c)
		return;
	check("a letter is ok", lm_code(c, "letter.md", letter, sizeof letter - 1, &err) == LM_OK);
	check("caseloads are a concern", has_code(c, "caseloads", "concern"));
	check("supervision is a strength", has_code(c, "supervision", "strength"));
	check("words are counted", lm_words(c) == 12);
	unsigned sentences = 0;
	for (size_t i = 0; i < lm_theme_count(lm); i++)
		sentences += lm_counts_of(c, i).sentences;
	check("the vector is the fold of the codes", sentences == lm_code_count(c));
	check("an empty document has no text", lm_code(c, "empty", "", 0, &err) == LM_NO_TEXT);
	check("and no codes", lm_code_count(c) == 0);
	check("binary data fail", lm_code(c, "x", "\0\1\2\3", 4, &err) == LM_FAILED);
	check("with a reason", err.message[0] != '\0');
	lm_coder_free(c);
}

int main(int argc, char **argv)
{
	struct lm_error err = { 0 };
	struct lm *none = lm_open(&(struct lm_config){ .lexicon = "/nonexistent" }, &err);
	check("a missing lexicon is refused", !none && strstr(err.message, "/nonexistent") != NULL);
	err = (struct lm_error){ 0 };
	struct lm *lm = lm_open(&(struct lm_config){ .lexicon = argc > 1 ? argv[1] : NULL }, &err);
	check("the default lexicon opens", lm != NULL);
	if (lm) {
		check("44 themes", lm_theme_count(lm) == 44);
		code_a_letter(lm);
	} else {
		fprintf(stderr, "%s\n", err.message);
	}
	lm_close(lm);
	check("our arena_init is ours", arena_init(1) == 2);
	printf("[  %s  ] client\n", failed ? "FAILED" : "PASSED");
	return failed ? 1 : 0;
}
