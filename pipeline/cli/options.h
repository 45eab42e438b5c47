/* SPDX-License-Identifier: MIT
 *
 * The command line. One table of options parses them, prints their help and
 * knows which command takes which; see options.c.
 */
#ifndef LM_CLI_OPTIONS_H
#define LM_CLI_OPTIONS_H

#include <stdio.h>

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"
#include "pipeline/run/config.h"

/* Which options a command takes. */
enum option_use {
	FOR_ALL = 1,
	FOR_LEXICON = 1 << 1,     /* it loads a lexicon */
	FOR_DOCUMENTS = 1 << 2,   /* it reads documents */
	FOR_READING = 1 << 3,     /* it reads them one by one, and prints what it found */
	FOR_RUN = 1 << 4,
	FOR_EVIDENCE = 1 << 5,
	FOR_TEXT = 1 << 6,        /* a text may be given in place of paths */
	FOR_STORE = 1 << 7,       /* it works on a store */
	FOR_RETRY = 1 << 8,
	FOR_EXPORT = 1 << 9,
	FOR_FORMAT = 1 << 10,     /* it has formats of its own */
	FOR_TABLE = 1 << 11,      /* it prints a table */
	FOR_FILE = 1 << 12,       /* it writes a file */
	FOR_SELECT = 1 << 13,     /* some of a store's documents and themes may be asked for */
	FOR_THEMES = 1 << 14,     /* some themes may be asked for */
	FOR_THEME = 1 << 15,      /* one theme may be asked for */
	FOR_TREND = 1 << 16,
	FOR_DISCOVER = 1 << 17,
	FOR_PHRASES = 1 << 18,    /* it lists phrases */
	FOR_GOLD = 1 << 19,       /* it reads coded sentences */
	FOR_SCORE = 1 << 20,      /* it lists errors against them */
	FOR_FIT = 1 << 21,        /* it learns from them */
	FOR_COMPARE = 1 << 22,    /* two sets of a store's documents */
	FOR_FETCH = 1 << 23,      /* it asks servers for files */
	FOR_EXCHANGE = 1 << 24,   /* it reads or writes dictionaries of other programs */
	FOR_OUT = 1 << 25,        /* it writes a folder */
	FOR_CACHE = 1 << 26       /* it looks at the cache of lexicons */
};

/* Values of an option that may be given several times. */
#define OPTION_VALUES_MAX 64
struct option_values {
	const char *at[OPTION_VALUES_MAX];
	int n;
};

/* The command line as understood. Strings are those of argv. */
struct settings {
	struct config config;
	const char *output, *out_folder, *format, *ledger, *until, *text;
	int timeout_s, sections, voices, fault;
	const char *store, *fail_on, *log, *shard, *contact;
	int rate, tries, wait_s;
	struct option_values gold, extra;
	const char *sets, *prior, *ridge, *examples;
	bool write, polarity;
	int at_least, propose;
	int errors;
	bool digest, failed;
	struct option_values themes, where;
	const char *by, *measure, *group, *plot, *queries, *neighbours;
	int against, width;
	bool phrases;
	int min_docs;
	bool quiet, verbose, help, version;
	char **arguments;    /* what is no option, in order; owned */
	int argument_count;
};

/* Read argv[first..argc) by the options that a command (uses: FOR_* bits) takes. E_USAGE with what
 * is wrong, and the nearest known option where there is one. Call settings_release() either way. */
int settings_parse(struct settings *s, unsigned uses, int first, int argc, char **argv,
		   struct error *e);
void settings_release(struct settings *s);

/* The options of a command, one a line. */
void options_help(FILE *to, unsigned uses);

/* An option as help, manual pages and completions show it. All of it is static. */
struct option_row {
	char letter;                  /* 0: none */
	const char *name, *argument;  /* argument NULL: it takes no value */
	const char *help;
	const char *const *choices;   /* its values, up to NULL; NULL: not from a list */
	bool repeats;                 /* it may be given again */
};

/* The i-th option that is shown of a command, in the table's order; false past the last. */
bool option_row(struct option_row *out, unsigned uses, ptrdiff_t i);

/* "; did you mean 'NAME'?" for the name nearest to word, with prefix before it, or "": in buf[n]. */
const char *did_you_mean(char *buf, size_t n, const char *prefix, struct str word,
			 const struct str *names, ptrdiff_t count);

#endif
