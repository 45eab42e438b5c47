/* SPDX-License-Identifier: MIT
 *
 * See regex.h. Subjects are matched with PCRE2_MATCH_INVALID_UTF, so that no
 * byte sequence is undefined behaviour and none is checked twice.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

#include "pipeline/base/scan.h"
#include "pipeline/lexicon/regex.h"
#include "pipeline/lexicon/regex_lint.h"
#include "pipeline/lexicon/regex_read.h"
#include "pipeline/lexicon/regex_signs.h"

/* The one place for limits. A sentence takes some thousand steps at most. */
enum {
	MATCH_LIMIT = 200000,
	DEPTH_LIMIT = 5000,
	HEAP_LIMIT_KB = 4096,
	JIT_STACK_MIN = 32 << 10,
	JIT_STACK_MAX = 512 << 10,
	PATTERN_MAX = 4096
};

/* What the first search makes, for most regexes are never searched in a short run: the signs, then
 * the machine code (and the code itself of a pattern that is REGEX_PROVEN). */
enum made { MADE_NOTHING, MADE_SIGNS, MADE_ALL };

struct regex {
	mtx_t lock;             /* held while something is made */
	atomic_int made;        /* enum made */
	pcre2_code *code;       /* NULL: not yet, or no memory for it */
	struct regex_signs signs;
	bool by_line;           /* matches at starts of lines alone, and is tried nowhere else */
	unsigned flags;
	int groups;             /* and the whole */
	struct str pattern;
	char bytes[];           /* of the pattern */
};

struct regex_scratch {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	struct str text;        /* of the last search */
	int groups;
};

static int compile_failed(int number, ptrdiff_t offset, ptrdiff_t *at, struct error *e)
{
	PCRE2_UCHAR8 what[160];
	pcre2_get_error_message_8(number, what, sizeof what);
	if (at)
		*at = offset;
	return fail(e, number == PCRE2_ERROR_HEAP_FAILED ? E_NOMEM : E_LEXICON, "regex: %s",
		    (const char *)what);
}

/* Unicode classes cost up to 40 % (10 times for \d): only where the pattern asks for them. */
static bool is_unicode(const struct regex *r)
{
	return r->flags & REGEX_UNICODE ||
	       scan_for_range(r->pattern, 0, '\x80', '\xff') < r->pattern.n;
}

static uint32_t options_of(const struct regex *r)
{
	uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
	options |= r->flags & REGEX_CASELESS ? PCRE2_CASELESS : 0;
	options |= r->flags & REGEX_MULTILINE ? PCRE2_MULTILINE : 0;
	options |= r->flags & REGEX_DOTALL ? PCRE2_DOTALL : 0;
	options |= is_unicode(r) ? PCRE2_UCP : 0;
	options |= r->by_line ? PCRE2_ANCHORED : 0;
	return options;
}

/* Whether a line feed, and nothing else, ends a line for this build of the library. */
static bool lines_end_in_lf(void)
{
	uint32_t newline = 0;
	return pcre2_config(PCRE2_CONFIG_NEWLINE, &newline) >= 0 && newline == PCRE2_NEWLINE_LF;
}

static int count_groups(struct regex *r, struct error *e)
{
	uint32_t groups = 0;
	pcre2_pattern_info(r->code, PCRE2_INFO_CAPTURECOUNT, &groups);
	r->groups = (int)groups + 1;
	if (groups >= REGEX_GROUPS_MAX)
		return fail(e, E_LEXICON, "regex: %u groups, the limit is %d: use (?:...)", groups,
			    REGEX_GROUPS_MAX - 1);
	return 0;
}

static struct regex *regex_new(struct str pattern, unsigned flags, struct error *e)
{
	struct regex *r = calloc(1, sizeof *r + (size_t)pattern.n + 1);
	if (!r || mtx_init(&r->lock, mtx_plain) != thrd_success) {
		free(r);
		fail(e, E_NOMEM, "out of memory for a regex");
		return NULL;
	}
	if (pattern.n)
		memcpy(r->bytes, pattern.p, (size_t)pattern.n);
	r->pattern = (struct str){ r->bytes, pattern.n };
	r->flags = flags;
	r->by_line = flags & REGEX_MULTILINE && regex_read_anchored(pattern) && lines_end_in_lf();
	return r;
}

static int compile_code(struct regex *r, ptrdiff_t *at, struct error *e)
{
	int number = 0;
	PCRE2_SIZE offset = 0;
	r->code = pcre2_compile((PCRE2_SPTR)r->pattern.p, (PCRE2_SIZE)r->pattern.n,
				options_of(r), &number, &offset, NULL);
	return r->code ? count_groups(r, e) : compile_failed(number, (ptrdiff_t)offset, at, e);
}

int regex_compile(struct regex **out, struct str pattern, unsigned flags, ptrdiff_t *at,
		  struct error *e)
{
	if (at)
		*at = 0;
	if (pattern.n > PATTERN_MAX)
		return fail(e, E_LEXICON, "regex: longer than %d bytes", PATTERN_MAX);
	bool proven = flags & REGEX_PROVEN;
	ptrdiff_t nested = proven ? -1 : regex_lint(pattern);
	if (nested >= 0) {
		if (at)
			*at = nested;
		return fail(e, E_LEXICON, "regex: a repeat inside a repeat can take exponential "
					  "time: bound one of them, {0,5}, or write (?>...) or ++");
	}
	struct regex *r = regex_new(pattern, flags, e);
	if (!r)
		return -E_NOMEM;
	int rc = proven ? 0 : compile_code(r, at, e);
	if (rc < 0) {
		regex_free(r);
		return rc;
	}
	*out = r;
	return 0;
}

void regex_free(struct regex *r)
{
	if (!r)
		return;
	pcre2_code_free(r->code);
	mtx_destroy(&r->lock);
	free(r);
}

int regex_scratch_new(struct regex_scratch **out, struct error *e)
{
	struct regex_scratch *s = calloc(1, sizeof *s);
	if (s) {
		s->data = pcre2_match_data_create(REGEX_GROUPS_MAX, NULL);
		s->context = pcre2_match_context_create(NULL);
		s->stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, NULL);
	}
	if (!s || !s->data || !s->context || !s->stack) {
		regex_scratch_free(s);
		return fail(e, E_NOMEM, "out of memory for regex matching");
	}
	pcre2_set_match_limit(s->context, MATCH_LIMIT);
	pcre2_set_depth_limit(s->context, DEPTH_LIMIT);
	pcre2_set_heap_limit(s->context, HEAP_LIMIT_KB);
	pcre2_jit_stack_assign(s->context, NULL, s->stack);
	*out = s;
	return 0;
}

void regex_scratch_free(struct regex_scratch *s)
{
	if (!s)
		return;
	pcre2_match_data_free(s->data);
	pcre2_match_context_free(s->context);
	pcre2_jit_stack_free(s->stack);
	free(s);
}

/* Where the machine allows no machine code, the interpreter does the same, slower. */
static void make_code(struct regex *r)
{
	struct error e = { 0 };
	if (!r->code)
		compile_code(r, NULL, &e);
	if (r->code)
		pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE);
}

/* Make what is not there yet, up to `wanted`. Another thread's search must not look at what is
 * being made, so all wait for the first. (The second load acquires for the thread checker's sake: it
 * does not know this kind of lock.) Whoever holds a regex may search it, and what is made then is no
 * change to it: the only place where const is taken away. */
static void need(const struct regex *shared, enum made wanted)
{
	if (atomic_load_explicit(&shared->made, memory_order_acquire) >= (int)wanted)
		return;
	struct regex *r = (struct regex *)(uintptr_t)shared;
	mtx_lock(&r->lock);
	int made = atomic_load_explicit(&r->made, memory_order_acquire);
	if (made < MADE_SIGNS)
		regex_signs_of(&r->signs, r->pattern, is_unicode(r), r->by_line);
	if (made < MADE_ALL && wanted == MADE_ALL)
		make_code(r);
	if (made < (int)wanted)
		atomic_store_explicit(&r->made, (int)wanted, memory_order_release);
	mtx_unlock(&r->lock);
}

static int run_code(const struct regex *r, struct regex_scratch *s, struct str text,
		    ptrdiff_t from, struct error *e)
{
	need(r, MADE_ALL);
	if (!r->code)
		return fail(e, E_NOMEM, "out of memory for a regex");
	s->groups = r->groups;
	int rc = pcre2_match(r->code, (PCRE2_SPTR)(text.p ? text.p : ""), (PCRE2_SIZE)text.n,
			     (PCRE2_SIZE)from, 0, s->data, s->context);
	if (rc > 0)
		return 1;
	if (rc == PCRE2_ERROR_NOMATCH)
		return 0;
	PCRE2_UCHAR8 what[160];
	pcre2_get_error_message(rc, what, sizeof what);
	return fail(e, E_LIMIT, "regex: %s", (const char *)what);
}

static int search_lines(const struct regex *r, struct regex_scratch *s, struct str text,
			ptrdiff_t from, struct error *e)
{
	struct regex_lines lines;
	int rc = 0;
	regex_lines_open(&lines, &r->signs, text, from);
	for (ptrdiff_t at; rc == 0 && (at = regex_lines_next(&lines)) >= 0;)
		rc = run_code(r, s, text, at, e);
	return rc;
}

int regex_search(const struct regex *r, struct regex_scratch *s, struct str text, ptrdiff_t from,
		 struct error *e)
{
	s->text = text;
	if (from > text.n)
		return 0;
	need(r, MADE_SIGNS);
	if (r->by_line)
		return search_lines(r, s, text, from, e);
	return regex_signs_lack(&r->signs, text, from) ? 0 : run_code(r, s, text, from, e);
}

struct str regex_group(const struct regex_scratch *s, int i)
{
	const PCRE2_SIZE *place = pcre2_get_ovector_pointer(s->data);
	if (i < 0 || i >= s->groups || place[2 * i] == PCRE2_UNSET ||
	    place[2 * i] > place[2 * i + 1])
		return (struct str){ 0 };
	return str_sub(s->text, (ptrdiff_t)place[2 * i], (ptrdiff_t)place[2 * i + 1]);
}

ptrdiff_t regex_next(const struct regex_scratch *s)
{
	const PCRE2_SIZE *place = pcre2_get_ovector_pointer(s->data);
	ptrdiff_t at = (ptrdiff_t)place[1];
	if (place[0] < place[1])
		return at;
	for (at++; at < s->text.n && ((unsigned char)s->text.p[at] & 0xC0) == 0x80; at++)
		;
	return at;
}

void regex_version(char *buf, size_t n)
{
	char version[64] = "";
	if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) < (int)sizeof version)
		pcre2_config(PCRE2_CONFIG_VERSION, version);
	snprintf(buf, n, "%s", version);
}
