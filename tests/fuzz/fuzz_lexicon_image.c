/* SPDX-License-Identifier: MIT
 *
 * Images of compiled lexicons (image.c, lexicon_image.c): whatever bytes of a
 * good one are changed, it is refused, or a run with it stays inside and ends.
 * A case is a list of changes, five bytes each: a place (three bytes), the byte
 * there, and whether the next change is to go with it (odd) or to be tried
 * alone.
 */
#include "pipeline/lexicon/lexicon_image.h"
#include "pipeline/lexicon/lexicon_load.h"
#include "pipeline/run/chain.h"
#include "pipeline/run/format.h"
#include "tests/fuzz/fuzz.h"

static const struct lexicon_file files[] = {
	{ STR("lexicon.yaml"), STR("id: t\ntitle: T\nversion: \"1\"\nlanguage: english\n"
				   "anaphora: [\"^this (shows|is)\"]\n") },
	{ STR("polarity.yaml"),
	  STR("groups:\n"
	      "- {id: praise, class: good, good: 1.5, terms: [good, well (led|managed)]}\n"
	      "- {id: no, class: negator, terms: [not, no longer]}\n"
	      "- {id: too, class: shortfall, bad: 2, terms: [too <0-3> many, not always],\n"
	      "   for: {themes: [load], bad: 1}}\n"
	      "- {id: verbs, class: finite, terms: [is, are, was]}\n"
	      "- {id: but, class: contrast, terms: [but]}\n") },
	{ STR("themes/g.yaml"),
	  STR("group: g\ntitle: G\nthemes:\n"
	      "- {id: plans, title: P, bias: -1, carry: {before: 1}, context: {load: 0.5},\n"
	      "   terms: [plan: 3, \"care (order|leaver)s?\", {term: MASH, unless: MASH potato},\n"
	      "           \"/plan(s|ned) \\\\d+/\", \"quality <1-3> assess*\"],\n"
	      "   examples: [{text: Plans are good., polarity: strength}]}\n"
	      "- {id: load, title: L, parent: plans, good: low,\n"
	      "   terms: [\"=caseloads NEAR/4 (high|low|manageable)\", \"^too many cases$\"]}\n") },
};

static const char text[] =
	"Plans are good, but caseloads are not always low. This shows that 12 plans 3 are well led. "
	"Too many cases. The quality of all care leavers' assessments was not good, and MASH potato "
	"is no longer MASH's. Care orders are too far too many.\n";

/* With its files; the bytes are static. */
static struct lexicon *open_lexicon(void)
{
	struct lexicon *lx = calloc(1, sizeof *lx);
	MUST(lx);
	arena_init(&lx->mem, 0);
	lx->path = S("lexicon");
	for (ptrdiff_t i = 0; i < countof(files); i++) {
		struct lexicon_file *f = VEC_PUSH(&lx->mem, &lx->files);
		MUST(f);
		*f = files[i];
	}
	return lx;
}

static const struct buf *good_image(void)
{
	static struct buf image;
	static char room[1 << 17];       /* libFuzzer has no place for what outlives a case */
	if (image.n)
		return &image;
	struct buf made = { 0 };
	struct error e = { 0 };
	struct lexicon *lx = open_lexicon();
	if (lexicon_finish(lx, &e) < 0) {
		fprintf(stderr, "%s\n", e.msg);
		abort();
	}
	lexicon_image_write(&made, lx);
	MUST(buf_ok(&made) && made.n <= (ptrdiff_t)sizeof room);
	memcpy(room, made.p, (size_t)made.n);
	image = (struct buf){ .p = room, .n = made.n };
	buf_release(&made);
	lexicon_free(lx);
	return &image;
}

static void run(const struct lexicon *lx)
{
	struct config config;
	struct chain *chain = NULL;
	struct chain_worker *worker = NULL;
	struct doc d;
	struct error e = { 0 };
	struct buf out = { 0 };
	config_init(&config);
	config.reader_path = "/nonexistent/reader";
	doc_init(&d, (size_t)256 << 20);
	if (chain_open(&chain, &config, lx, format_explain.needs | format_csv.needs, &e) == 0 &&
	    chain_worker_new(&worker, chain, &e) == 0) {
		buf_add(&d.raw, S(text));
		chain_run(chain, worker, &d);
		if ((format_explain.needs & ~d.has) == 0)
			format_explain.document(&out, &d, chain_shared(chain));
		if ((format_csv.needs & ~d.has) == 0)
			format_csv.document(&out, &d, chain_shared(chain));
	}
	buf_release(&out);
	doc_release(&d);
	chain_worker_free(worker);
	chain_close(chain);
}

/* Try the changes, five bytes each. Without one the image must be taken. */
static void try(struct str changes)
{
	const struct buf *good = good_image();
	struct lexicon *lx = open_lexicon();
	char *p = arena_raw(&lx->mem, good->n, 1, IMAGE_ALIGN);
	MUST(p);
	memcpy(p, good->p, (size_t)good->n);
	for (ptrdiff_t i = 0; i + 5 <= changes.n; i += 5) {
		const unsigned char *c = (const unsigned char *)changes.p + i;
		p[(c[0] << 16 | c[1] << 8 | c[2]) % good->n] = (char)c[3];
	}
	bool sound = lexicon_image_read(lx, p, (size_t)good->n);
	MUST(sound || changes.n);
	if (sound)
		run(lx);
	lexicon_free(lx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = fuzz_bytes(data, size);
	ptrdiff_t first = 0, i = 0;
	if (size < 5)
		try(S(""));
	for (; i + 5 <= all.n; i += 5) {
		if (all.p[i + 4] & 1)
			continue;
		try(str_sub(all, first, i + 5));
		first = i + 5;
	}
	if (first < i)
		try(str_sub(all, first, i));
	return 0;
}
