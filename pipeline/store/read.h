/* SPDX-License-Identifier: MIT
 *
 * A store's rows for those who count and draw: documents with their metadata,
 * counts of themes, and the sentences behind them, row by row to a function.
 * What it is handed is valid during the call. A function that returns other
 * than 0 stops the reading, and that is what is returned. Documents that
 * cannot be counted (status other than ok and partial) are left out.
 */
#ifndef LM_STORE_READ_H
#define LM_STORE_READ_H

#include "pipeline/doc/doc.h"

struct db;

/* Of the latest run. */
struct read_about {
	struct str program, lexicon, lexicon_title, ended;
	int64_t inputs, counted;
};

struct read_theme {
	struct str id, title, group;
};

struct read_doc {
	int64_t id;
	struct str path, meta[META_COUNT];           /* see read_own_values() for more */
	uint32_t words, sentences, coded;
};

struct read_value {
	int64_t doc;
	struct str column, value;
};

struct read_count {
	int64_t doc;
	struct str theme;
	struct theme_count count;
};

struct read_code {
	int64_t doc, sentence, page, paragraph;      /* 0: not known */
	struct str theme, polarity, change, text, section;
	struct str terms, cues;                      /* JSON arrays of texts */
};

/* Which sentences; 0 or empty: no matter. */
struct read_wanted {
	int64_t doc;
	struct str theme;
};

/* One transaction around several calls: all that is read is of one moment. */
int read_begin(const struct db *db, struct error *e);

int read_about(const struct db *db, int (*each)(void *ctx, const struct read_about *, struct error *),
	       void *ctx, struct error *e);
int read_themes(const struct db *db, int (*each)(void *ctx, const struct read_theme *, struct error *),
		void *ctx, struct error *e);
/* A file of the latest run's lexicon, by its path in there; out stays empty when there is none. */
int read_lexicon_file(const struct db *db, struct str path, struct buf *out, struct error *e);
/* The metadata columns of the latest run's lexicon's own, in its order. */
int read_own_columns(const struct db *db, int (*each)(void *ctx, struct str name, struct error *),
		     void *ctx, struct error *e);
/* What documents have in these and in those of lexicons before. */
int read_own_values(const struct db *db, int (*each)(void *ctx, const struct read_value *, struct error *),
		    void *ctx, struct error *e);
int read_docs(const struct db *db, int (*each)(void *ctx, const struct read_doc *, struct error *),
	      void *ctx, struct error *e);
int read_counts(const struct db *db, int (*each)(void *ctx, const struct read_count *, struct error *),
		void *ctx, struct error *e);

/* In the order of document, sentence, theme. */
int read_codes(const struct db *db, const struct read_wanted *wanted,
	       int (*each)(void *ctx, const struct read_code *, struct error *), void *ctx,
	       struct error *e);

#endif
