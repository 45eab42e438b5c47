/* SPDX-License-Identifier: MIT
 *
 * Lines out of placed characters: what is joined, where a space or a tab goes, what is raised. And
 * --dump, which must show all of it.
 */
#include <fcntl.h>

#include "pipeline/reader/lines.h"
#include "pipeline/reader/out.h"
#include "tests/unit/reader_rig.h"

/* A piece of text of one size: characters are half an em wide; '_' is a space glyph. */
struct piece {
	const char *text;
	float x, base, size;
	unsigned flags;
};

static const struct {
	const char *why;
	struct piece pieces[4];
	const char *want;
} cases[] = {
	{ "two pieces that touch are one word", { { "ca", 0, 100, 10, 0 }, { "re", 10, 100, 10, 0 } }, "line 1: care\n" },
	{ "a gap of a fifth of an em is a space", { { "a", 0, 100, 10, 0 }, { "b", 7, 100, 10, 0 } }, "line 1: a b\n" },
	{ "a gap of an em is a space", { { "a", 0, 100, 10, 0 }, { "b", 15, 100, 10, 0 } }, "line 1: a b\n" },
	{ "a gap of two ems is a tab", { { "a", 0, 100, 10, 0 }, { "b", 25, 100, 10, 0 } }, "line 1: a\tb\n" },
	{ "spaces that are drawn make a tab when they are wide", { { "a______b", 0, 100, 10, 0 } }, "line 1: a\tb\n" },
	{ "and one space when not", { { "a__b", 0, 100, 10, 0 } }, "line 1: a b\n" },
	{ "a slight step back is kerning", { { "a", 0, 100, 10, 0 }, { "b", 4, 100, 10, 0 } }, "line 1: ab\n" },
	{ "a step back is a new line", { { "a", 50, 100, 10, 0 }, { "b", 0, 100, 10, 0 } }, "line 1: a\nline 1: b\n" },
	{ "another baseline is a new line", { { "a", 0, 100, 10, 0 }, { "b", 10, 112, 10, 0 } }, "line 1: a\nline 1: b\n" },
	{ "a small raised piece is marked", { { "board", 0, 100, 10, 0 }, { "1", 25, 96, 6, 0 }, { "_met", 28, 100, 10, 0 } },
	  "line 1: board\x0e" "1\x0f met\n" },
	{ "also at the start and at the end", { { "1", 0, 96, 6, 0 }, { "Note", 3, 100, 10, 0 }, { "2", 23, 96, 6, 0 } },
	  "line 1: \x0e" "1\x0fNote\x0e" "2\x0f\n" },
	{ "a small one that is not raised is not", { { "co", 0, 100, 10, 0 }, { "2", 10, 101, 6, 0 }, { "x", 13, 100, 10, 0 } },
	  "line 1: co2x\n" },
	{ "white space alone is no line", { { "___", 0, 100, 10, 0 }, { "a", 0, 130, 10, 0 } }, "line 1: a\n" },
	{ "most letters decide on bold", { { "aaa", 0, 100, 10, WORD_BOLD }, { "bb", 15, 100, 10, 0 } },
	  "line 1 bold bold-start: aaabb\n" },
	{ "a bold figure is not a bold start", { { "1", 0, 100, 10, WORD_BOLD }, { "_text", 5, 100, 10, 0 } }, "line 1: 1 text\n" },
	{ "italic and artifact", { { "abc", 0, 100, 10, WORD_ITALIC | WORD_ARTIFACT } }, "line 1 italic artifact: abc\n" },
};

/* A word a character: what makes words is not asked here. The line points into runes. */
static void put(struct lines *l, const struct piece *p, uint32_t *runes)
{
	struct word w[32];
	size_t n = strlen(p->text);
	for (size_t i = 0; i < n; i++) {
		float x = p->x + (float)i * p->size / 2;
		uint32_t rune = rune_mark(p->text[i] == '_' ? ' ' : (unsigned char)p->text[i]);
		runes[i] = rune & RUNE_BITS;
		w[i] = (struct word){ .runes = &runes[i],
				      .n = 1,
				      .shown = !(rune & RUNE_BLANK),
				      .letters = (rune & RUNE_LETTER) != 0,
				      .flags = p->flags,
				      .x0 = x,
				      .x1 = x + p->size / 2,
				      .seen = x + p->size / 2,
				      .top = p->base - p->size,
				      .bottom = p->base,
				      .base = p->base,
				      .size = p->size };
	}
	lines_add(l, w, n);
}

/* A word of several characters: the white space behind it goes with the line's end, and is a space
 * before the next. */
static void put_words(struct lines *l)
{
	static const uint32_t runes[] = { 'a', 0xe9, ' ', ' ', 'b', ' ' };
	struct word w[] = { { .runes = runes, .n = 4, .shown = 2, .letters = 2, .x0 = 0, .x1 = 20,
			      .seen = 10, .top = 90, .bottom = 100, .base = 100, .size = 10 },
			    { .runes = runes + 4, .n = 2, .shown = 1, .letters = 1, .x0 = 20, .x1 = 30,
			      .seen = 25, .top = 90, .bottom = 100, .base = 100, .size = 10 } };
	lines_add(l, w, 2);
	assert_true(l->words[1].x1 == 25 && l->words[1].n == 1);
}

/* The records that a function wrote to the output, from a pipe: they are few. */
static void collect(int read_end, int write_end, struct answer *a)
{
	*a = (struct answer){ 0 };
	close(write_end);
	assert_true(rig_receive(read_end, a));
	buf_addc(&a->text, '\0');
}

static void test_cases(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct lines l = { .page = 1 };
		struct answer a;
		uint32_t runes[4][32];
		int ends[2];
		assert_int_equal(pipe(ends), 0);
		out_open(ends[1], 0, NULL);
		for (int k = 0; k < 4 && cases[i].pieces[k].text; k++)
			put(&l, &cases[i].pieces[k], runes[k]);
		lines_flush(&l);
		out_flush();
		collect(ends[0], ends[1], &a);
		if (strcmp(a.text.p, cases[i].want) != 0)
			fail_msg("%s:\n--- got\n%s--- wanted\n%s", cases[i].why, a.text.p,
				 cases[i].want);
		lines_release(&l);
		buf_release(&a.text);
	}
}

static void test_words(void **state)
{
	struct lines l = { .page = 1 };
	struct answer a;
	int ends[2];
	(void)state;
	assert_int_equal(pipe(ends), 0);
	out_open(ends[1], 0, NULL);
	put_words(&l);
	lines_flush(&l);
	out_flush();
	collect(ends[0], ends[1], &a);
	assert_string_equal(a.text.p, "line 1: a\303\251 b\n");
	assert_int_equal(l.visible, 3);
	lines_release(&l);
	buf_release(&a.text);
}

/* What --dump prints for a file of these bytes; the caller releases it. */
static int dump(struct str bytes, struct wire_request q, struct buf *out)
{
	char path[] = "/tmp/reader-dump-XXXXXX", block[4096];
	int doc = mkstemp(path), ends[2], status = -1;
	ssize_t n;
	assert_true(doc >= 0 && pipe(ends) == 0);
	assert_int_equal(write(doc, bytes.p, (size_t)bytes.n), bytes.n);
	close(doc);
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		int rc = dump_file(path, &q);
		fflush(stdout);
		cover_dump();
		_exit(rc);
	}
	close(ends[1]);
	while ((n = read(ends[0], block, sizeof block)) > 0)
		buf_add(out, (struct str){ block, n });
	buf_addc(out, '\0');
	close(ends[0]);
	unlink(path);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_dump(void **state)
{
	struct buf out = { 0 };
	struct wire_request q = rig_request();
	(void)state;
	assert_int_equal(dump(S("<html><h1>A\\b</h1><table><tr><td>c<td>d</table><p>e<sup>1</sup>"),
			      q, &out),
			 0);
	assert_non_null(strstr(
		out.p,
		"M format html\nB title 1 0 0 A\\\\b\nB row 0 0 1 c\\td\nB para 0 0 0 e\\x0e1\\x0f\nE ok \n= ok "));
	buf_reset(&out);
	assert_int_equal(dump(S("text"), q, &out), 1);
	assert_non_null(strstr(out.p, "E format no PDF, HTML or DOCX by its content\n= format "));
	buf_reset(&out);
	q.fault = WIRE_FAULT_GARBAGE;
	assert_int_equal(dump(S("text"), q, &out), 1);
	assert_non_null(strstr(out.p, "? "));
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases), cmocka_unit_test(test_words),
					    cmocka_unit_test(test_dump) };
	return cmocka_run_group_tests_name("reader: lines", tests, NULL, NULL);
}
