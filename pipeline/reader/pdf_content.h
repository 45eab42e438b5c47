/* SPDX-License-Identifier: MIT
 *
 * The text of a page's content by a content stream interpreter of our own, which does nothing but
 * text (ISO 32000-1, 8 and 9). It gives up where it is not certain to see what MuPDF sees; the page
 * is MuPDF's then.
 */
#ifndef LEITMOTIF_READER_PDF_CONTENT_H
#define LEITMOTIF_READER_PDF_CONTENT_H

#include "pipeline/reader/pdf_font.h"
#include "pipeline/reader/pdf_lex.h"
#include "pipeline/reader/pdf_place.h"

#define FORMS_DEEP 12                           /* forms inside forms */
#define MARKS_MAX 64
#define OPERANDS_MAX 40                         /* of a colour, at most 32 and a name */

/* a b c d e f as PDF has it. */
struct matrix {
	float a, b, c, d, e, f;
};

/* The graphics state as far as text has to do with it. */
struct state {
	struct matrix ctm;
	struct face *face;
	float size, spacing, word_spacing, stretch, leading, rise;
	int mode;                               /* 3: invisible */
	bool clipped;                           /* by clip */
	struct box clip;
};

/* The path that is being drawn: all that is wanted of it is its bounds, when it becomes a clip. */
struct path {
	struct box box;
	struct point start;                     /* of a subpath that has no line yet */
	bool any, started, clips;
};

/* The hand that the last string was written in, and all that it came of. */
struct writing {
	struct matrix m;
	const struct face *face;
	float size, stretch, near;              /* see near_of() */
	bool artifact;
	uint16_t hand;
};

/* What a document's pages share, kept from one to the next. All zero at first, then doc and sheet
 * are set. */
struct content {
	fz_context *ctx;
	pdf_document *doc;
	struct faces faces;
	struct sheet *sheet;                    /* where the page goes */
	struct bytes streams[FORMS_DEEP + 1];   /* by depth */
	struct state *states;                   /* saved by q */
	size_t states_n, states_cap;
	bool marks[MARKS_MAX];                  /* open marks, true for /Artifact */
	unsigned marks_n, artifacts;
	int batch_mode;                         /* of the sheet's open batch */
	struct writing writing;
	bool images;                            /* the page has some inside its content */
};

/* A font of the resources by name. */
struct named_face {
	const unsigned char *p;
	size_t n;
	struct face *face;
};

/* A stream on its way: the page's own or a form's. */
struct run {
	struct content *c;
	pdf_obj *resources;
	struct lexer lex;
	struct state s;
	struct matrix text, line;               /* of the text object */
	struct path path;
	struct token operands[OPERANDS_MAX + 1]; /* and what stands behind them */
	size_t n;
	uint64_t kinds;                         /* of the operands, four bits each */
	float back;                             /* what an array of numbers takes back */
	bool odd_items;                         /* there is more in it */
	size_t bottom;                          /* of the saved states that are this stream's */
	int depth, sections;                    /* of forms; of BX */
	bool checked_states;                    /* its named states bring no fonts along */
	struct named_face fonts[8];             /* that were used, the newest anywhere */
	unsigned fonts_n;
};

void content_release(struct content *c);

/* Place the text of a page's content. base is from its space to the page's. False: not for us, and
 * the sheet holds nothing of use. May throw. */
bool content_read(struct content *c, pdf_obj *resources, pdf_obj *contents, struct matrix base);

/* Interpret the stream that was loaded for this depth. */
bool run_stream(struct content *c, pdf_obj *resources, const struct state *s, int depth);

/* pdf_operators.c: make the table of operators, once for all documents; run an operator on the
 * operands at hand. False: not for us. */
void operators_prepare(void);
bool operate(struct run *r, const struct token *t);

/* Take what was read behind the operands for one of them. False: there are too many. */
static inline bool add_operand(struct run *r)
{
	if (r->n == OPERANDS_MAX)
		return false;
	r->kinds = r->kinds << 4 | r->operands[r->n].kind;
	r->n++;
	return true;
}

/* pdf_path.c: the path and the clip. */
void path_move(struct run *r, float x, float y);
void path_line(struct run *r, float x, float y);
void path_rectangle(struct run *r, float x, float y, float w, float h);
void path_end(struct run *r);

/* pdf_show.c: show a string; an array operand, from behind its bracket to behind TJ; one that has no
 * strings is left as an operand, for show_steps() if TJ it is. False: not for us. */
bool show_string(struct run *r, const struct token *t);
bool show_array(struct run *r);
bool show_steps(struct run *r);

/* End the open batch of characters under the clip of the moment. */
void flush_batch(struct run *r);

static inline struct matrix matrix_times(struct matrix m, struct matrix n)
{
	return (struct matrix){ m.a * n.a + m.b * n.c,       m.a * n.b + m.b * n.d,
				m.c * n.a + m.d * n.c,       m.c * n.b + m.d * n.d,
				m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f };
}

static inline struct point matrix_point(struct matrix m, float x, float y)
{
	return (struct point){ x * m.a + y * m.c + m.e, x * m.b + y * m.d + m.f };
}

#endif
