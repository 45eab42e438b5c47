/* SPDX-License-Identifier: MIT
 *
 * See container.h. Sources: RFC 1952 (gzip), POSIX pax(1) ustar header, PKWARE
 * APPNOTE.TXT 4.3 (zip), ECMA-376 part 2 ([Content_Types].xml), OASIS
 * OpenDocument 1.2 part 3 (a first member named mimetype).
 */
#include <stdlib.h>
#include <unistd.h>

#include "pipeline/io/container.h"

#define TAR_BLOCK 512
#define TAR_SUM_AT 148
#define TAR_SUM_LEN 8

static bool all_zero(struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (s.p[i])
			return false;
	return true;
}

/* A tar header carries the sum of its bytes, in octal, counted with the sum's own field blank.
 * Old writers summed signed bytes. */
static bool is_tar_header(struct str head)
{
	if (head.n < TAR_BLOCK)
		return false;
	long plain = 0, as_signed = 0, want = 0;
	for (int i = 0; i < TAR_BLOCK; i++) {
		bool in_sum = i >= TAR_SUM_AT && i < TAR_SUM_AT + TAR_SUM_LEN;
		plain += in_sum ? ' ' : (unsigned char)head.p[i];
		as_signed += in_sum ? ' ' : (signed char)head.p[i];
	}
	const char *q = head.p + TAR_SUM_AT, *end = q + TAR_SUM_LEN;
	while (q < end && *q == ' ')
		q++;
	if (q == end || *q < '0' || *q > '7')
		return false;
	for (; q < end && *q >= '0' && *q <= '7'; q++)
		want = want * 8 + (*q - '0');
	return want == plain || want == as_signed;
}

enum container container_sniff(struct str head)
{
	static const struct {
		struct str magic;
		enum container kind;
	} table[] = {
		{ STR("\x1F\x8B\x08"), CONTAINER_GZIP },
		{ STR("\xFD" "7zXZ\0"), CONTAINER_XZ },
		{ STR("\x28\xB5\x2F\xFD"), CONTAINER_ZSTD },
		{ STR("PK\3\4"), CONTAINER_ZIP },
		{ STR("PK\5\6"), CONTAINER_ZIP },
	};
	for (ptrdiff_t i = 0; i < countof(table); i++)
		if (str_starts(head, table[i].magic))
			return table[i].kind;
	/* bzip2: a digit for the block size, then pi, or the square root of pi when it is empty */
	if (head.n >= 10 && str_starts(head, S("BZh")) && head.p[3] >= '1' && head.p[3] <= '9' &&
	    (memcmp(head.p + 4, "\x31\x41\x59\x26\x53\x59", 6) == 0 ||
	     memcmp(head.p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0))
		return CONTAINER_BZIP2;
	if (head.n >= 2 * TAR_BLOCK && all_zero(str_sub(head, 0, 2 * TAR_BLOCK)))
		return CONTAINER_TAR;
	return is_tar_header(head) ? CONTAINER_TAR : CONTAINER_NONE;
}

#define LOCAL_LEN 30
#define CENTRAL_LEN 46
#define END_LEN 22
#define LOCATOR_LEN 20
#define END64_LEN 56
#define COMMENT_MAX 65535
#define DIRECTORY_MAX ((uint64_t)16 << 20)  /* a document's directory is far smaller */

static unsigned le16(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return u[0] | (unsigned)u[1] << 8;
}

static uint32_t le32(const char *p)
{
	return le16(p) | (uint32_t)le16(p + 2) << 16;
}

static uint64_t le64(const char *p)
{
	return le32(p) | (uint64_t)le32(p + 4) << 32;
}

/* n bytes from at on, into to. */
static bool view_read(const struct zip_view *v, uint64_t at, char *to, size_t n)
{
	if (at > v->size || n > v->size - at)
		return false;
	if (v->fd < 0) {
		memcpy(to, v->bytes.p + at, n);
		return true;
	}
	while (n) {
		ssize_t k = pread(v->fd, to, n, (off_t)at);
		if (k <= 0)
			return false;
		to += k;
		at += (uint64_t)k;
		n -= (size_t)k;
	}
	return true;
}

/* The end record: it lies last, before a comment of unknown length. */
static bool find_end(const struct zip_view *v, char end[END_LEN], uint64_t *at)
{
	uint64_t span = v->size < END_LEN + COMMENT_MAX ? v->size : END_LEN + COMMENT_MAX;
	char *tail = malloc(span ? span : 1);
	bool found = false;
	if (tail && span >= END_LEN && view_read(v, v->size - span, tail, span)) {
		for (uint64_t i = span - END_LEN + 1; i-- > 0 && !found;) {
			found = memcmp(tail + i, "PK\5\6", 4) == 0 &&
				le16(tail + i + 20) <= span - i - END_LEN;
			if (found) {
				memcpy(end, tail + i, END_LEN);
				*at = v->size - span + i;
			}
		}
	}
	free(tail);
	return found;
}

/* From where a directory starts, and how long it says that it is: what of the two is more. */
static uint64_t longer(uint64_t at, uint64_t size, uint64_t end_at)
{
	uint64_t span = at < end_at ? end_at - at : 0;
	return span > size ? span : size;
}

/* How many bytes the directory may have, by its end record and by that of zip64 (APPNOTE.TXT 4.3.14): who
 * reads it may believe either. */
static uint64_t directory_bytes(const struct zip_view *v, const char *end, uint64_t end_at)
{
	char locator[LOCATOR_LEN], end64[END64_LEN];
	uint64_t n = longer(le32(end + 16), le32(end + 12) == UINT32_MAX ? 0 : le32(end + 12), end_at);
	if (end_at < LOCATOR_LEN || !view_read(v, end_at - LOCATOR_LEN, locator, LOCATOR_LEN) ||
	    memcmp(locator, "PK\6\7", 4) != 0 || !view_read(v, le64(locator + 8), end64, END64_LEN) ||
	    memcmp(end64, "PK\6\6", 4) != 0)
		return n;
	uint64_t n64 = longer(le64(end64 + 48), le64(end64 + 40), end_at);
	return n64 > n ? n64 : n;
}

/* Does the directory name the part that makes a zip an office document? */
static bool directory_is_document(struct str dir)
{
	for (bool first = true; dir.n >= CENTRAL_LEN && memcmp(dir.p, "PK\1\2", 4) == 0;
	     first = false) {
		ptrdiff_t name_len = (ptrdiff_t)le16(dir.p + 28);
		ptrdiff_t whole = CENTRAL_LEN + name_len + (ptrdiff_t)le16(dir.p + 30) +
				  (ptrdiff_t)le16(dir.p + 32);
		struct str name = str_sub(dir, CENTRAL_LEN, CENTRAL_LEN + name_len);
		if (str_eq_nocase(name, S("[Content_Types].xml")) ||
		    (first && str_eq(name, S("mimetype"))))
			return true;
		dir = str_sub(dir, whole, dir.n);
	}
	return false;
}

static bool first_name_is_document(const struct zip_view *v)
{
	static const struct str names[] = { STR("[Content_Types].xml"), STR("mimetype"),
					    STR("_rels/.rels") };
	char head[LOCAL_LEN + 32];
	size_t n = v->size < sizeof head ? (size_t)v->size : sizeof head;
	if (n < LOCAL_LEN || !view_read(v, 0, head, n))
		return false;
	struct str name = str_sub((struct str){ head, (ptrdiff_t)n }, LOCAL_LEN,
				  LOCAL_LEN + (ptrdiff_t)le16(head + 26));
	for (ptrdiff_t i = 0; i < countof(names); i++)
		if (str_eq(name, names[i]))
			return true;
	return false;
}

void zip_look(const struct zip_view *v, struct zip_facts *facts)
{
	char end[END_LEN];
	uint64_t end_at = 0;
	*facts = (struct zip_facts){ .has_directory = find_end(v, end, &end_at),
				     .is_document = first_name_is_document(v) };
	if (!facts->has_directory)
		return;
	facts->directory = directory_bytes(v, end, end_at);
	if (le16(end + 10) != UINT16_MAX)    /* else the number is elsewhere: zip64 */
		facts->members = le16(end + 10);
	uint64_t size = le32(end + 12), at = le32(end + 16);
	if (facts->is_document || size > DIRECTORY_MAX)
		return;
	char *dir = malloc(size ? size : 1);
	if (dir && view_read(v, at, dir, size))
		facts->is_document = directory_is_document((struct str){ dir, (ptrdiff_t)size });
	free(dir);
}
