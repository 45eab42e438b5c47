/* SPDX-License-Identifier: MIT
 *
 * WordStat's .cat: tabs say how deep a line lies; a line with a weight in
 * brackets at its end is a term ("WAR_IN_IRAQ (1)"), one without is a category.
 * Rules stand among the terms and name categories:
 *     @NOT_GOOD [#POSITIVE AFTER #NEGATIONS /S 3] (1)
 *     @BAD [#NEGATIVE NOT AFTER #NEGATIONS /S 3] (1)
 * /S n is read as: in one sentence, at most n words on, so at most n - 1 between.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/exchange/dict_text.h"
#include "pipeline/exchange/formats.h"
#include "pipeline/lexicon/pattern.h"

#define RULES_MAX 10000

/* A rule waits until all categories are known. */
struct rule {
	struct str text;                /* between the brackets */
	uint32_t category, line;
	double weight;
};

struct reading {
	struct dict *d;
	uint32_t above[DICT_DEPTH_MAX];
	uint32_t line;
	VEC(struct rule) rules;
};

static int bad_line(const struct reading *r, uint32_t line, const char *what)
{
	return fail(r->d->e, E_FORMAT, "%.*s:%u: %s", STR_ARG(r->d->report.file), line, what);
}

/* Tabs before the text, not counting blanks among them. */
static ptrdiff_t depth_of(struct str line)
{
	ptrdiff_t depth = 0;
	for (ptrdiff_t i = 0; i < line.n && strchr("\t ", line.p[i]); i++)
		depth += line.p[i] == '\t';
	return depth;
}

/* "TERM (1.5)": the weight; *line is cut down to the term. */
static bool take_weight(struct str *line, double *weight)
{
	ptrdiff_t at = line->n - 1;
	if (at < 1 || line->p[at] != ')')
		return false;
	while (at >= 0 && line->p[at] != '(')
		at--;
	if (at < 1 || !dict_number(str_sub(*line, at + 1, line->n - 1), weight))
		return false;
	*line = str_trim(str_sub(*line, 0, at));
	return line->n > 0;
}

static int keep_rule(struct reading *r, struct str line, uint32_t category, double weight)
{
	const char *open = memchr(line.p, '[', (size_t)line.n);
	if (!open || line.p[line.n - 1] != ']' || r->rules.n >= RULES_MAX) {
		dict_note(r->d, r->line, "lost: the rule '%.*s'", STR_ARG(line));
		return 0;
	}
	struct rule *x = VEC_PUSH(&r->d->mem, &r->rules);
	if (!x)
		return dict_no_memory(r->d);
	*x = (struct rule){ str_sub(line, open - line.p + 1, line.n - 1), category, r->line, weight };
	return 0;
}

static int read_line(struct reading *r, struct str line)
{
	ptrdiff_t depth = depth_of(line);
	double weight = 1;
	line = str_trim(line);
	if (!line.n)
		return 0;
	if (depth >= DICT_DEPTH_MAX)
		return bad_line(r, r->line, "categories lie too deep in each other");
	bool is_term = take_weight(&line, &weight);
	while (depth > 0 && r->above[depth - 1] == DICT_NONE)
		depth--;
	uint32_t parent = depth ? r->above[depth - 1] : DICT_NONE;
	if (!is_term && line.p[0] != '@') {
		ptrdiff_t had = r->d->categories.n;
		int rc = dict_category(r->d, line, parent, &r->above[depth]);
		if (rc == 0 && r->d->categories.n == had)
			dict_note(r->d, r->line, "'%.*s' is there already: its terms come together",
				  STR_ARG(line));
		for (ptrdiff_t i = depth + 1; i < DICT_DEPTH_MAX; i++)
			r->above[i] = DICT_NONE;
		return rc;
	}
	if (parent == DICT_NONE)
		return bad_line(r, r->line, "a term before any category");
	return line.p[0] == '@' ? keep_rule(r, line, parent, weight)
				: dict_add_glob(r->d, parent, line, '_', weight, r->line);
}

/* ---- rules ---- */

/* "#POSITIVE" is the set of that category, anything else a term. */
static int operand(struct reading *r, const struct rule *x, struct str word, struct buf *out)
{
	struct dict *d = r->d;
	struct str pattern = { 0 };
	if (word.n < 2 || word.p[0] != '#') {
		int rc = dict_glob(d, word, '_', x->line, &pattern);
		if (rc == 0 && pattern.n && pattern.p[0] != '/')
			buf_add(out, pattern);
		return rc;
	}
	word = str_sub(word, 1, word.n);
	for (ptrdiff_t i = 0; i < d->categories.n; i++) {
		struct dict_category *c = &d->categories.at[i];
		if (!str_eq_nocase(c->name, word))
			continue;
		c->in_sets = true;
		buf_addf(out, "@%.*s", STR_ARG(c->id));
		return 0;
	}
	return 0;
}

static struct str next_word(struct str *rest)
{
	*rest = str_trim(*rest);
	ptrdiff_t i = 0;
	while (i < rest->n && !strchr(" \t", rest->p[i]))
		i++;
	struct str word = str_sub(*rest, 0, i);
	*rest = str_trim(str_sub(*rest, i, rest->n));
	return word;
}

/* A rule in parts: A [NOT] RELATION B [/S n]. */
struct parts {
	struct str a, relation, b;
	bool no;
	int between;                    /* words, at most */
};

static bool take_parts(struct str text, struct parts *p)
{
	double words = PATTERN_GAP_MAX + 1;
	p->a = next_word(&text);
	p->relation = next_word(&text);
	p->no = str_eq_nocase(p->relation, S("NOT"));
	if (p->no)
		p->relation = next_word(&text);
	p->b = next_word(&text);
	if (text.n && !(str_eq_nocase(next_word(&text), S("/S")) && dict_number(text, &words)))
		return false;
	p->between = (int)fmax(0, fmin(words - 1, PATTERN_GAP_MAX));
	return p->a.n && p->b.n;
}

/* A and B, where the relation holds. */
static void add_relation(struct buf *out, const struct parts *p, struct str a, struct str b)
{
	bool near = str_eq_nocase(p->relation, S("NEAR"));
	bool after = str_eq_nocase(p->relation, S("AFTER"));
	struct str first = after ? b : a, second = after ? a : b;
	buf_addf(out, "(%.*s) %s/%d (%.*s)", STR_ARG(first), near ? "NEAR" : "THEN", p->between,
		 STR_ARG(second));
}

static bool is_relation(struct str word)
{
	return str_eq_nocase(word, S("NEAR")) || str_eq_nocase(word, S("AFTER")) ||
	       str_eq_nocase(word, S("BEFORE"));
}

static int add_rule(struct reading *r, const struct rule *x)
{
	struct parts p = { 0 };
	struct buf a = { 0 }, b = { 0 }, both = { 0 };
	bool known = take_parts(x->text, &p) && is_relation(p.relation);
	int rc = known ? operand(r, x, p.a, &a) : 0;
	if (rc == 0 && known)
		rc = operand(r, x, p.b, &b);
	bool lost = !a.n || !b.n;
	if (rc == 0 && !lost)
		add_relation(&both, &p, buf_str(&a), buf_str(&b));
	if (rc == 0 && (!buf_ok(&a) || !buf_ok(&b) || !buf_ok(&both)))
		rc = dict_no_memory(r->d);
	if (rc == 0 && lost) {
		dict_note(r->d, x->line, "lost: the rule '%.*s'", STR_ARG(x->text));
	} else if (rc == 0) {
		dict_note(r->d, x->line, "the rule '%.*s' is read as %s'%.*s'", STR_ARG(x->text),
			  p.no ? "its first part unless " : "", STR_ARG(buf_str(&both)));
		rc = p.no ? dict_add(r->d, x->category, buf_str(&a), buf_str(&both), x->weight, x->line)
			  : dict_add(r->d, x->category, buf_str(&both), S(""), x->weight, x->line);
	}
	buf_release(&a);
	buf_release(&b);
	buf_release(&both);
	return rc;
}

int dict_read_wordstat(struct dict *d, struct str text)
{
	struct reading r = { .d = d };
	struct str line;
	int rc = 0;
	memset(r.above, 0xFF, sizeof r.above);
	while (rc == 0 && dict_line(&text, &line)) {
		r.line++;
		rc = read_line(&r, line);
	}
	for (ptrdiff_t i = 0; i < r.rules.n && rc == 0; i++)
		rc = add_rule(&r, &r.rules.at[i]);
	return rc;
}
