/* SPDX-License-Identifier: MIT
 *
 * Runs published test data through the text stages; tests/conformance.sh calls
 * it. Prints "NAME passed total" for each.
 *
 *   conformance word-break FILE           Unicode's WordBreakTest.txt
 *   conformance normalization FILE        Unicode's NormalizationTest.txt
 *   conformance stems VOC OUTPUT          words and their stems, line for line
 *   conformance csv CSV JSON              a table, and its rows as objects of texts
 *   conformance golden-rules FILE         {"text": ..., "sentences": [...]} a line
 *   conformance sentences FILE...         coded paragraphs: "id TAB sentence" lines, "## id" opens
 *                                         a paragraph; sentence ends found again when the
 *                                         sentences are joined by spaces
 */
#include <string.h>

#include "pipeline/base/csv_in.h"
#include "pipeline/lexicon/stemmer.h"
#include "tests/unit/conform.h"
#include "tests/unit/text.h"

/* Read the JSON string at *s, which starts with a quote, into out. No surrogate pairs. */
static void json_string(struct str *s, struct buf *out)
{
	ptrdiff_t i = 1;
	buf_reset(out);
	for (; i < s->n && s->p[i] != '"'; i++) {
		if (s->p[i] != '\\' || i + 1 >= s->n) {
			buf_addc(out, s->p[i]);
			continue;
		}
		i++;
		if (s->p[i] == 'u') {
			conform_hex(out, str_sub(*s, i + 1, i + 5));
			i += 4;
		} else {
			buf_addc(out, s->p[i] == 'n' ? '\n' : s->p[i] == 't' ? '\t' : s->p[i]);
		}
	}
	*s = str_sub(*s, i + 1, s->n);
}

static void show(const char *why, struct str want, struct str got)
{
	fprintf(stderr, "%s\n  want: %.*s\n  got:  %.*s\n", why, STR_ARG(want), STR_ARG(got));
}

/* Whether the next sentence of t->d is want. */
static bool take_sentence(const struct text_bench *t, ptrdiff_t *at, struct str want, bool quiet)
{
	struct str got = { 0 };
	if (*at < t->d.sents.n)
		got = doc_text(&t->d, t->d.sents.at[*at].off, t->d.sents.at[*at].len);
	++*at;
	bool ok = str_eq(want, got);
	if (!ok && !quiet)
		show("golden rule", want, got);
	return ok;
}

static bool golden_rule(struct text_bench *t, struct str line)
{
	struct buf text = { 0 }, want = { 0 };
	ptrdiff_t at = str_find(line, S("\"text\": "), 0), sent = 0;
	bool ok = at >= 0;
	struct str s = str_sub(line, at + 8, line.n);
	json_string(&s, &text);
	text_block(t, buf_str(&text));
	ok = ok && text_run(t, &stage_segment) == 0;
	at = str_find(s, S("\"sentences\": "), 0);
	s = str_sub(s, at + 13, s.n);
	if (s.n && s.p[0] == '[')
		s = str_sub(s, 1, s.n);
	while (s.n && s.p[0] == '"') {
		json_string(&s, &want);
		ok = take_sentence(t, &sent, buf_str(&want), !ok) && ok;
		s = str_sub(s, s.n && s.p[0] == ',' ? 2 : 0, s.n);
	}
	ok = ok && sent == t->d.sents.n;
	buf_release(&text);
	buf_release(&want);
	return ok;
}

static int golden_rules(struct text_bench *t, FILE *f, int *total)
{
	char line[65536];
	int passed = 0;
	for (; fgets(line, sizeof line, f); ++*total)
		passed += golden_rule(t, str_of(line));
	return passed;
}

/* The length of s without a paragraph number ("training. 53.") that an extractor left behind its
 * stop; 0 when s is nothing else. */
static ptrdiff_t without_number(struct str s)
{
	ptrdiff_t n = s.n;
	if (n == 0 || s.p[n - 1] != '.')
		return s.n;
	for (n--; n && ascii_is_digit(s.p[n - 1]); n--)
		;
	if (n == 0)
		return 0;
	return n > 1 && n < s.n - 1 && s.p[n - 1] == ' ' && strchr(".?!)", s.p[n - 2]) ? n - 1 : s.n;
}

/* Compare the sentences of paragraph text with ends, where they should end. Counts both ways:
 * ends that are missed and ends that are made up are failures. */
static int paragraph(struct text_bench *t, struct str text, const bool *ends, int *total)
{
	int passed = 0;
	text_block(t, text);
	if (text_run(t, &stage_segment) < 0)
		return 0;
	ptrdiff_t at = 0;
	for (ptrdiff_t i = 0; i < t->d.sents.n; i++) {
		const struct sentence *s = &t->d.sents.at[i];
		struct str got = doc_text(&t->d, s->off, s->len);
		ptrdiff_t end = s->off + without_number(got);
		if (end == s->off)
			continue;
		for (; at < end; at++)
			if (ends[at]) {
				show("sentence end missed",
				     str_sub(text, at > 60 ? at - 60 : 0, at), got);
				++*total;
			}
		++*total;
		passed += ends[at];
		if (!ends[at])
			show("sentence end made up", got, str_sub(text, end, end + 60));
		at = end + 1;
	}
	return passed;
}

/* One file of coded paragraphs. */
static int coded(struct text_bench *t, FILE *f, int *total)
{
	static bool ends[1 << 20];
	char line[65536];
	struct buf text = { 0 };
	int passed = 0;
	memset(ends, 0, sizeof ends);
	for (bool more = true; more;) {
		more = fgets(line, sizeof line, f) != NULL;
		struct str s = more ? str_of(line) : (struct str){ 0 };
		if (!more || str_starts(s, S("##"))) {
			if (text.n)
				passed += paragraph(t, buf_str(&text), ends, total);
			memset(ends, 0, sizeof ends);
			buf_reset(&text);
			continue;
		}
		str_cut(&s, '\t');
		s = str_trim(s);
		if (!s.n || text.n + s.n + 2 > countof(ends))
			continue;
		if (text.n)
			buf_addc(&text, ' ');
		buf_add(&text, s);
		ends[text.n - s.n + without_number(s)] = true;
	}
	buf_release(&text);
	return passed;
}

static int stems(FILE *voc, FILE *out, int *total)
{
	char word[256], want[256];
	struct stemmer *s = NULL;
	struct error e = { 0 };
	int passed = 0;
	if (stemmer_new(&s, S("english"), &e) < 0)
		return 0;
	for (; fgets(word, sizeof word, voc) && fgets(want, sizeof want, out); ++*total) {
		struct str got = stemmer_stem(s, str_trim(str_of(word)));
		passed += str_eq(got, str_trim(str_of(want)));
	}
	stemmer_free(s);
	return passed;
}

/* The next text in JSON that holds nothing but lists and objects of texts; false at the end. */
static bool next_text(struct str *json, struct buf *out)
{
	while (json->n && json->p[0] != '"')
		*json = str_sub(*json, 1, json->n);
	if (!json->n)
		return false;
	json_string(json, out);
	return true;
}

static bool same_row(const struct csv_row *head, const struct csv_row *row, struct str *json)
{
	struct buf name = { 0 }, value = { 0 };
	bool same = head->fields.n == row->fields.n;
	for (ptrdiff_t i = 0; same && i < row->fields.n; i++)
		same = next_text(json, &name) && next_text(json, &value) &&
		       str_eq(buf_str(&name), head->fields.at[i]) &&
		       str_eq(buf_str(&value), row->fields.at[i]);
	buf_release(&name);
	buf_release(&value);
	return same;
}

static int table(const struct buf *csv, const struct buf *json, int *total)
{
	struct csv c;
	struct csv_row head = { 0 }, row = { 0 };
	struct arena mem;
	struct error e = { 0 };
	struct str rest = buf_str(json);
	struct buf unread = { 0 };
	arena_init(&mem, 0);
	csv_init(&c, buf_str(csv));
	bool same = csv_next(&c, &head, &mem, &e) == 1;
	while (same && csv_next(&c, &row, &mem, &e) == 1)
		same = same_row(&head, &row, &rest);
	same = same && !e.code && !next_text(&rest, &unread);
	buf_release(&unread);
	arena_release(&mem);
	++*total;
	return same;
}

static int tables(const char *csv_path, const char *json_path, int *total)
{
	struct buf csv = { 0 }, json = { 0 };
	text_read_file(&csv, csv_path);
	text_read_file(&json, json_path);
	int passed = table(&csv, &json, total);
	if (!passed)
		fprintf(stderr, "another table: %s\n", csv_path);
	buf_release(&csv);
	buf_release(&json);
	return passed;
}

static int run(struct text_bench *t, const char *name, FILE *f, FILE *second, int *total)
{
	if (strcmp(name, "word-break") == 0)
		return conform_word_break(f, total);
	if (strcmp(name, "normalization") == 0)
		return conform_nfc(f, total);
	if (strcmp(name, "golden-rules") == 0)
		return golden_rules(t, f, total);
	if (strcmp(name, "sentences") == 0)
		return coded(t, f, total);
	return second ? stems(f, second, total) : 0;
}

int main(int argc, char **argv)
{
	struct text_bench t;
	int passed = 0, total = 0;
	int pair = argc == 4 && strcmp(argv[1], "stems") == 0;
	if (argc < 3 || text_open(&t) < 0) {
		fprintf(stderr, "usage: conformance NAME FILE..., from the project's folder\n");
		return 64;
	}
	bool csv = strcmp(argv[1], "csv") == 0;
	for (int i = 2; csv && i + 1 < argc; i += 2)
		passed += tables(argv[i], argv[i + 1], &total);
	for (int i = 2; !csv && i < argc - pair; i++) {
		FILE *f = fopen(argv[i], "r"), *second = pair ? fopen(argv[i + 1], "r") : NULL;
		if (!f || (pair && !second)) {
			perror(argv[i]);
			return 2;
		}
		passed += run(&t, argv[1], f, second, &total);
		fclose(f);
		if (second)
			fclose(second);
	}
	text_close(&t);
	printf("%s %d %d\n", argv[1], passed, total);
	return 0;
}
