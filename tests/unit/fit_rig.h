/* SPDX-License-Identifier: MIT
 *
 * A small lexicon in a test's folder.
 */
#ifndef LM_TESTS_FIT_RIG_H
#define LM_TESTS_FIT_RIG_H

#include "tests/unit/rig.h"

#include "pipeline/lexicon/lexicon.h"

#define LEXICON "id: test\ntitle: Test\nversion: 1\nlanguage: english\n" \
		"anaphora: [\"^ they\"]\ndefaults: {bias: -1, weight: 1}\n"
static inline struct lexicon *write_lexicon(struct rig *r, const char *themes)
{
	struct lexicon *lx = NULL;
	struct error e = { 0 };
	mkdir(rig_path(r, "themes"), 0700);
	rig_write(r, "lexicon.yaml", S(LEXICON));
	rig_write(r, "themes/a.yaml", str_of(themes));
	if (lexicon_load(&lx, r->folder, &e) < 0)
		print_error("%s\n", e.msg);
	assert_non_null(lx);
	return lx;
}
#endif
