/* SPDX-License-Identifier: MIT
 *
 * See options.h. A row of the table is an option: to add one, add its row and
 * a member of struct settings (or of struct config).
 */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "pipeline/cli/options.h"
#include "pipeline/doc/wire.h"
#include "pipeline/lexicon/suggest.h"

enum option_type { TYPE_FLAG, TYPE_STRING, TYPE_INT, TYPE_SIZE, TYPE_CHOICE, TYPE_VALUES };

struct option {
	unsigned uses;                   /* enum option_use */
	char letter;                     /* 0: none */
	const char *name, *argument;     /* argument NULL: a flag */
	const char *help;                /* NULL: not shown */
	enum option_type type;
	size_t at;                       /* offset in struct settings */
	long min, max;                   /* TYPE_INT */
	const char *const *choices;      /* TYPE_CHOICE: stored as the index, an int */
};

#define AT(member) offsetof(struct settings, member)

static const char *const evidence_or_all[] = { "evidence", "all", NULL };
static const char *const pdf_devices[] = { "own", "library", NULL };
static const char *const sandboxes[] = { "off", "auto", "require", NULL };
static const char *const whom[] = { "none", "region", "neighbours", "alike", NULL };
#define WIRE_X(name, number, word) word,
static const char *const faults[] = { WIRE_FAULTS(WIRE_X) NULL };
#undef WIRE_X

static const struct option options[] = {
	{ FOR_RUN, 0, "out", "DIR",
	  "write vectors, evidence, ledger and versions there",
	  TYPE_STRING, AT(out_folder), 0, 0, NULL },
	{ FOR_STORE, 0, "store", "FILE", "the store: a file that 'run --store' or 'merge' makes",
	  TYPE_STRING, AT(store), 0, 0, NULL },
	{ FOR_RUN, 0, "store", "FILE", "remember documents there; known ones are not read again",
	  TYPE_STRING, AT(store), 0, 0, NULL },
	{ FOR_RUN, 0, "digest", NULL, "with --store: print what is new since the last run",
	  TYPE_FLAG, AT(digest), 0, 0, NULL },
	{ FOR_RUN, 0, "shard", "I/N", "take only share I of N of the inputs; see merge", TYPE_STRING,
	  AT(shard), 0, 0, NULL },
	{ FOR_RUN, 0, "fail-on", "WHEN", "exit 1 on any failure, never, or over P% [any]",
	  TYPE_STRING, AT(fail_on), 0, 0, NULL },
	{ FOR_RUN | FOR_FETCH, 0, "log", "FILE", "append to FILE when runs began and ended, and what was not ok",
	  TYPE_STRING, AT(log), 0, 0, NULL },
	{ FOR_RETRY, 0, "failed", NULL, "all documents that are not ok", TYPE_FLAG, AT(failed), 0, 0,
	  NULL },
	{ FOR_RUN | FOR_EVIDENCE | FOR_FORMAT | FOR_EXPORT, 0, "format", "NAME", "what to print; the names are above",
	  TYPE_STRING, AT(format), 0, 0, NULL },
	{ FOR_EVIDENCE | FOR_THEME, 0, "theme", "ID", "only this theme", TYPE_STRING, AT(config.theme), 0, 0,
	  NULL },
	{ FOR_GOLD, 0, "gold", "DIR", "the coded sentences; may be given again", TYPE_VALUES, AT(gold), 0, 0,
	  NULL },
	{ FOR_GOLD, 0, "set", "NAME,...", "only these sets [all]", TYPE_STRING, AT(sets),
	  0, 0, NULL },
	{ FOR_FIT, 0, "extra", "DIR[=WEIGHT]", "learn from these too, measure nothing on them [1]; may be given again",
	  TYPE_VALUES, AT(extra), 0, 0, NULL },
	{ FOR_FIT, 0, "polarity", NULL, "fit the cues of polarity, not the themes", TYPE_FLAG, AT(polarity),
	  0, 0, NULL },
	{ FOR_FIT, 0, "prior", "WHAT", "weights are drawn to those in the file, to zero or to a number [file]",
	  TYPE_STRING, AT(prior), 0, 0, NULL },
	{ FOR_FIT, 0, "propose", "N", "add up to N new terms, phrases of the coded sentences [0]", TYPE_INT,
	  AT(propose), 1, 5000, NULL },
	{ FOR_FIT, 0, "examples", "WEIGHT", "learn from the lexicon's examples too, each counting this much [0]",
	  TYPE_STRING, AT(examples), 0, 0, NULL },
	{ FOR_FIT, 0, "ridge", "NUMBER", "how strongly weights are drawn there [0.25; 1 with --polarity]",
	  TYPE_STRING, AT(ridge), 0, 0, NULL },
	{ FOR_PHRASES | FOR_FIT, 0, "at-least", "N", "only phrases of N sentences or more [3]",
	  TYPE_INT, AT(at_least), 2, 100000, NULL },
	{ FOR_FETCH, 0, "out", "DIR", "the folder to be filled", TYPE_STRING, AT(out_folder), 0, 0, NULL },
	{ FOR_FETCH, 0, "contact", "TEXT", "whom a server's keeper may write to; part of the User-Agent",
	  TYPE_STRING, AT(contact), 0, 0, NULL },
	{ FOR_FETCH, 0, "rate", "N", "at most N requests a minute to one server [20]", TYPE_INT, AT(rate),
	  1, 60000, NULL },
	{ FOR_FETCH, 0, "tries", "N", "ask for an address up to N times [4]", TYPE_INT, AT(tries), 1, 20,
	  NULL },
	{ FOR_FETCH, 0, "wait", "SECONDS", "before a second try; doubled for each more [5]", TYPE_INT,
	  AT(wait_s), 0, 600, NULL },
	{ FOR_FETCH, 0, "timeout", "SECONDS", "give up on a server that is silent for SECONDS [60]",
	  TYPE_INT, AT(timeout_s), 1, 3600, NULL },
	{ FOR_FIT, 0, "out", "DIR", "write the lexicon with its new weights there", TYPE_STRING,
	  AT(out_folder), 0, 0, NULL },
	{ FOR_FIT, 0, "write", NULL, "write the new weights into the lexicon itself", TYPE_FLAG,
	  AT(write), 0, 0, NULL },
	{ FOR_SCORE, 0, "errors", "N", "list up to N errors of each kind, by term [0]", TYPE_INT,
	  AT(errors), 0, 100000, NULL },
	{ FOR_THEMES, 0, "theme", "ID", "only this theme; may be given again", TYPE_VALUES, AT(themes), 0, 0,
	  NULL },
	{ FOR_SELECT, 0, "where", "COLUMN=VALUE", "only such documents; may be given again",
	  TYPE_VALUES, AT(where), 0, 0, NULL },
	{ FOR_SELECT, 0, "queries", "FILE", "selections with names, for @NAME", TYPE_STRING, AT(queries),
	  0, 0, NULL },
	{ FOR_COMPARE, 0, "against", "WHOM", "B: authorities of A's region, its neighbours, or those alike [none]",
	  TYPE_CHOICE, AT(against), 0, 0, whom },
	{ FOR_COMPARE, 0, "neighbours", "FILE", "TSV: an authority, then its statistical neighbours",
	  TYPE_STRING, AT(neighbours), 0, 0, NULL },
	{ FOR_COMPARE, 0, "phrases", NULL, "words and phrases, not themes", TYPE_FLAG, AT(phrases), 0, 0,
	  NULL },
	{ FOR_COMPARE, 0, "min", "N", "only phrases of at least N documents [3, or one in twenty]",
	  TYPE_INT, AT(min_docs), 2, 1000000, NULL },
	{ FOR_TREND, 0, "measure", "NAME", "share, rate, concern or net [share]", TYPE_STRING,
	  AT(measure), 0, 0, NULL },
	{ FOR_TREND, 0, "by", "PERIOD", "year, quarter or date [year]", TYPE_STRING, AT(by), 0, 0, NULL },
	{ FOR_TREND, 0, "group", "COLUMN", "a series for each value of this column", TYPE_STRING,
	  AT(group), 0, 0, NULL },
	{ FOR_TREND, 0, "min", "N", "test no period with fewer documents [2; 1 by date or in groups]",
	  TYPE_INT, AT(min_docs), 1, 1000000, NULL },
	{ FOR_DISCOVER, 0, "min", "N", "only phrases of at least N documents [10, or one in fifty]", TYPE_INT,
	  AT(min_docs), 2, 1000000, NULL },
	{ FOR_TREND | FOR_COMPARE, 0, "plot", "FILE", "also draw it (SVG)", TYPE_STRING, AT(plot), 0, 0, NULL },
	{ FOR_EXCHANGE, 0, "format", "NAME", "the dictionary's format [by the file's name]", TYPE_STRING,
	  AT(format), 0, 0, NULL },
	{ FOR_OUT, 0, "out", "DIR", "write the lexicon there", TYPE_STRING, AT(out_folder), 0, 0, NULL },
	{ FOR_TABLE, 0, "format", "NAME", "text, csv, json or md [text]", TYPE_STRING, AT(format), 0, 0,
	  NULL },
	{ FOR_TABLE, 0, "width", "N", "text: leave out columns that do not fit into N [the terminal's]",
	  TYPE_INT, AT(width), 40, 10000, NULL },
	{ FOR_TEXT, 0, "text", "TEXT", "read this text and no file", TYPE_STRING, AT(text), 0, 0,
	  NULL },
	{ FOR_DOCUMENTS | FOR_EXPORT | FOR_TABLE | FOR_FILE, 'o', "output", "FILE", "write to FILE [standard output]; FILE.gz: compressed",
	  TYPE_STRING, AT(output), 0, 0, NULL },
	{ FOR_RUN | FOR_EVIDENCE | FOR_FORMAT | FOR_FETCH, 0, "ledger", "FILE", "also write what became of each input to FILE (CSV)",
	  TYPE_STRING, AT(ledger), 0, 0, NULL },
	{ FOR_RUN, 0, "until", "STAGE", "stop after STAGE and print what it made", TYPE_STRING,
	  AT(until), 0, 0, NULL },
	{ FOR_DOCUMENTS, 'j', "jobs", "N", "worker threads, 1 to 64 [one a core]", TYPE_INT,
	  AT(config.jobs), 1, 64, NULL },
	{ FOR_LEXICON, 'l', "lexicon", "DIR", "the lexicon's folder [the one that was installed]",
	  TYPE_STRING, AT(config.lexicon_path), 0, 0, NULL },
	{ FOR_DOCUMENTS | FOR_SCORE | FOR_CACHE, 0, "lexicon-cache", "DIR",
	  "where compiled lexicons are kept; off [~/.cache/leitmotif]",
	  TYPE_STRING, AT(config.lexicon_cache), 0, 0, NULL },
	{ FOR_DOCUMENTS | FOR_READING, 'm', "manifest", "FILE", "CSV or TSV with what is known of documents, by path",
	  TYPE_STRING, AT(config.manifest_path), 0, 0, NULL },
	{ FOR_DOCUMENTS | FOR_READING, 0, "sections", "WHICH", "evidence: leave out what is no finding; all [evidence]",
	  TYPE_CHOICE, AT(sections), 0, 0, evidence_or_all },
	{ FOR_DOCUMENTS | FOR_READING, 0, "voices", "WHICH", "evidence: the inspector's words; all: others' too [evidence]",
	  TYPE_CHOICE, AT(voices), 0, 0, evidence_or_all },
	{ FOR_DOCUMENTS | FOR_READING | FOR_FETCH, 0, "max-doc", "SIZE", "refuse documents over SIZE bytes; K, M, G [256M]",
	  TYPE_SIZE, AT(config.max_doc), 0, 0, NULL },
	{ FOR_DOCUMENTS | FOR_READING, 0, "max-members", "N", "read at most N members of an archive [1000000]", TYPE_INT,
	  AT(config.max_members), 1, 100000000, NULL },
	{ FOR_DOCUMENTS | FOR_READING, 0, "timeout", "SECONDS", "give up on reading a PDF, HTML or DOCX after SECONDS [20]",
	  TYPE_INT, AT(timeout_s), 1, 3600, NULL },
	{ FOR_DOCUMENTS | FOR_READING, 0, "sandbox", "MODE", "auto; require: stop where it is not to be had; off [auto]",
	  TYPE_CHOICE, AT(config.sandbox), 0, 0, sandboxes },
	{ FOR_DOCUMENTS | FOR_READING, 0, "reader", "FILE", "the program that reads PDF, HTML and DOCX [leitmotif-reader]",
	  TYPE_STRING, AT(config.reader_path), 0, 0, NULL },
	{ FOR_DOCUMENTS, 0, "pdf", "HOW", "own: fast, and MuPDF's text device where in doubt; library [own]",
	  TYPE_CHOICE, AT(config.pdf), 0, 0, pdf_devices },
	{ FOR_DOCUMENTS, 0, "selftest-portion", "SIZE", NULL, TYPE_SIZE, AT(config.portion), 0, 0, NULL },
	{ FOR_DOCUMENTS, 0, "selftest-fault", "KIND", NULL, TYPE_CHOICE, AT(fault), 0, 0, faults },
	{ FOR_DOCUMENTS | FOR_READING | FOR_FETCH, 'q', "quiet", NULL, "say nothing of single documents, no progress",
	  TYPE_FLAG, AT(quiet), 0, 0, NULL },
	{ FOR_STORE, 'q', "quiet", NULL, "say nothing when all is well", TYPE_FLAG, AT(quiet), 0, 0, NULL },
	{ FOR_DOCUMENTS | FOR_LEXICON | FOR_FETCH, 'v', "verbose", NULL, "say more when all is well",
	  TYPE_FLAG, AT(verbose), 0, 0, NULL },
	{ FOR_ALL, 'h', "help", NULL, "this help", TYPE_FLAG, AT(help), 0, 0, NULL },
	{ FOR_ALL, 0, "version", NULL, "versions of the program and of what it stands on",
	  TYPE_FLAG, AT(version), 0, 0, NULL },
};

const char *did_you_mean(char *buf, size_t n, const char *prefix, struct str word,
			 const struct str *names, ptrdiff_t count)
{
	ptrdiff_t i = suggest(word, names, count);
	buf[0] = '\0';
	if (i >= 0)
		snprintf(buf, n, "; did you mean '%s%.*s'?", prefix, STR_ARG(names[i]));
	return buf;
}

/* word: "--name" or "--name=value" */
static int bad_option(struct str word, unsigned uses, struct error *e)
{
	struct str names[countof(options)];
	ptrdiff_t n = 0;
	char hint[80];
	for (ptrdiff_t i = 0; i < countof(options); i++)
		if (options[i].uses & uses)
			names[n++] = str_of(options[i].name);
	struct str rest = str_sub(word, 2, word.n), name = str_cut(&rest, '=');
	return fail(e, E_USAGE, "unknown option '%.*s'%s", STR_ARG(word),
		    did_you_mean(hint, sizeof hint, "--", name, names, n));
}

static const struct option *find(unsigned uses, struct str name, char letter)
{
	for (ptrdiff_t i = 0; i < countof(options); i++) {
		const struct option *o = &options[i];
		if ((o->uses & uses) && (letter ? o->letter == letter : str_eq(str_of(o->name), name)))
			return o;
	}
	return NULL;
}

static int set_int(int *to, const struct option *o, const char *value, struct error *e)
{
	char *end;
	errno = 0;
	long v = strtol(value, &end, 10);
	if (errno || end == value || *end || v < o->min || v > o->max)
		return fail(e, E_USAGE, "--%s takes a number from %ld to %ld, not '%s'", o->name,
			    o->min, o->max, value);
	*to = (int)v;
	return 0;
}

static int set_size(size_t *to, const struct option *o, const char *value, struct error *e)
{
	static const char units[] = "KMG";
	char *end;
	errno = 0;
	unsigned long long v = strtoull(value, &end, 10);
	int shift = 0;
	const char *unit = *end ? strchr(units, *end) : NULL;
	if (unit)
		shift = 10 * (int)(unit - units + 1), end++;
	if (errno || !ascii_is_digit(value[0]) || *end || v == 0 || v > (SIZE_MAX >> 1) >> shift)
		return fail(e, E_USAGE, "--%s takes a size such as 500000, 64M or 2G, not '%s'",
			    o->name, value);
	*to = (size_t)v << shift;
	return 0;
}

static int set_choice(int *to, const struct option *o, const char *value, struct error *e)
{
	char list[200] = "";
	for (int i = 0; o->choices[i]; i++) {
		if (strcmp(o->choices[i], value) == 0) {
			*to = i;
			return 0;
		}
		size_t at = strlen(list);
		snprintf(list + at, sizeof list - at, "%s%s", i ? ", " : "", o->choices[i]);
	}
	return fail(e, E_USAGE, "--%s takes one of %s, not '%s'", o->name, list, value);
}

static int add_value(struct option_values *to, const struct option *o, const char *value,
		     struct error *e)
{
	if (to->n == OPTION_VALUES_MAX)
		return fail(e, E_USAGE, "more than %d times --%s", OPTION_VALUES_MAX, o->name);
	to->at[to->n++] = value;
	return 0;
}

static int set(struct settings *s, const struct option *o, const char *value, struct error *e)
{
	void *to = (char *)s + o->at;
	switch (o->type) {
	case TYPE_FLAG:
		*(bool *)to = true;
		return 0;
	case TYPE_STRING:
		*(const char **)to = value;
		return 0;
	case TYPE_INT:
		return set_int(to, o, value, e);
	case TYPE_SIZE:
		return set_size(to, o, value, e);
	case TYPE_CHOICE:
		return set_choice(to, o, value, e);
	case TYPE_VALUES:
		return add_value(to, o, value, e);
	}
	return 0;
}

/* The words still to be read. */
struct words {
	char **at;
	int n;
};

static char *next_word(struct words *w)
{
	return w->n ? (w->n--, *w->at++) : NULL;
}

/* --name, --name=value, --name value */
static int read_long(struct settings *s, unsigned uses, char *word, struct words *w, struct error *e)
{
	struct str rest = str_of(word + 2);
	struct str name = str_cut(&rest, '=');
	const struct option *o = find(uses, name, 0);
	const char *value = rest.p ? rest.p : NULL;
	if (!o)
		return bad_option(str_of(word), uses, e);
	if (!o->argument && value)
		return fail(e, E_USAGE, "--%s takes no value", o->name);
	if (o->argument && !value)
		value = next_word(w);
	if (o->argument && !value)
		return fail(e, E_USAGE, "--%s needs a value: --%s %s", o->name, o->name, o->argument);
	return set(s, o, value, e);
}

/* -q, -qv, -j4, -j 4 */
static int read_short(struct settings *s, unsigned uses, const char *word, struct words *w,
		      struct error *e)
{
	for (const char *c = word + 1; *c; c++) {
		const struct option *o = find(uses, S(""), *c);
		if (!o)
			return fail(e, E_USAGE, "unknown option '-%c' in '%s'", *c, word);
		if (!o->argument) {
			set(s, o, NULL, e);
			continue;
		}
		const char *value = c[1] ? c + 1 : next_word(w);
		if (!value)
			return fail(e, E_USAGE, "-%c needs a value: -%c %s", *c, *c, o->argument);
		return set(s, o, value, e);
	}
	return 0;
}

static void apply(struct settings *s)
{
	struct config *c = &s->config;
	c->all_sections = s->sections == 1;
	c->all_voices = s->voices == 1;
	c->reader_fault = (unsigned)s->fault;
	if (s->timeout_s) {
		c->reader_wall_ms = (unsigned)s->timeout_s * 1000;
		/* The clock decides; processor time is the backstop, and must not race it. */
		c->reader_cpu_s = (unsigned)s->timeout_s + 1;
	}
}

int settings_parse(struct settings *s, unsigned uses, int first, int argc, char **argv,
		   struct error *e)
{
	struct words w = { argv + first, argc - first };
	bool only_arguments = false;
	int rc = 0;
	*s = (struct settings){ .wait_s = 5 };      /* 0 is a choice too */
	config_init(&s->config);
	s->arguments = calloc((size_t)argc + 1, sizeof *s->arguments);
	if (!s->arguments)
		return fail(e, E_NOMEM, "no memory");
	for (char *word; rc == 0 && (word = next_word(&w));) {
		if (only_arguments || word[0] != '-' || word[1] == '\0')
			s->arguments[s->argument_count++] = word;
		else if (strcmp(word, "--") == 0)
			only_arguments = true;
		else if (word[1] == '-')
			rc = read_long(s, uses | FOR_ALL, word, &w, e);
		else
			rc = read_short(s, uses | FOR_ALL, word, &w, e);
	}
	apply(s);
	return rc;
}

void settings_release(struct settings *s)
{
	free(s->arguments);
	*s = (struct settings){ 0 };
}

bool option_row(struct option_row *out, unsigned uses, ptrdiff_t i)
{
	for (ptrdiff_t k = 0; k < countof(options); k++) {
		const struct option *o = &options[k];
		if (!(o->uses & (uses | FOR_ALL)) || !o->help || i-- > 0)
			continue;
		*out = (struct option_row){ o->letter, o->name, o->argument, o->help, o->choices,
					    o->type == TYPE_VALUES };
		return true;
	}
	return false;
}
