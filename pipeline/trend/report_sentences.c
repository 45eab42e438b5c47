/* SPDX-License-Identifier: MIT
 *
 * The sentences of the report. When they are too many, each cell (theme, year,
 * polarity) keeps the same number, taken at even distances, so that a click on
 * any figure of the page finds some of what is behind it. Read twice from the
 * store: to count, then to write.
 */
#include <stdlib.h>

#include "pipeline/base/json_out.h"
#include "pipeline/store/read.h"
#include "pipeline/trend/report_parts.h"

#define NEUTRAL_PART 4           /* cells that judge nothing keep a quarter */

struct cell_code {
	uint32_t cell, rank;     /* and its place in the cell, from 0 */
	uint32_t sentence;       /* from 0, in reading order */
};

struct choice {
	const struct dataset *ds;
	const struct db *db;
	VEC(struct cell_code) codes;
	VEC(uint32_t) bytes;     /* of each sentence */
	uint32_t *sizes;         /* of the cells */
	bool *keep;              /* each sentence */
	int64_t doc, number;     /* the last sentence read */
	ptrdiff_t index, row;    /* of that sentence; of its document in ds, -1: not in it */
	uint32_t quota;
	/* writing */
	struct buf *out;
	struct arena mem;
	VEC(struct str) sections;
	bool open;               /* a sentence's array is open */
};

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the report's sentences");
}

static enum polarity polarity_of(struct str s)
{
	static const struct str names[] = { [POL_STRENGTH] = STR("strength"),
					    [POL_CONCERN] = STR("concern"),
					    [POL_MIXED] = STR("mixed") };
	for (enum polarity p = 0; p < (enum polarity)countof(names); p++)
		if (names[p].n && str_eq(s, names[p]))
			return p;
	return POL_NEUTRAL;
}

/* Move on to the code's sentence and document. true when it is a new sentence. */
static bool advance(struct choice *c, const struct read_code *r)
{
	if (r->doc == c->doc && r->sentence == c->number)
		return false;
	if (r->doc != c->doc)
		c->row = dataset_doc(c->ds, r->doc);
	c->doc = r->doc;
	c->number = r->sentence;
	c->index += c->row >= 0;
	return c->row >= 0;
}

static uint32_t year_of(const struct data_doc *d)
{
	struct str y = d->column[COLUMN_YEAR];
	return y.n == 4 ? (uint32_t)((y.p[2] - '0') * 10 + (y.p[3] - '0')) : 0;   /* a century is enough */
}

#define YEARS 100

static int count_code(void *ctx, const struct read_code *r, struct error *e)
{
	struct choice *c = ctx;
	bool is_new = advance(c, r);
	int theme = dataset_theme(c->ds, r->theme);
	if (c->row < 0 || theme < 0)
		return 0;
	if (is_new) {
		uint32_t *bytes = VEC_HEAP_PUSH(&c->bytes);
		if (!bytes)
			return no_memory(e);
		*bytes = (uint32_t)r->text.n + 40;
	}
	struct cell_code *code = VEC_HEAP_PUSH(&c->codes);
	if (!code)
		return no_memory(e);
	code->cell = ((uint32_t)theme * YEARS + year_of(&c->ds->docs.at[c->row])) * POL_COUNT +
		     (uint32_t)polarity_of(r->polarity);
	code->rank = c->sizes[code->cell]++;
	code->sentence = (uint32_t)(c->bytes.n - 1);
	return 0;
}

/* Is this one of quota codes at even distances in its cell? */
static bool is_chosen(const struct choice *c, const struct cell_code *code)
{
	uint64_t size = c->sizes[code->cell], quota = c->quota;
	if (code->cell % POL_COUNT == POL_NEUTRAL)
		quota = quota / NEUTRAL_PART + 1;
	return quota >= size || (code->rank + 1) * quota / size != code->rank * quota / size;
}

static uint64_t choose(struct choice *c, uint32_t quota)
{
	uint64_t bytes = 0;
	c->quota = quota;
	for (ptrdiff_t i = 0; i < c->bytes.n; i++)
		c->keep[i] = false;
	for (ptrdiff_t i = 0; i < c->codes.n; i++) {
		uint32_t s = c->codes.at[i].sentence;
		if (!c->keep[s] && is_chosen(c, &c->codes.at[i])) {
			c->keep[s] = true;
			bytes += c->bytes.at[s];
		}
	}
	return bytes;
}

/* The largest quota whose sentences fit in max bytes. */
static void choose_to_fit(struct choice *c, ptrdiff_t max)
{
	uint32_t fits = 0, over = 1;
	for (ptrdiff_t i = 0; i < c->codes.n; i++)
		if (c->codes.at[i].rank >= over)
			over = c->codes.at[i].rank + 1;
	over = over * NEUTRAL_PART + 1;
	while (over - fits > 1) {
		uint32_t middle = fits + (over - fits) / 2;
		if (choose(c, middle) <= (uint64_t)max)
			fits = middle;
		else
			over = middle;
	}
	choose(c, fits);
}

static ptrdiff_t section_index(struct choice *c, struct str s)
{
	for (ptrdiff_t i = c->sections.n; i-- > 0;)       /* most are the last */
		if (str_eq(c->sections.at[i], s))
			return i;
	if (!s.n)
		return -1;
	struct str *to = VEC_PUSH(&c->mem, &c->sections);
	if (to)
		*to = arena_str(&c->mem, s);
	c->out->failed |= !to || !to->p;
	return c->sections.n - 1;
}

static void close_sentence(struct choice *c)
{
	if (c->open) {
		json_close(c->out, ']');
		json_close(c->out, ']');
	}
	c->open = false;
}

static int write_code(void *ctx, const struct read_code *r, struct error *e)
{
	struct choice *c = ctx;
	(void)e;
	bool is_new = advance(c, r);
	int theme = dataset_theme(c->ds, r->theme);
	if (is_new)
		close_sentence(c);
	if (c->row < 0 || theme < 0 || !c->keep[c->index])
		return 0;
	if (is_new) {
		c->open = true;
		json_item(c->out), json_open(c->out, '[');
		json_item(c->out), json_int(c->out, c->row);
		json_item(c->out), json_int(c->out, r->page);
		json_item(c->out), json_int(c->out, r->paragraph);
		json_item(c->out), json_int(c->out, section_index(c, r->section));
		json_item(c->out), json_str(c->out, r->text);
		json_item(c->out), json_open(c->out, '[');
	}
	static const int order[] = { [POL_STRENGTH] = 0, [POL_CONCERN] = 1, [POL_MIXED] = 2,
				     [POL_NEUTRAL] = 3 };
	json_item(c->out), json_int(c->out, theme);
	json_item(c->out), json_int(c->out, order[polarity_of(r->polarity)]);
	return 0;
}

static void start_reading(struct choice *c)
{
	c->doc = c->number = -1;
	c->index = c->row = -1;
}

static int choose_and_write(struct choice *c, ptrdiff_t max, struct error *e)
{
	const struct read_wanted all = { 0 };
	start_reading(c);
	int rc = read_codes(c->db, &all, count_code, c, e);
	c->keep = calloc((size_t)c->bytes.n + 1, sizeof *c->keep);
	if (rc == 0 && !c->keep)
		rc = no_memory(e);
	if (rc < 0)
		return rc;
	choose_to_fit(c, max);
	start_reading(c);
	json_open(c->out, '{');
	json_key(c->out, "sentences"), json_open(c->out, '[');
	rc = read_codes(c->db, &all, write_code, c, e);
	close_sentence(c);
	json_close(c->out, ']');
	json_key(c->out, "sections"), json_open(c->out, '[');
	for (ptrdiff_t i = 0; i < c->sections.n; i++)
		json_item(c->out), json_str(c->out, c->sections.at[i]);
	json_close(c->out, ']');
	json_close(c->out, '}');
	return rc;
}

int report_sentences(struct buf *out, const struct dataset *ds, const struct db *db, ptrdiff_t max,
		     struct report_counts *n, struct error *e)
{
	struct choice c = { .ds = ds, .db = db, .out = out };
	arena_init(&c.mem, 0);
	c.sizes = calloc((size_t)ds->themes.n * YEARS * POL_COUNT + 1, sizeof *c.sizes);
	int rc = c.sizes ? choose_and_write(&c, max, e) : no_memory(e);
	n->coded = (uint64_t)c.bytes.n;
	n->kept = 0;
	for (ptrdiff_t i = 0; c.keep && i < c.bytes.n; i++)
		n->kept += c.keep[i];
	free(c.codes.at);
	free(c.bytes.at);
	free(c.sizes);
	free(c.keep);
	arena_release(&c.mem);
	return rc;
}
