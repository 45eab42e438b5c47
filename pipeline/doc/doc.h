/* SPDX-License-Identifier: MIT
 *
 * The document: the one struct that flows through the chain. Its layers are
 * flat arrays in one arena; each layer is written by exactly one stage, and
 * later stages only read it. Positions are byte offsets, half-open
 * [off, off + len). Everything but id is forgotten by doc_reset().
 */
#ifndef LM_DOC_DOC_H
#define LM_DOC_DOC_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/buf.h"
#include "pipeline/base/error.h"
#include "pipeline/base/vec.h"
#include "pipeline/doc/codes.h"
#include "pipeline/doc/columns.h"

/* Layers as bits, from layers.def. */
#define X(name, what) LAYER_INDEX_##name,
enum layer_index {
#include "pipeline/doc/layers.def"
	LAYER_COUNT
};
#undef X
#define X(name, what) LAYER_##name = 1u << LAYER_INDEX_##name,
enum layer {
	LAYER_NONE = 0,
#include "pipeline/doc/layers.def"
};
#undef X

/* How a document ended. Every input gets exactly one. */
enum doc_status {
	DOC_OK,        /* all of it was read */
	DOC_PARTIAL,   /* some of it was read; reason says what is missing */
	DOC_NOTEXT,    /* opened, but holds no text; reason says why */
	DOC_FAILED,    /* could not be read; reason says why */
	DOC_SKIPPED,   /* not tried; reason says why */
	DOC_STATUS_COUNT
};

enum doc_format { FORMAT_UNKNOWN, FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_HTML, FORMAT_PDF, FORMAT_DOCX };

/* What a line or a block is. Lines of positional formats come as BLOCK_NONE. */
enum block_kind {
	BLOCK_NONE,
	BLOCK_TITLE,
	BLOCK_HEADING,
	BLOCK_PARA,
	BLOCK_ITEM,        /* list item */
	BLOCK_ROW,         /* table row; cells are separated by a tab in the text */
	BLOCK_QUOTE,
	BLOCK_FOOTNOTE,
	BLOCK_FURNITURE,   /* page headers and footers, navigation, boilerplate: never evidence */
	BLOCK_KIND_COUNT
};

enum line_flag {
	LINE_BOLD = 1,
	LINE_ITALIC = 2,
	LINE_ARTIFACT = 4,      /* the format itself says that this is page furniture */
	LINE_BOLD_START = 8,    /* starts bold, then turns regular */
	LINE_BLANK_BEFORE = 16  /* text formats: an empty line stood before this one */
};

/* What a line is to the one before it, set by layout. */
enum line_join {
	LINE_CONTINUES,         /* the same block goes on after a line break */
	LINE_STARTS,            /* the first line of a block */
	LINE_NEXT_CELL          /* the first line of the next cell of a BLOCK_ROW: a tab stands before it */
};

/* One line (positional formats, text) or one whole block (HTML, DOCX).
 *
 * extract leaves lines in the order and form in which the format gives them. layout puts them into
 * reading order (footnotes and furniture behind the block that they interrupt), cuts bullets,
 * paragraph numbers and Markdown signs off their ends by moving off and len, may split a line into
 * cells, and sets kind, level, number and starts. After layout lines belong to one block until the
 * next line with LINE_STARTS, and kind, level and number of that first line are the block's. Inside
 * a line, footnote marks (\x0e digits \x0f), other raised text (\x0e th \x0f) and Markdown emphasis
 * still stand: normalise takes them out. A line with len 0 counts for nothing. */
struct line {
	uint32_t off, len;      /* in doc.source */
	uint16_t page;          /* from 1; 0 where the format has no pages */
	uint16_t flags;         /* enum line_flag */
	uint8_t kind;           /* enum block_kind where the format knows, else BLOCK_NONE until layout */
	uint8_t level;          /* heading or list level, from 1; 0 unknown */
	uint16_t group;         /* table or list number, 0 none */
	uint16_t number;        /* printed paragraph number, 0 none */
	uint8_t starts;         /* enum line_join, set by layout */
	float x0, y0, x1, y1;   /* points, y downward; all 0 where the format has no places */
	float size;             /* dominant font size in points; 0 unknown */
};

struct page {
	uint16_t number, flags; /* flags as in wire.h */
	float width, height;
};

enum voice { VOICE_INSPECTOR, VOICE_PROVIDER, VOICE_OTHER };

#define NO_BLOCK UINT32_MAX
#define NO_SENTENCE UINT32_MAX

/* What a block is to a list of what a report asks for. */
enum ask_flag {
	ASK_SECTION = 1,        /* the items of its section are asked for */
	ASK_BOX = 2,            /* its section is a box, with a case that is none of them */
	ASK_HEADING = 4,        /* a heading that asks in its own words */
	ASK_REASONS = 8,        /* a heading of findings that lead to what is asked */
	ASK_NOTHING = 16,       /* says that nothing is asked */
	ASK_LEAD = 32,          /* only leads to the heading of a list */
	ASK_WHO = 64            /* names who is to act on the items below */
};

/* A run of text that belongs together. Blocks are in reading order and cover the text
 * but for the line feeds between them. */
struct block {
	uint32_t off, len;      /* in doc.text */
	uint8_t kind;           /* enum block_kind */
	uint8_t level;          /* headings: 1 is the highest; items: depth */
	uint8_t voice;          /* enum voice */
	bool excluded;          /* no evidence: not tokenized further, not matched */
	uint8_t asks;           /* bits of enum ask_flag, set by sections */
	uint16_t page;          /* page on which it starts, 0 none */
	uint16_t number;        /* printed paragraph number, 0 none */
	uint32_t heading;       /* index of the heading block above it, or NO_BLOCK */
	uint32_t intro;         /* items: index of the block that introduces the list, or NO_BLOCK */
	uint32_t sent_first, sent_count;
	struct str section;     /* id of the section class from the lexicon's sections, or empty */
	struct str why;         /* when excluded or furniture: the pattern or rule that said so */
};

struct sentence {
	uint32_t off, len;      /* in doc.text, without white space at its ends */
	uint32_t block;
	uint32_t tok_first, tok_count;
	uint16_t page;          /* page on which it starts, 0 none */
};

enum token_flag {
	TOKEN_UPPER = 1,        /* starts with a capital */
	TOKEN_ALLCAPS = 2,      /* two or more letters, all capitals */
	TOKEN_DIGIT = 4,        /* holds a digit */
	TOKEN_NONASCII = 8
};

struct token {
	uint32_t off;           /* in doc.text */
	uint16_t len;           /* longer words are cut here; see limits in tokenize.c */
	uint16_t flags;         /* enum token_flag */
};

/* A metadata value: its text, where it came from, and why it is blank when it is. */
struct meta_value {
	struct str value;       /* empty when unknown */
	struct str source;      /* "title", "manifest", "file name", ...; when blank: the reason */
};

/* A key and value that the file format itself carries (PDF info, HTML meta, core.xml). */
struct property {
	struct str key, value;
};

/* From text byte `text` on, up to the next pair, text and source run in step. */
struct offset_pair {
	uint32_t text, source;
};

struct page_start {
	uint32_t off;           /* in doc.text */
	uint16_t page;
};

/* The part of a document that its layers from TOKENS to CUES are of: all of it, or of a long one
 * as much as is held at a time (pipeline/run/windows.h). Half-open. */
struct doc_window {
	uint32_t block, block_end;
	uint32_t sent, sent_end;
	uint32_t heading;       /* the heading block before it, which has words and hits too; or NO_BLOCK */
};

struct spool;                   /* pipeline/io/spool.h */
struct form;                    /* an interned word: pipeline/lexicon/forms.h */

enum { OPEN_HEADINGS_MAX = 8 };

/* Of a text that is too large to be held: which portion of it the layers are of, and what goes on
 * from the portion before it (pipeline/run/portions.h). All 0 where the layers are of all of it. */
struct doc_portion {
	bool may;               /* what the reader makes of the document may come in portions, */
	const char *folder;     /* the rest of which waits there (spool_new()) */
	bool is_one;
	bool is_later;          /* and not the first */
	bool all_wanted;        /* set by extract in the first one: this is read as a whole or not at all */
	uint32_t number;        /* of those that have text, from 0 */
	uint64_t sentences;     /* before its own */
	uint32_t pages;         /* the same */
	uint64_t before;        /* bytes of text before its own, */
	uint32_t own;           /* which begins here in text: behind the headings that are open, */
	uint32_t own_block;     /* and with this block */
	uint8_t units;          /* enum text_units */
	uint8_t above;          /* level of the last heading with number signs */
	uint16_t page;          /* which goes on */
	bool blank;             /* an empty line stands before it */
	bool cuts_head, cuts_foot;      /* it begins or ends inside of a page */
	bool is_last;
	struct block open[OPEN_HEADINGS_MAX];   /* the headings that are open at its end, outermost first; */
	int open_count;
	struct buf titles;                      /* their off and len are in these */
};

struct doc {
	struct arena mem;       /* owns all below but the buffers and kept */
	struct arena kept;      /* owns meta and counts of a document in portions */
	struct buf id;          /* path, with members behind a slash: "a.tar.gz/b.pdf" */
	struct buf raw;         /* LAYER_RAW; source may lie in it */
	const struct spool *large;      /* all of its bytes, of which raw holds the beginning alone; or NULL */
	struct buf long_text;   /* text lies in it when it is long */
	uint64_t index;         /* position in the input order, from 0 */
	uint64_t raw_size, raw_hash;
	enum doc_format format;
	struct doc_portion portion;

	struct str source;                  /* extracted text of all lines, UTF-8 not yet normalised */
	VEC(struct line) lines;
	VEC(struct page) pages;
	VEC(struct property) properties;

	struct meta_value meta[META_ALL];   /* columns.h */

	struct str text;
	VEC(struct block) blocks;
	bool *chosen;                       /* one a block: whole paragraphs with their headings, which alone
	                                     * are matched and coded; NULL: all blocks */
	VEC(struct offset_pair) map;        /* text offset -> source offset, ascending, piecewise +1 */
	VEC(struct page_start) page_starts; /* where in the text each page starts, ascending */

	VEC(struct sentence) sents;
	struct doc_window window;               /* block_end 0: all of it; see doc_window() */
	VEC(struct token) toks;
	const struct form **forms;          /* one a token; owned by the worker's table */
	VEC(struct hit) hits;               /* by sentence, then first token */
	VEC(struct cue_mark) marks;         /* by sentence, then first word */
	bool *points_back;                  /* one a sentence: "They are ...", so the lexicon says */
	VEC(struct code) codes;             /* by sentence, then theme */
	VEC(struct part) parts;
	VEC(struct cue_use) cue_uses;
	struct theme_count *counts;         /* one a theme of the lexicon */
	uint32_t words;                     /* tokens of sentences that may be evidence */
	uint32_t sentences;                 /* such sentences */
	uint32_t coded;                     /* such sentences with at least one code */

	unsigned has;                       /* LAYER_* bits */
	enum doc_status status;
	struct error err;                   /* set when status is not DOC_OK: the reason */
	uint32_t warnings;
};

/* limit: bytes of arena that one document may take; 0 none. */
void doc_init(struct doc *d, size_t limit);
void doc_release(struct doc *d);

/* Ready for the next document: layers gone, memory kept up to a sensible size. */
void doc_reset(struct doc *d);

/* The same document from its beginning: what it was read from stays. */
void doc_restart(struct doc *d);

/* Only what tells of it stays: its name, its sizes and counts, how it ended. */
void doc_forget(struct doc *d);

/* The next portion of a document: what is of all of it and what goes on stays. */
void doc_next_portion(struct doc *d);

/* The same behind the last one, with the memory of its layers given back. */
void doc_end_portions(struct doc *d);

/* The same place, a byte offset in d->text, in the text of the whole document. */
static inline uint64_t doc_place(const struct doc *d, uint32_t off)
{
	return d->portion.before + off - d->portion.own;
}

/* Pages of the whole document, as far as it has been read. */
static inline int64_t doc_page_count(const struct doc *d)
{
	return d->portion.pages + d->pages.n;
}

/* Lower the status (a worse one stays) and note why, unless a reason is there. */
void doc_degrade(struct doc *d, enum doc_status status, int code, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* The offset in d->source from which the byte at text_off came (the nearest before). */
uint32_t doc_source_offset(const struct doc *d, uint32_t text_off);

/* The page on which the byte at text_off stands, from 1; 0 where there are no pages. */
uint16_t doc_page_at(const struct doc *d, uint32_t text_off);

static inline struct str doc_text(const struct doc *d, uint32_t off, uint32_t len)
{
	return (struct str){ d->text.p + off, (ptrdiff_t)len };
}

static inline struct str doc_line(const struct doc *d, const struct line *l)
{
	return (struct str){ d->source.p + l->off, (ptrdiff_t)l->len };
}

/* May sentences of this block be coded? Titles, headings and furniture are never findings. */
static inline bool block_is_evidence(const struct block *b)
{
	return !b->excluded && b->kind != BLOCK_TITLE && b->kind != BLOCK_HEADING &&
	       b->kind != BLOCK_FURNITURE;
}

static inline bool doc_is_chosen(const struct doc *d, uint32_t block)
{
	return !d->chosen || d->chosen[block];
}

/* Are the words of this block looked at for terms and cues? */
static inline bool doc_is_matched(const struct doc *d, uint32_t block)
{
	const struct block *b = &d->blocks.at[block];
	return !b->excluded && b->kind != BLOCK_FURNITURE && doc_is_chosen(d, block);
}

/* Does this sentence count: may it be coded, and is it the inspectors' voice (or are all asked for)? */
bool doc_counts(const struct doc *d, uint32_t sent, bool all_voices);

struct doc_window doc_window(const struct doc *d);

/* The blocks and sentences of the window that have not been in a portion before. */
struct doc_window doc_own_window(const struct doc *d);

/* Is the window the first of the document? */
bool doc_begins(const struct doc *d);

/* The number of a sentence in the whole document, from 0. */
uint64_t doc_sentence_number(const struct doc *d, uint32_t sent);

/* The hits of one sentence: d->hits.at[*first .. *first + count). Returns the count. */
ptrdiff_t doc_hits_of(const struct doc *d, uint32_t sent, ptrdiff_t *first);

/* The marks of one sentence, likewise. */
ptrdiff_t doc_marks_of(const struct doc *d, uint32_t sent, ptrdiff_t *first);

/* Stable words for output: "ok", "list item", "concern", ... */
const char *doc_status_name(enum doc_status s);
const char *block_kind_name(enum block_kind k);
const char *doc_format_name(enum doc_format f);
const char *polarity_name(enum polarity p);
const char *change_name(enum change c);
const char *carry_name(enum carry c);    /* "before" */
const char *carry_words(enum carry c);   /* "from the sentences before" */
const char *voice_name(enum voice v);
const char *layer_name(unsigned layer_index);

/* Check the invariants above; 0, or fail() with what is wrong. Used by debug builds and tests. */
int doc_check(const struct doc *d, struct error *e);

#endif
