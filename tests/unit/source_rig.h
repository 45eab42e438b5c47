/* SPDX-License-Identifier: MIT
 *
 * Archives made for tests of sources, and what comes of them: walk() writes it as lines "outcome id
 * bytes", with the reason behind where there is one.
 */
#ifndef LM_TESTS_SOURCE_RIG_H
#define LM_TESTS_SOURCE_RIG_H

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include "pipeline/base/hash.h"
#include "pipeline/io/gz.h"
#include "pipeline/io/source.h"
#include "tests/unit/rig.h"

struct member {
	const char *name, *text;
};

static const struct member three[] = { { "a.txt", "alpha\n" }, { "b/c.txt", "gamma\n" },
				       { "d.txt", "delta\n" } };

/* Pack members; format is for archive_write_set_format_by_name, filter may be NULL. */
static inline void pack(struct buf *out, const char *format, const char *filter, const struct member *m,
		 int n)
{
	size_t cap = 1 << 20, used = 0;
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	locale_t before = uselocale(utf8);      /* the writer wants one for names; the source not */
	for (int i = 0; i < n; i++)
		cap += strlen(m[i].text) + 2048;
	struct archive *a = archive_write_new();
	buf_reset(out);
	assert_true(buf_reserve(out, (ptrdiff_t)cap));
	assert_int_equal(archive_write_set_format_by_name(a, format), ARCHIVE_OK);
	if (filter)
		assert_int_equal(archive_write_add_filter_by_name(a, filter), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(a, out->p, cap, &used), ARCHIVE_OK);
	for (int i = 0; i < n; i++) {
		struct archive_entry *e = archive_entry_new();
		archive_entry_set_pathname(e, m[i].name);
		archive_entry_set_size(e, (la_int64_t)strlen(m[i].text));
		archive_entry_set_filetype(e, AE_IFREG);
		archive_entry_set_perm(e, 0644);
		assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
		archive_write_data(a, m[i].text, strlen(m[i].text));
		archive_entry_free(e);
	}
	assert_int_equal(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
	uselocale(before);
	freelocale(utf8);
	out->n = (ptrdiff_t)used;
}

static inline void gz(struct buf *out, struct str bytes)
{
	struct gz_writer *w;
	struct error e = { 0 };
	assert_int_equal(gz_writer_new(&w, &e), 0);
	assert_int_equal(gz_write(w, bytes, true, out, &e), 0);
	gz_writer_free(w);
}

struct count {
	int by_outcome[5];
	uint64_t content;        /* hash of the bytes of all that is ok, in order */
};

/* All that comes of path, as lines in out; ids without the rig's folder. */
static inline struct count walk(struct rig *r, struct buf *out, const char *name,
			 const struct source_limits *limits)
{
	static const char *const words[] = { "ok", "partial", "no-text", "failed", "skipped" };
	char *paths[] = { strcmp(name, "-") == 0 ? strdup("-") : strdup(rig_path(r, name)) };
	ptrdiff_t prefix = paths[0][0] == '-' ? 0 : (ptrdiff_t)strlen(r->folder) + 1;
	struct source_limits l;
	struct source *s;
	struct error e = { 0 };
	struct buf id = { 0 }, bytes = { 0 };
	struct source_note note;
	struct count c = { { 0 }, 0 };
	int rc;
	source_limits_init(&l);
	assert_int_equal(source_new(&s, paths, 1, limits ? limits : &l, NULL, &e), 0);
	buf_reset(out);
	while ((rc = source_next(s, &id, &bytes, &note, &e)) > 0) {
		struct str shown = str_sub(buf_str(&id), prefix, id.n);
		c.by_outcome[note.outcome]++;
		if (note.outcome == SOURCE_OK)
			c.content = hash_bytes(buf_str(&bytes), c.content);
		buf_addf(out, "%s %.*s %td%s%s\n", words[note.outcome], STR_ARG(shown), bytes.n,
			 note.why.code ? ": " : "", note.why.msg);
	}
	assert_int_equal(rc, 0);
	buf_addc(out, '\0');
	source_free(s);
	buf_release(&id);
	buf_release(&bytes);
	free(paths[0]);
	return c;
}

static inline void expect(struct rig *r, const char *name, const char *lines)
{
	struct buf out = { 0 };
	walk(r, &out, name, NULL);
	assert_string_equal(out.p, lines);
	buf_release(&out);
}

static inline void expect_limited(struct rig *r, const char *name, const struct source_limits *l,
			   const char *lines)
{
	struct buf out = { 0 };
	walk(r, &out, name, l);
	assert_string_equal(out.p, lines);
	buf_release(&out);
}

static inline void write_packed(struct rig *r, const char *name, const char *format, const char *filter)
{
	struct buf b = { 0 };
	pack(&b, format, filter, three, 3);
	rig_write(r, name, buf_str(&b));
	buf_release(&b);
}

#endif
