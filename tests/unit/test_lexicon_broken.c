/* SPDX-License-Identifier: MIT
 *
 * A small lexicon that has every key of every file (tests/data/every-key), broken in each place: lines
 * left out and doubled, keys misspelt, values of other kinds. Whatever a hand may do to a lexicon, it
 * is still one, or the message names a file of it and a line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/chain.h"

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

#define FOLDER "tests/data/every-key"

struct broken {
	const struct lexicon *sound;
	ptrdiff_t file;                         /* the one that is broken */
	struct buf bytes;
	int tried, refused;
};

/* A lexicon of the same files but one, through all that reads a lexicon. */
static int load(const struct broken *b, struct error *e)
{
	struct lexicon *lx = calloc(1, sizeof *lx);
	struct config config;
	struct chain *chain = NULL;
	config_init(&config);
	arena_init(&lx->mem, 0);
	lx->path = b->sound->path;
	lx->stemmer = b->sound->stemmer;
	for (ptrdiff_t i = 0; i < b->sound->files.n; i++) {
		struct lexicon_file *f = VEC_PUSH(&lx->mem, &lx->files);
		*f = b->sound->files.at[i];
		if (i == b->file)
			f->bytes = buf_str(&b->bytes);
	}
	int rc = lexicon_finish(lx, e);
	if (rc == 0)
		rc = chain_open(&chain, &config, lx, LAYER_VECTOR | LAYER_META | LAYER_POLARITY, e);
	chain_close(chain);
	lexicon_free(lx);
	return rc;
}

/* "FILE:LINE:" of one of the files. */
static bool names_a_place(const struct lexicon *lx, const char *message)
{
	for (ptrdiff_t i = 0; i < lx->files.n; i++) {
		const char *at = strstr(message, lx->files.at[i].path.p);
		const char *behind = at ? at + lx->files.at[i].path.n : "";
		if (behind[0] == ':' && ascii_is_digit(behind[1]))
			return true;
	}
	return false;
}

static void try(struct broken *b, const char *what, ptrdiff_t line)
{
	struct error e = { 0 };
	int rc = load(b, &e);
	b->tried++;
	b->refused += rc < 0;
	if (rc < 0 && (e.code != E_LEXICON || !names_a_place(b->sound, e.msg)))
		fail_msg("%s in line %td of %s: code %d: %s", what, line,
			 b->sound->files.at[b->file].path.p, e.code, e.msg);
	if (rc == 0)
		assert_int_equal(e.code, E_OK);
}

/* The file with [from, to) replaced. */
static void change(struct broken *b, ptrdiff_t from, ptrdiff_t to, const char *with)
{
	struct str all = b->sound->files.at[b->file].bytes;
	buf_reset(&b->bytes);
	buf_add(&b->bytes, str_sub(all, 0, from));
	buf_addz(&b->bytes, with);
	buf_add(&b->bytes, str_sub(all, to, all.n));
	assert_true(buf_ok(&b->bytes));
}

/* Where the value ends that begins at i: at a comma or bracket of its own depth, or with the line. */
static ptrdiff_t value_end(struct str s, ptrdiff_t i)
{
	int depth = 0;
	char quote = 0;
	for (; i < s.n && s.p[i] != '\n'; i++) {
		char c = s.p[i];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '\'' || c == '"')
			quote = c;
		else if (depth == 0 && strchr(",]}", c))
			break;
		else if (c == '[' || c == '{')
			depth++;
		else if (c == ']' || c == '}')
			depth--;
	}
	return i;
}

static void break_values(struct broken *b, struct str s, ptrdiff_t from, ptrdiff_t line)
{
	static const char *const values[] = { "", "[x, y]", "{a: b}", "[{a: b}]", "'", "''", "-99999", "0.5",
					      "nan", "yes", "x y", "[[a]]", "[]", "{}", "'('", "'/(/'",
					      "@none", "['(a+)+$']", "\"\\q\"" };
	for (ptrdiff_t i = 0; i < countof(values); i++) {
		change(b, from, value_end(s, from), values[i]);
		try(b, values[i], line);
	}
}

/* Keys and their values in [from, to), which is one line. */
static void break_keys(struct broken *b, struct str s, ptrdiff_t from, ptrdiff_t to, ptrdiff_t line)
{
	for (ptrdiff_t i = from; i < to; i++) {
		bool ends_key = s.p[i] == ':' && (i + 1 == to || s.p[i + 1] == ' ');
		bool item = s.p[i] == '[' || (s.p[i] == '-' && i + 1 < to && s.p[i + 1] == ' ');
		if (ends_key) {
			change(b, i, i, "x");
			try(b, "a key misspelt", line);
			break_values(b, s, i + 1 < to ? i + 2 : i + 1, line);
		} else if (item) {
			break_values(b, s, s.p[i] == '[' ? i + 1 : i + 2, line);
		}
	}
}

static void break_line(struct broken *b, struct str s, ptrdiff_t from, ptrdiff_t to, ptrdiff_t line)
{
	static const char *const before[] = { "  ", "- ", "\t", "? ", "\xff" };
	change(b, from, to, "");
	try(b, "a line left out", line);
	change(b, to, s.n, "");
	try(b, "all that follows left out", line);
	for (ptrdiff_t i = 0; i < countof(before); i++) {
		change(b, from, from, before[i]);
		try(b, before[i], line);
	}
	break_keys(b, s, from, to, line);
}

static void break_file(void **state, const char *name, int refused)
{
	struct error e = { 0 };
	struct lexicon *sound;
	assert_int_equal(lexicon_open(&sound, FOLDER, &e), 0);
	struct broken b = { .sound = sound, .file = 0 };
	(void)state;
	while (b.file < sound->files.n && !str_eq(sound->files.at[b.file].path, str_of(name)))
		b.file++;
	assert_true(b.file < sound->files.n);
	struct str s = sound->files.at[b.file].bytes;
	change(&b, 0, 0, "");
	assert_int_equal(load(&b, &e), 0);
	for (ptrdiff_t from = 0, line = 1, to; from < s.n; from = to + 1, line++) {
		for (to = from; to < s.n && s.p[to] != '\n'; to++)
			;
		if (s.p[from] != '#')
			break_line(&b, s, from, to, line);
	}
	print_message("  %s: broken in %d ways, %d refused\n", name, b.tried, b.refused);
	/* Most must be seen: a key or a value that nobody looks at would let the rest pass. */
	if (b.refused < refused)
		fail_msg("%s: %d of %d were refused, at least %d should be", name, b.refused, b.tried,
			 refused);
	buf_release(&b.bytes);
	lexicon_free(sound);
}

#define FILES(X)                                  \
	X(lexicon, "lexicon.yaml", 410)          \
	X(sets, "sets.yaml", 100)                \
	X(themes, "themes/work.yaml", 940)       \
	X(polarity, "polarity.yaml", 3400)        \
	X(sections, "sections.yaml", 820)        \
	X(furniture, "furniture.yaml", 610)      \
	X(abbreviations, "abbreviations.yaml", 200) \
	X(rules, "metadata/rules.yaml", 2230)

#define X(id, name, refused)                        \
	static void test_##id(void **state)                \
	{                                                  \
		break_file(state, name, refused);   \
	}
FILES(X)
#undef X

int main(void)
{
	const struct CMUnitTest tests[] = {
#define X(id, name, refused) cmocka_unit_test(test_##id),
		FILES(X)
#undef X
	};
	return cmocka_run_group_tests_name("lexicons that are broken", tests, NULL, NULL);
}
