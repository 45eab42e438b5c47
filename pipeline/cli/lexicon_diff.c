/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon diff: what a change of the lexicon does to the codes of an
 * archive, theme by theme and term by term.
 */
#include <inttypes.h>

#include "pipeline/base/json_out.h"
#include "pipeline/cli/concordance.h"
#include "pipeline/cli/job.h"
#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/cli/study.h"
#include "pipeline/eval/diff.h"
#include "pipeline/run/lexicon_cache.h"
#include "pipeline/run/readings.h"
#include "pipeline/trend/table.h"

static const char *const change_words[DIFF_SIDES] = { "lost", "gained" };

static const struct term *term_of(const struct diff *d, const struct diff_cause *c, int side)
{
	return c->term[side] == NO_TERM ? NULL : &d->lx[side]->terms.at[c->term[side]];
}

/* The term as the lexicon has it that has it last. */
static const struct term *cause_term(const struct diff *d, const struct diff_cause *c)
{
	const struct term *b = term_of(d, c, DIFF_B);
	return b ? b : term_of(d, c, DIFF_A);
}

/* "themes/work.yaml:14" */
static void add_place(struct buf *out, const struct diff *d, const struct diff_cause *c)
{
	int side = c->term[DIFF_B] == NO_TERM ? DIFF_A : DIFF_B;
	const struct term *t = cause_term(d, c);
	if (t)
		buf_addf(out, "%.*s:%u", STR_ARG(d->lx[side]->files.at[t->place.file].path),
			 t->place.line);
}

static bool is_idle(const struct diff_cause *c)
{
	return !c->sentences[DIFF_A] && !c->sentences[DIFF_B];
}

/* The n-th cause of a theme, then NULL: its terms, and last what no term is to blame for. */
static const struct diff_cause *cause_at(const struct diff *d, const struct diff_theme *t, uint32_t n)
{
	if (n < t->cause_count)
		return &d->causes.at[t->cause_first + n];
	return n == t->cause_count ? &t->other : NULL;
}

static uint32_t theme_changes(const struct diff *d, const struct diff_theme *t, int side)
{
	uint32_t n = 0;
	const struct diff_cause *c;
	for (uint32_t i = 0; (c = cause_at(d, t, i)); i++)
		n += c->sentences[side];
	return n;
}

static bool is_changed(const struct diff *d, const struct diff_theme *t)
{
	return t->judged_otherwise || theme_changes(d, t, DIFF_A) || theme_changes(d, t, DIFF_B);
}

/* ---- text ---- */

static void add_lexicon(struct buf *out, const struct diff *d, int side)
{
	const struct lexicon *lx = d->lx[side];
	buf_addf(out, "%c  %.*s: %.*s %.*s, hash %s, %td themes, %td terms\n", "AB"[side],
		 STR_ARG(lx->path), STR_ARG(lx->id), STR_ARG(lx->version), lx->hash, lx->themes.n,
		 lx->terms.n);
}

static void add_cause(struct buf *out, const struct diff *d, const struct diff_cause *c)
{
	const struct term *a = term_of(d, c, DIFF_A), *b = term_of(d, c, DIFF_B);
	if (a || b) {
		buf_addf(out, "    - %.*s  # ", STR_ARG(cause_term(d, c)->pattern));
		add_place(out, d, c);
	} else {
		buf_addz(out, "    # bias, and what is carried over");
	}
	if (a && b)
		buf_addf(out, ", weight %.2f, was %.2f", b->weight, a->weight);
	else if (a || b)
		buf_addf(out, b ? ", new, weight %.2f" : ", gone, weight was %.2f",
			 cause_term(d, c)->weight);
	buf_addc(out, '\n');
	for (int s = DIFF_SIDES - 1; s >= 0; s--) {
		if (c->sentences[s])
			buf_addf(out, "      # %s: %u\n", change_words[s], c->sentences[s]);
		for (uint32_t i = 0; i < c->lines[s]; i++)
			concordance_line(out, &c->line[s][i]);
	}
}

static void add_causes(struct buf *out, const struct diff *d)
{
	for (ptrdiff_t i = 0; i < d->themes.n; i++) {
		const struct diff_theme *t = &d->themes.at[i];
		uint32_t gained = theme_changes(d, t, DIFF_B), lost = theme_changes(d, t, DIFF_A);
		const struct diff_cause *c;
		if (gained + lost)
			buf_addf(out, "\n%.*s: gained %u, lost %u\n", STR_ARG(t->id), gained, lost);
		for (uint32_t k = 0; (c = cause_at(d, t, k)); k++)
			if (!is_idle(c))
				add_cause(out, d, c);
	}
}

/* ---- tables ---- */

static const struct table_column theme_columns[] = {
	{ "theme", -1, 0 }, { "a", 0, 0 }, { "b", 0, 0 }, { "gained", 0, 0 }, { "lost", 0, 0 },
	{ "other polarity", 0, 0 }, { "a per 1,000 words", 3, 0 }, { "b per 1,000 words", 3, 0 },
	{ "change %", 1, 0 },
};

static const struct table_column all_columns[] = {
	{ "theme", -1, 0 }, { "term", -1, 0 }, { "place", -1, 0 }, { "sentences_a", 0, 0 },
	{ "sentences_b", 0, 0 },
	{ "gained", 0, 0 }, { "lost", 0, 0 }, { "other_polarity", 0, 0 }, { "rate_a", 3, 0 }, { "rate_b", 3, 0 },
	{ "change_percent", 1, 0 },
};

static void add_rates(struct table *t, const struct diff *d, const struct diff_theme *theme)
{
	double a = diff_rate(d, theme, DIFF_A), b = diff_rate(d, theme, DIFF_B);
	table_number(t, theme->judged_otherwise);
	table_number(t, a);
	table_number(t, b);
	if (a > 0)
		table_number(t, 100 * (b - a) / a);
	else
		table_blank(t);
}

/* wide: in all_columns, else in theme_columns. */
static void add_theme_row(struct table *t, const struct diff *d, const struct diff_theme *theme,
			  bool wide)
{
	table_text(t, theme->id);
	if (wide) {
		table_blank(t);
		table_blank(t);
	}
	table_number(t, theme->sentences[DIFF_A]);
	table_number(t, theme->sentences[DIFF_B]);
	table_number(t, theme_changes(d, theme, DIFF_B));
	table_number(t, theme_changes(d, theme, DIFF_A));
	add_rates(t, d, theme);
}

static void add_cause_row(struct table *t, const struct diff *d, const struct diff_theme *theme,
			  const struct diff_cause *c)
{
	const struct term *term = cause_term(d, c);
	struct buf place = { 0 };
	add_place(&place, d, c);
	table_text(t, theme->id);
	table_text(t, term ? term->pattern : S("(bias and what is carried over)"));
	table_buf(t, &place);
	table_blank(t);
	table_blank(t);
	table_number(t, c->sentences[DIFF_B]);
	table_number(t, c->sentences[DIFF_A]);
	for (int i = 0; i < 4; i++)
		table_blank(t);
	buf_release(&place);
}

/* A row a theme, and with wide below it one a term that changed something; else only themes that
 * changed. */
static int add_table(struct buf *out, const struct diff *d, struct table_style f, bool wide,
		     struct error *e)
{
	struct table t;
	if (wide)
		table_init(&t, all_columns, countof(all_columns));
	else
		table_init(&t, theme_columns, countof(theme_columns));
	for (ptrdiff_t i = 0; i < d->themes.n; i++) {
		const struct diff_theme *theme = &d->themes.at[i];
		const struct diff_cause *c;
		if (wide || is_changed(d, theme))
			add_theme_row(&t, d, theme, wide);
		for (uint32_t k = 0; wide && (c = cause_at(d, theme, k)); k++)
			if (!is_idle(c))
				add_cause_row(&t, d, theme, c);
	}
	int rc = table_write(&t, f, out, e);
	table_release(&t);
	return rc;
}

/* ---- JSON ---- */

static void json_lexicon(struct buf *out, const struct diff *d, int side)
{
	const struct lexicon *lx = d->lx[side];
	json_key(out, side == DIFF_A ? "a" : "b");
	json_open(out, '{');
	json_key(out, "path"), json_str(out, lx->path);
	json_key(out, "id"), json_str(out, lx->id);
	json_key(out, "version"), json_str(out, lx->version);
	json_key(out, "hash"), json_str(out, str_of(lx->hash));
	json_key(out, "words"), json_int(out, (int64_t)d->words[side]);
	json_close(out, '}');
}

static void json_examples(struct buf *out, const struct diff_cause *c, int side)
{
	for (uint32_t i = 0; i < c->lines[side]; i++) {
		json_item(out);
		json_open(out, '{');
		json_key(out, "change"), json_str(out, str_of(change_words[side]));
		json_key(out, "doc"), json_str(out, c->doc[side][i]);
		json_key(out, "text"), json_str(out, c->line[side][i].text);
		json_key(out, "start"), json_int(out, c->line[side][i].off);
		json_key(out, "end"), json_int(out, c->line[side][i].off + c->line[side][i].len);
		json_close(out, '}');
	}
}

static void json_weight(struct buf *out, const char *key, const struct term *t)
{
	json_key(out, key);
	if (t)
		json_fixed(out, t->weight, 2);
	else
		json_null(out);
}

static void json_cause(struct buf *out, const struct diff *d, const struct diff_cause *c)
{
	const struct term *term = cause_term(d, c);
	struct buf place = { 0 };
	add_place(&place, d, c);
	json_item(out);
	json_open(out, '{');
	json_key(out, "term"), json_str_or_null(out, term ? term->pattern : S(""));
	json_key(out, "place"), json_str_or_null(out, buf_str(&place));
	json_weight(out, "weight_a", term_of(d, c, DIFF_A));
	json_weight(out, "weight_b", term_of(d, c, DIFF_B));
	json_key(out, "gained"), json_int(out, c->sentences[DIFF_B]);
	json_key(out, "lost"), json_int(out, c->sentences[DIFF_A]);
	json_key(out, "examples"), json_open(out, '[');
	for (int s = DIFF_SIDES - 1; s >= 0; s--)
		json_examples(out, c, s);
	json_close(out, ']');
	json_close(out, '}');
	buf_release(&place);
}

static void json_theme(struct buf *out, const struct diff *d, const struct diff_theme *t)
{
	const struct diff_cause *c;
	json_item(out);
	json_open(out, '{');
	json_key(out, "theme"), json_str(out, t->id);
	json_key(out, "sentences_a"), json_int(out, t->sentences[DIFF_A]);
	json_key(out, "sentences_b"), json_int(out, t->sentences[DIFF_B]);
	json_key(out, "gained"), json_int(out, theme_changes(d, t, DIFF_B));
	json_key(out, "lost"), json_int(out, theme_changes(d, t, DIFF_A));
	json_key(out, "other_polarity"), json_int(out, t->judged_otherwise);
	json_key(out, "rate_a"), json_fixed(out, diff_rate(d, t, DIFF_A), 3);
	json_key(out, "rate_b"), json_fixed(out, diff_rate(d, t, DIFF_B), 3);
	json_key(out, "causes"), json_open(out, '[');
	for (uint32_t i = 0; (c = cause_at(d, t, i)); i++)
		if (!is_idle(c))
			json_cause(out, d, c);
	json_close(out, ']');
	json_close(out, '}');
}

static void add_json(struct buf *out, const struct diff *d)
{
	json_open(out, '{');
	for (int s = 0; s < DIFF_SIDES; s++)
		json_lexicon(out, d, s);
	json_key(out, "documents"), json_int(out, d->documents);
	json_key(out, "documents_cut_otherwise"), json_int(out, d->unlike);
	json_key(out, "themes"), json_open(out, '[');
	for (ptrdiff_t i = 0; i < d->themes.n; i++)
		json_theme(out, d, &d->themes.at[i]);
	json_close(out, ']');
	json_close(out, '}');
	buf_addc(out, '\n');
}

/* ---- the command ---- */

static int add_report(struct buf *out, const struct diff *d, struct table_style f, struct error *e)
{
	if (f.format == TABLE_JSON) {
		add_json(out, d);
		return buf_ok(out) ? 0 : fail(e, E_NOMEM, "no memory for the comparison");
	}
	if (f.format == TABLE_CSV || f.format == TABLE_MD)
		return add_table(out, d, f, true, e);
	for (int s = 0; s < DIFF_SIDES; s++)
		add_lexicon(out, d, s);
	buf_addf(out, "%" PRIu32 " documents, %" PRIu64 " words", d->documents, d->words[DIFF_B]);
	if (d->words[DIFF_A] != d->words[DIFF_B])
		buf_addf(out, " (A: %" PRIu64 ")", d->words[DIFF_A]);
	if (d->unlike)
		buf_addf(out, "; documents that the lexicons cut into other sentences: %u", d->unlike);
	ptrdiff_t same = 0;
	for (ptrdiff_t i = 0; i < d->themes.n; i++)
		same += !is_changed(d, &d->themes.at[i]);
	buf_addf(out, "\nthemes with the same sentences and polarities: %td\n\n", same);
	int rc = same < d->themes.n ? add_table(out, d, f, false, e) : 0;
	add_causes(out, d);
	return rc < 0 || buf_ok(out) ? rc : fail(e, E_NOMEM, "no memory for the comparison");
}

static int take(void *ctx, struct doc *const *docs, struct error *e)
{
	return diff_add(ctx, docs, e);
}

static int compare(const struct settings *s, const struct lexicon *const lx[DIFF_SIDES],
		   struct error *e)
{
	struct diff d;
	struct buf out = { 0 };
	struct table_style format = { TABLE_TEXT, 0 };
	struct readings r = { .config = &s->config, .lexicons = { lx[DIFF_A], lx[DIFF_B] },
			      .count = DIFF_SIDES, .layers = LAYER_VECTOR | LAYER_HITS,
			      .paths = s->arguments + 2, .path_count = s->argument_count - 2,
			      .take = take, .ctx = &d, .quiet = s->quiet };
	int rc = diff_init(&d, lx[DIFF_A], lx[DIFF_B], s->config.all_voices, e);
	if (rc == 0)
		rc = study_style(&format, s, e);
	if (rc == 0)
		rc = readings_run(&r, e);
	if (rc == 0)
		rc = add_report(&out, &d, format, e);
	if (rc == 0)
		rc = study_write(s->output, &out, e);
	if (rc == 0)
		rc = job_account(s, &r.totals);
	buf_release(&out);
	diff_release(&d);
	return rc;
}

static int diff_command(const struct settings *s)
{
	struct lexicon *lx[DIFF_SIDES] = { 0 };
	struct error e = { 0 };
	int rc = s->argument_count > 2 ? 0
		: fail(&e, E_USAGE, "say which lexicons, and on which documents: "
		       "lexicon diff A B PATH...");
	for (int i = 0; i < DIFF_SIDES && rc == 0; i++) {
		struct config config = s->config;
		config.lexicon_path = s->arguments[i];
		rc = lexicon_cache_load(&lx[i], &config, &e);
	}
	if (rc == 0)
		rc = compare(s, (const struct lexicon *const *)lx, &e);
	for (int i = 0; i < DIFF_SIDES; i++)
		lexicon_free(lx[i]);
	if (rc >= 0)
		return rc;
	complain(&e);
	return error_exit_status(e.code);
}

const struct command lexicon_part_diff = {
	.name = "lexicon diff",
	.arguments = "A B PATH... [OPTION]...",
	.summary = "what a change of the lexicon does to the codes of documents",
	.about =
	"Reads documents with the lexicons in the folders A and B, and tells, theme by theme, how many\n"
	"sentences each codes, how many B gains and loses, how many get another polarity, and what that\n"
	"does to the rate per 1,000 words. Below, term by term, the sentences gained and lost, with up to\n"
	"three of each. A sentence that is gained is put down to the term whose weight in it grew most, one\n"
	"that is lost to the term whose weight shrank most; a term that is new or gone grew from 0 or\n"
	"shrank to 0. Where none did, the theme's bias or what is carried over is the cause.\n"
	"\n"
	"Exit status: as that of run over the documents.\n",
	.examples =
	"  leitmotif lexicon diff my-lexicon edited reports/\n"
	"      before an edited copy takes the lexicon's place\n"
	"  leitmotif lexicon diff my-lexicon edited reports/ --format csv -o change.csv\n"
	"      a row a theme, and one a term that changed something\n",
	.options = FOR_DOCUMENTS | FOR_TABLE,
	.run = diff_command,
};
