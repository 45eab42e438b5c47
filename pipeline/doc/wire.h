/* SPDX-License-Identifier: MIT
 *
 * The protocol between the main program and the reader server (leitmotif-reader), which parses PDF,
 * HTML and DOCX in a sandboxed child, one fork a document.
 *
 * A request goes over a SOCK_SEQPACKET Unix socket with two descriptors beside it: [0] a memfd that
 * holds the document, [1] the write end of a pipe for the records. The reply comes over the socket
 * when the child has ended. Both ends run on one machine, so integers are in host order; what comes
 * out of the pipe was written by a process that has read a hostile document: check every length.
 */
#ifndef LEITMOTIF_DOC_WIRE_H
#define LEITMOTIF_DOC_WIRE_H

#include <stdint.h>

#define WIRE_FD 3                               /* the server's end of the socket */
#define WIRE_REQUEST_MAGIC 0x31514d4cu          /* "LMQ1" */
#define WIRE_REPLY_MAGIC 0x31524d4cu            /* "LMR1" */
#define WIRE_DETAIL_MAX 108                     /* bytes of a reply's detail, NUL counted */
#define WIRE_RECORD_MAX (1u << 18)              /* bytes of a record's payload, at most */

/* X(NAME, number, name): formats with a reader, the function name_read() in pipeline/reader/. */
#define WIRE_KINDS(X) X(PDF, 1, pdf) X(HTML, 2, html) X(DOCX, 3, docx)
#define WIRE_X(NAME, number, name) WIRE_##NAME = number,
enum wire_kind { WIRE_AUTO, WIRE_KINDS(WIRE_X) WIRE_KIND_COUNT };
#undef WIRE_X

enum wire_sandbox { WIRE_SANDBOX_OFF, WIRE_SANDBOX_AUTO, WIRE_SANDBOX_REQUIRE };

/* What a reply says was reached. Limits are always set; "off" turns only the filter off. */
enum wire_level { WIRE_LEVEL_NONE, WIRE_LEVEL_LIMITS, WIRE_LEVEL_FILTER };

/* X(name, number, word): how a document ended. */
#define WIRE_OUTCOMES(X) \
	X(OK, 0, "ok") \
	X(TIMEOUT, 1, "timeout") \
	X(MEMORY, 2, "memory") \
	X(CRASH, 3, "crash") \
	X(SANDBOX, 4, "sandbox") \
	X(LIMIT, 5, "limit") \
	X(FORMAT, 6, "format") \
	X(ENCRYPTED, 7, "encrypted") \
	X(NO_TEXT, 8, "no-text") \
	X(PARTIAL, 9, "partial") \
	X(INTERNAL, 10, "internal")
#define WIRE_X(name, number, word) WIRE_##name = number,
enum wire_outcome { WIRE_OUTCOMES(WIRE_X) WIRE_OUTCOME_COUNT };
#undef WIRE_X

/* X(name, number, word): misbehaviour on demand, for tests of the program around the parser. */
#define WIRE_FAULTS(X) \
	X(NONE, 0, "none") \
	X(HANG, 1, "hang") \
	X(OOM, 2, "oom") \
	X(CRASH, 3, "crash") \
	X(FLOOD, 4, "flood") \
	X(GARBAGE, 5, "garbage") \
	X(ESCAPE, 6, "escape")
#define WIRE_X(name, number, word) WIRE_FAULT_##name = number,
enum wire_fault { WIRE_FAULTS(WIRE_X) WIRE_FAULT_COUNT };
#undef WIRE_X

#define WIRE_PAGES_MASK 0xffffu                 /* of a request's flags: pages at most, 0 = the default */
#define WIRE_PDF_LIBRARY 0x10000u               /* leave PDF pages to the library's text device */

struct wire_request {
	uint32_t magic, kind;
	uint64_t size;                          /* bytes of the document in the memfd */
	uint32_t mem_mb;                        /* address space for the parser; 0 = no cap */
	uint32_t cpu_s, wall_ms;                /* 0 = no limit */
	uint32_t sandbox;
	uint64_t out_max;                       /* bytes of records; 0 = no cap */
	uint32_t fault;
	uint32_t flags;                         /* WIRE_PAGES_MASK, WIRE_PDF_LIBRARY */
};

struct wire_reply {
	uint32_t magic, outcome;
	uint32_t cpu_ms, rss_kb;                /* of the child; rss at its peak */
	uint32_t level;
	char detail[WIRE_DETAIL_MAX];           /* UTF-8, NUL-terminated; why, when it is not ok */
};

/* A record on the pipe: this header, then len bytes. Payloads are packed as below. */
struct wire_record {
	uint8_t type, a;
	uint16_t b;
	uint32_t len;
};

enum wire_type {
	WIRE_PAGE = 'P',                        /* struct wire_page */
	WIRE_LINE = 'L',                        /* struct wire_line, then text: a line of a page */
	WIRE_BLOCK = 'B',                       /* struct wire_block, text; a = kind, b = level */
	WIRE_META = 'M',                        /* key, NUL, value */
	WIRE_WARNING = 'W',                     /* text */
	WIRE_END = 'E'                          /* a = outcome, payload = detail; always last */
};

#define WIRE_PAGE_ROTATED 1u                    /* turned, by /Rotate or to follow its text */
#define WIRE_PAGE_IMAGES 2u
#define WIRE_PAGE_UNMAPPED 4u                   /* has glyphs without a character, U+FFFD */

struct wire_page {
	uint16_t number, flags;                 /* from 1; 65535 stands for all after it too */
	float width, height;                    /* points, after rotation */
};

#define WIRE_LINE_BOLD 1u                       /* most of its letters */
#define WIRE_LINE_ITALIC 2u
#define WIRE_LINE_ARTIFACT 4u                   /* tagged as header, footer or decoration */
#define WIRE_LINE_BOLD_START 8u                 /* starts bold, then turns regular */

#define WIRE_SUPER_BEGIN '\x0e'                 /* around raised small characters of a line */
#define WIRE_SUPER_END '\x0f'

struct wire_line {
	uint16_t page, flags;
	float x0, y0, x1, y1;                   /* points, y grows downward, after rotation */
	float size;                             /* of the font most of its characters have */
};

enum wire_block_kind {
	WIRE_HEADING = 1,                       /* level 1.. */
	WIRE_PARA,
	WIRE_ITEM,                              /* level 1..: depth of the list */
	WIRE_ROW,                               /* cells separated by tabs */
	WIRE_FOOTNOTE,
	WIRE_FURNITURE,                         /* navigation, banners, running heads, captions */
	WIRE_QUOTE,
	WIRE_TITLE
};

struct wire_block {
	uint16_t flags;
	uint16_t group;                         /* number of the table or list, from 1; 0 = none */
};

_Static_assert(sizeof (struct wire_request) == 48, "no padding in a request");
_Static_assert(sizeof (struct wire_reply) == 20 + WIRE_DETAIL_MAX, "no padding in a reply");
_Static_assert(sizeof (struct wire_record) == 8, "no padding in a record header");
_Static_assert(sizeof (struct wire_page) == 12, "no padding in a page");
_Static_assert(sizeof (struct wire_line) == 24, "no padding in a line");
_Static_assert(sizeof (struct wire_block) == 4, "no padding in a block");

#endif
