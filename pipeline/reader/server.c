/* SPDX-License-Identifier: MIT
 *
 * leitmotif-reader: the command line. The main program starts it with --serve; --dump is for people
 * and tests. The sources are under MIT; the program links MuPDF, so as a whole it is AGPL-3.0.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/reader/serve.h"

#ifndef LM_VERSION
#define LM_VERSION "unreleased"
#endif

static const char usage[] =
	"usage: leitmotif-reader --serve\n"
	"       leitmotif-reader [OPTION]... --dump FILE\n"
	"\n"
	"Reads PDF, HTML and DOCX in a sandboxed process, one a document, for leitmotif.\n"
	"\n"
	"  --serve                 serve requests on file descriptor 3 (leitmotif starts it so)\n"
	"  --dump FILE             print what is read from FILE, one record a line\n"
	"  --kind KIND             auto, pdf, html or docx [auto: by content]\n"
	"  --sandbox MODE          off, auto or require [auto]\n"
	"  --mem-mb N              memory for the parser, MiB, 0 = no limit [512]\n"
	"  --wall-ms N             time, milliseconds, 0 = no limit [20000]\n"
	"  --pdf MODE              own, or library: all pages by MuPDF's text device [own]\n"
	"  --max-pages N           pages of a PDF that are read [5000]\n"
	"  --max-output N          bytes of records, 0 = no limit [268435456]\n"
	"  --selftest-fault FAULT  hang, oom, crash, flood, garbage or escape\n"
	"  --version, --help\n";

#define WIRE_X(name, number, word) [number] = word,
static const char *const faults[] = { WIRE_FAULTS(WIRE_X) NULL };
#undef WIRE_X
#define WIRE_X(NAME, number, name) [number] = #name,
static const char *const kinds[] = { "auto", WIRE_KINDS(WIRE_X) NULL };
#undef WIRE_X
static const char *const devices[] = { "own", "library", NULL };
static const char *const modes[] = { "off", "auto", "require", NULL };

static int wrong(const char *option, const char *value)
{
	fprintf(stderr, "leitmotif-reader: %s does not take '%s'; see --help\n", option, value);
	return 64;
}

static int choose(const char *const *words, const char *value)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], value) == 0)
			return i;
	return -1;
}

/* Options that share the request's flags. False: it is none of them. */
static bool set_flags(struct wire_request *q, const char *option, long long n)
{
	if (strcmp(option, "--max-pages") == 0)
		q->flags = (q->flags & ~WIRE_PAGES_MASK)
			| (n < WIRE_PAGES_MASK ? (uint32_t)n : WIRE_PAGES_MASK);
	else if (strcmp(option, "--pdf") == 0)
		q->flags = (q->flags & ~WIRE_PDF_LIBRARY) | (n ? WIRE_PDF_LIBRARY : 0);
	else
		return false;
	return true;
}

/* Set the option's field of the request. 0, or the status to exit with. */
static int set(struct wire_request *q, const char *option, const char *value)
{
	const struct {
		const char *option;
		const char *const *words;
		uint32_t *field;
	} rows[] = {
		{ "--kind", kinds, &q->kind },
		{ "--sandbox", modes, &q->sandbox },
		{ "--selftest-fault", faults, &q->fault },
		{ "--mem-mb", NULL, &q->mem_mb },
		{ "--wall-ms", NULL, &q->wall_ms },
		{ "--max-pages", NULL, NULL },
		{ "--pdf", devices, NULL },
		{ "--max-output", NULL, NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (strcmp(rows[i].option, option) != 0)
			continue;
		char *end;
		long long n =
			rows[i].words ? choose(rows[i].words, value) : strtoll(value, &end, 10);
		if (n < 0 || (!rows[i].words && (end == value || *end))
		    || (rows[i].field && n > UINT32_MAX))
			return wrong(option, value);
		if (rows[i].field)
			*rows[i].field = (uint32_t)n;
		else if (!set_flags(q, option, n))
			q->out_max = (uint64_t)n;
		return 0;
	}
	return wrong("leitmotif-reader", option);
}

int main(int argc, char **argv)
{
	struct wire_request q = { .magic = WIRE_REQUEST_MAGIC,
				  .mem_mb = 512,
				  .wall_ms = 20000,
				  .sandbox = WIRE_SANDBOX_AUTO,
				  .out_max = 256u << 20 };
	if (argc == 2 && strcmp(argv[1], "--serve") == 0)
		return server_run(WIRE_FD);
	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		return puts("leitmotif-reader " LM_VERSION) < 0;
	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return fputs(usage, stdout) < 0;
	const char *path = NULL;
	for (int i = 1; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--dump") == 0) {
			path = argv[i + 1];
			continue;
		}
		int rc = set(&q, argv[i], argv[i + 1]);
		if (rc)
			return rc;
	}
	if (!path || argc % 2 == 0) {
		fputs(usage, stderr);
		return 64;
	}
	q.cpu_s = q.wall_ms / 1000 + 1;
	return dump_file(path, &q);
}
