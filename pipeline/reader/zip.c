/* SPDX-License-Identifier: MIT
 *
 * Zip by libarchive: the reader's one file that includes it. Only the zip format is enabled, and
 * the archive is read from memory, so a size that a header claims is never believed.
 */
#include "pipeline/reader/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/base/library.h"
#include "pipeline/reader/out.h"

#define MEMBERS_MAX 20000

/* What we call of libarchive. It brings a dozen other libraries, and each fork is dearer by their
 * mappings: it is loaded when the first document that is a zip file comes. */
#define FUNCTIONS(X)                                                                               \
	X(archive_error_string) X(archive_read_new) X(archive_read_support_format_zip)             \
	X(archive_read_open_memory) X(archive_read_next_header) X(archive_read_data)               \
	X(archive_entry_pathname) X(archive_entry_is_encrypted)

static struct libarchive {
	FUNCTIONS(LIBRARY_MEMBER)
	bool loaded;
	char why[160];                          /* it is not */
} la;

#define LIBRARY_STRUCT struct libarchive

void zip_prepare(void)
{
	static const char *const names[] = { "libarchive.so.13", NULL };
	static const struct library_function list[] = { FUNCTIONS(LIBRARY_FUNCTION) };
	la.loaded = la.loaded
		|| library_load(names, list, sizeof list / sizeof *list, &la, la.why, sizeof la.why);
}

struct pass {
	struct archive *a;
	struct parts *parts;
	size_t room;
};

static void failed(struct pass *z)
{
	const char *why = la.archive_error_string(z->a);
	z->parts->damaged = true;
	if (!*z->parts->error)
		snprintf(z->parts->error, sizeof z->parts->error, "%s",
			 why ? why : "damaged archive");
}

static void inflate_part(struct pass *z, const char *name)
{
	struct parts *p = z->parts;
	char buf[16384];
	la_ssize_t got;
	p->v = must_grow(p->v, &p->cap, p->n + 1, sizeof *p->v);
	struct part *part = &p->v[p->n++];
	*part = (struct part){ .damaged = false };
	snprintf(part->name, sizeof part->name, "%s", name);
	while ((got = la.archive_read_data(z->a, buf, sizeof buf)) > 0) {
		if ((size_t)got > z->room)
			out_end(WIRE_LIMIT, "unpacks to more than the limit");
		z->room -= (size_t)got;
		text_add(&part->data, buf, (size_t)got);
	}
	if (got < 0) {
		part->damaged = true;
		failed(z);
	}
}

static void look_at(struct parts *p, const char *name, struct archive_entry *e)
{
	p->members++;
	p->sheet |= strcmp(name, "xl/workbook.xml") == 0 || strcmp(name, "xl/workbook.bin") == 0;
	p->slides |= strcmp(name, "ppt/presentation.xml") == 0;
	p->odf |= strcmp(name, "content.xml") == 0;
	p->epub |= strcmp(name, "META-INF/container.xml") == 0;
	p->encrypted |= la.archive_entry_is_encrypted(e) != 0;
}

/* A zip file ends in a directory and its end record, behind which 64 KB of comment may stand. Where
 * it is cut off, libarchive reads on without; what is missing then cannot be told. */
static bool has_end(const char *zip, size_t n)
{
	static const char sign[4] = "PK\5\6";
	size_t from = n > 22 + 65535 ? n - 22 - 65535 : 0;
	return memmem(zip + from, n - from, sign, sizeof sign) != NULL;
}

void parts_read(struct parts *parts, const char *zip, size_t n, bool (*want)(const char *name),
		size_t cap)
{
	zip_prepare();
	if (!la.loaded)
		out_end(WIRE_INTERNAL, "DOCX needs libarchive (Debian's package libarchive13): %s",
			la.why);
	struct pass z = { la.archive_read_new(), parts, cap };
	struct archive_entry *e;
	int rc;
	if (!z.a || la.archive_read_support_format_zip(z.a) != ARCHIVE_OK)
		out_no_memory();
	if (la.archive_read_open_memory(z.a, zip, n) != ARCHIVE_OK)
		failed(&z);
	if (!has_end(zip, n)) {
		parts->damaged = true;
		snprintf(parts->error, sizeof parts->error, "it is cut short");
	}
	while (parts->members < MEMBERS_MAX
	       && (rc = la.archive_read_next_header(z.a, &e)) != ARCHIVE_EOF) {
		if (rc < ARCHIVE_WARN) {
			failed(&z);
			break;
		}
		const char *name = la.archive_entry_pathname(e);
		if (!name)
			continue;
		look_at(parts, name, e);
		if (want(name) && strlen(name) < sizeof parts->v->name
		    && !la.archive_entry_is_encrypted(e))
			inflate_part(&z, name);
	}
}

const struct part *parts_find(const struct parts *parts, const char *name)
{
	for (size_t i = 0; i < parts->n; i++)
		if (same_word(parts->v[i].name, strlen(parts->v[i].name), name))
			return &parts->v[i];
	return NULL;
}
