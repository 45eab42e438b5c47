/* SPDX-License-Identifier: MIT
 *
 * leitmotif: themes of inspection reports, with their polarity and evidence.
 *
 * Open a lexicon once; give each thread a coder of its own; code documents.
 *
 *     struct lm_error err = { 0 };
 *     struct lm *lm = lm_open(&(struct lm_config){ .lexicon = "lexicons/childrens-services" }, &err);
 *     struct lm_coder *coder = lm ? lm_coder_new(lm, &err) : NULL;
 *     if (coder && lm_code(coder, "report.pdf", bytes, n, &err) == LM_OK)
 *             for (size_t i = 0; i < lm_code_count(coder); i++) {
 *                     struct lm_code_info c = lm_code_at(coder, i);
 *                     printf("%s %s %.*s\n", c.theme, c.polarity, (int)c.text_len, c.text);
 *             }
 *     lm_coder_free(coder);
 *     lm_close(lm);
 *
 * The library never prints, exits or aborts, starts no threads, and changes no
 * signal handlers. PDF, HTML and DOCX are parsed by the program
 * leitmotif-reader in a sandboxed process; plain text needs no process.
 */
#ifndef LEITMOTIF_H
#define LEITMOTIF_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lm;        /* an open lexicon and the chain of stages; read by any number of threads */
struct lm_coder;  /* one thread's; holds the last document that it coded */

/* How a document ended. LM_OK and LM_PARTIAL have codes. */
enum lm_status { LM_OK, LM_PARTIAL, LM_NO_TEXT, LM_FAILED, LM_SKIPPED };

/* message: one sentence, empty without an error. */
struct lm_error {
	int code;
	char message[512];
};

/* All members may be 0: the default lexicon, the reader beside the program or where it was
 * installed. Strings must live as long as the struct lm. */
struct lm_config {
	const char *lexicon;          /* folder */
	const char *reader;           /* path of leitmotif-reader */
	size_t max_document;          /* bytes; 0: 256 MB */
};

/* A theme of a sentence. Pointers stay valid until the coder's next lm_code() or its end. */
struct lm_code_info {
	const char *theme;            /* id, NUL-terminated */
	const char *polarity;         /* "strength", "concern", "mixed", "neutral" */
	const char *change;           /* "better", "worse", "none" */
	const char *text;             /* the sentence, UTF-8, text_len bytes, not terminated */
	size_t text_len;
	uint32_t start, end;          /* bytes in the document's text */
	uint16_t page, paragraph;     /* 0: none */
	float score;                  /* the theme's sum; over the lexicon's threshold */
};

/* Counts of one theme in the document; see docs/FORMAT.md. */
struct lm_counts {
	uint32_t sentences, mentions, strength, concern, mixed, neutral, better, worse;
};

const char *lm_version(void);

/* NULL with *err set when the lexicon cannot be read ("file:line:column: ..."). */
struct lm *lm_open(const struct lm_config *config, struct lm_error *err);
void lm_close(struct lm *lm);

size_t lm_theme_count(const struct lm *lm);
const char *lm_theme_id(const struct lm *lm, size_t i);     /* NULL past the end */
const char *lm_lexicon_hash(const struct lm *lm);

/* A coder must be freed before its struct lm is closed. */
struct lm_coder *lm_coder_new(const struct lm *lm, struct lm_error *err);
void lm_coder_free(struct lm_coder *coder);

/* Code one document of any format that the program reads. id names it in messages. The bytes are
 * copied. Returns how it ended; err gets the reason when that is not LM_OK. */
enum lm_status lm_code(struct lm_coder *coder, const char *id, const void *bytes, size_t n,
		       struct lm_error *err);

/* The last document's codes, by sentence, then theme. */
size_t lm_code_count(const struct lm_coder *coder);
struct lm_code_info lm_code_at(const struct lm_coder *coder, size_t i);

struct lm_counts lm_counts_of(const struct lm_coder *coder, size_t theme);
uint32_t lm_words(const struct lm_coder *coder);            /* words that rates are based on */

/* A metadata value of the last document by its column name; "" when blank or unknown. */
const char *lm_meta(const struct lm_coder *coder, const char *column);

#ifdef __cplusplus
}
#endif

#endif
