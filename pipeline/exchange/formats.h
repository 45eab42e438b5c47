/* SPDX-License-Identifier: MIT
 *
 * The dictionary formats, one file each. A reader fills a dict; a writer takes
 * one whose patterns are globs of the format, see dict_export.c.
 */
#ifndef LM_EXCHANGE_FORMATS_H
#define LM_EXCHANGE_FORMATS_H

#include "pipeline/exchange/dict.h"

/* X(id, name on the command line, how files end) */
#define DICT_FORMATS(X)                                                                      \
	X(QUANTEDA, "yaml", ".yml .yaml")       /* nested categories, lists of terms */          \
	X(LIWC, "dic", ".dic")                  /* categories by number */                       \
	X(DICX, "dicx", ".dicx")                /* LIWC-22: a table, a column a category */      \
	X(WORDSTAT, "cat", ".cat")              /* indented, weights, rules of nearness */       \
	X(YOSHIKODER, "ykd", ".ykd .lcd")       /* and Lexicoder 2: XML */                       \
	X(LEXICODER, "lc3", ".lc3")             /* Lexicoder 3: +CATEGORY, then a line a term */ \
	X(VBPRO, "vbpro", ".vbpro")             /* >>CATEGORY<<, then a line a term */           \
	X(CSV, "csv", ".csv .tsv")              /* a table: term, category, weight */

#define X(id, name, ends) DICT_##id,
enum dict_format { DICT_FORMATS(X) DICT_FORMAT_COUNT };
#undef X

/* What a format can say. */
struct dict_abilities {
	bool nested, weights, phrases, patterns;  /* patterns: those of ours, as they are */
};

const char *dict_format_name(enum dict_format f);
const struct dict_abilities *dict_format_abilities(enum dict_format f);

/* By name, or (name NULL) by the end of a path. E_USAGE. */
int dict_format_find(enum dict_format *out, const char *name, const char *path, struct error *e);

/* Read bytes as format f into d, whose report.file is set. E_FORMAT with the line, E_LEXICON, E_LIMIT,
 * E_NOMEM. */
int dict_read(struct dict *d, enum dict_format f, struct str bytes);

/* d as a file of format f. Entries are globs, or patterns where the format takes those. E_NOMEM. */
int dict_write(const struct dict *d, enum dict_format f, struct buf *out, struct error *e);

/* ---- the files; text is UTF-8 ---- */

int dict_read_quanteda(struct dict *d, struct str text);
int dict_read_liwc(struct dict *d, struct str text);
int dict_read_dicx(struct dict *d, struct str text);
int dict_read_wordstat(struct dict *d, struct str text);
int dict_read_yoshikoder(struct dict *d, struct str bytes);
int dict_read_lexicoder(struct dict *d, struct str text);
int dict_read_vbpro(struct dict *d, struct str text);
int dict_read_csv(struct dict *d, struct str text);

#endif
