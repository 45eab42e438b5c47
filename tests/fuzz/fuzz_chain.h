/* SPDX-License-Identifier: MIT
 *
 * The chain of a run, with the project's own lexicon, for targets whose cases
 * are documents. It is opened at the first case and kept until the process ends.
 */
#ifndef LM_TESTS_FUZZ_CHAIN_H
#define LM_TESTS_FUZZ_CHAIN_H

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/chain.h"
#include "pipeline/run/format.h"
#include "tests/fuzz/fuzz.h"

#define FUZZ_LEXICON "lexicons/childrens-services"

struct fuzz_chain {
	struct config config;
	struct lexicon *lexicon;
	struct chain *chain;
	struct chain_worker *worker;
	struct doc d;
};

/* A chain that makes the layers in needs, and a fresh document. */
static inline struct fuzz_chain *fuzz_chain(unsigned needs)
{
	static struct fuzz_chain c;      /* libFuzzer has no place for what outlives a case */
	struct error e = { 0 };
	if (!c.worker) {
		config_init(&c.config);
		c.config.reader_path = "/nonexistent/reader";
		doc_init(&c.d, (size_t)256 << 20);
		if (lexicon_load(&c.lexicon, FUZZ_LEXICON, &e) < 0 ||
		    chain_open(&c.chain, &c.config, c.lexicon, needs, &e) < 0 ||
		    chain_worker_new(&c.worker, c.chain, &e) < 0) {
			fprintf(stderr, "%s\n", e.msg);
			exit(2);
		}
	}
	doc_reset(&c.d);
	buf_addz(&c.d.id, "case.txt");
	return &c;
}

/* Run it, look at its invariants, and print it in every format. */
static inline void fuzz_chain_run(struct fuzz_chain *c, bool print)
{
#define X(id, name, help) &format_##id,
	static const struct format *const formats[] = {
#include "stages/formats.def"
	};
#undef X
	struct error e = { 0 };
	struct doc *d = &c->d;
	chain_run(c->chain, c->worker, d);
	if (doc_check(d, &e) < 0) {
		fprintf(stderr, "%s\n", e.msg);
		abort();
	}
	MUST(d->err.code != E_INTERNAL);
	for (ptrdiff_t i = 0; print && i < countof(formats); i++) {
		struct buf out = { 0 };
		if (formats[i]->document && (formats[i]->needs & ~d->has) == 0)
			formats[i]->document(&out, d, chain_shared(c->chain));
		MUST(buf_ok(&out));
		buf_release(&out);
	}
}

#endif
