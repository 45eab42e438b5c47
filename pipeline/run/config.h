/* SPDX-License-Identifier: MIT
 *
 * What a run is asked to do, filled by the command line or by the library's
 * caller, const from then on.
 */
#ifndef LM_RUN_CONFIG_H
#define LM_RUN_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sandbox_mode { SANDBOX_OFF, SANDBOX_AUTO, SANDBOX_REQUIRE };
enum pdf_device { PDF_OWN, PDF_LIBRARY };

struct config {
	const char *lexicon_path;     /* folder; NULL: the installed default */
	const char *lexicon_cache;    /* folder for compiled lexicons; NULL: the caller's, "off": none */
	const char *reader_path;      /* leitmotif-reader; NULL: looked for beside the program */
	const char *manifest_path;    /* CSV or TSV of metadata by path; NULL none */
	int jobs;                     /* worker threads, at least 1 */
	size_t max_doc;               /* bytes of one document before extraction */
	int max_members;              /* of one archive; the others are left out, with a reason */
	uint32_t window;              /* longer texts go through the chain in pieces of so many bytes */
	size_t portion;               /* larger texts are read in portions of so many bytes, and what prints
	                               * more than that waits for its turn on the disk */
	size_t max_arena;             /* bytes of memory that one document may take */
	unsigned reader_mem_mb, reader_cpu_s, reader_wall_ms;
	uint64_t reader_out_max;      /* bytes of text that one document may yield */
	enum sandbox_mode sandbox;
	enum pdf_device pdf;          /* library: no page by our own interpreter */
	unsigned reader_fault;        /* --selftest-fault, 0 none */
	const char *theme;            /* evidence: only this theme; NULL all */
	bool all_voices;              /* count the provider's own words too */
	bool all_sections;            /* do not leave out repeated or foreign sections */
	bool all_cues;                /* keep cues that add next to nothing too, for fitting them */
	bool colour;                  /* text formats may mark words with terminal colours */
};

/* Sensible defaults: one job a core, 256 MB a document, 1 GiB and 20 s a reader. */
void config_init(struct config *c);

#endif
