/* SPDX-License-Identifier: MIT
 *
 * leitmotif-reader: the command line. The main program starts it with --serve; --dump is for people
 * and tests. The sources are under MIT; the program links MuPDF, so as a whole it is AGPL-3.0.
 */
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
	"  --max-pages N           pages of a PDF that are read [5000]\n"
	"  --max-output N          bytes of records, 0 = no limit [268435456]\n"
	"  --selftest-fault FAULT  hang, oom, crash, flood, garbage or escape\n"
	"  --version, --help\n";

#define WIRE_X(name, number, word) [number] = word,
static const char *const faults[] = { WIRE_FAULTS(WIRE_X) NULL };
#undef WIRE_X
static const char *const kinds[] = { "auto", "pdf", "html", "docx", NULL };
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

/* Set the option's field of the request. 0, or the status to exit with. */
static int set(struct wire_request *q, const char *option, const char *value)
{
	static const struct {
		const char *option;
		const char *const *words;
	} rows[] = {
		{ "--kind", kinds },      { "--sandbox", modes }, { "--selftest-fault", faults },
		{ "--mem-mb", NULL },     { "--wall-ms", NULL },  { "--max-pages", NULL },
		{ "--max-output", NULL },
	};
	uint32_t *const fields[] = { &q->kind,    &q->sandbox, &q->fault, &q->mem_mb,
				     &q->wall_ms, &q->flags,   NULL };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (strcmp(rows[i].option, option) != 0)
			continue;
		char *end;
		long long n =
			rows[i].words ? choose(rows[i].words, value) : strtoll(value, &end, 10);
		if (n < 0 || (!rows[i].words && (end == value || *end))
		    || (fields[i] && n > UINT32_MAX))
			return wrong(option, value);
		if (fields[i])
			*fields[i] = (uint32_t)n;
		else
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
