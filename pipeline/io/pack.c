/* SPDX-License-Identifier: MIT
 *
 * See pack.h. libarchive converts member names to the thread's character set
 * and drops what it cannot convert, so it is called under C.UTF-8 for this
 * thread alone; the program's locale stays as it is.
 */
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "pipeline/io/pack_feed.h"

#define WINDOW ((size_t)64 * 1024)
#define TAR_BLOCK 512
/* Bytes of a zip's directory that libarchive may hold, at three of memory each. A longer one is left alone,
 * and the members are read by the headers before them. */
#define DIRECTORY_HELD ((uint64_t)8 << 20)
#define RETRIES_MAX 4096         /* damaged headers of one archive before it is given up */

struct pack {
	struct stream data;      /* first member: &p->data is what pack_data() gives */
	const struct libarchive *lib;
	struct archive *a;
	struct pack_feed feed;        /* tar */
	bool is_tar, has_directory;
	int fd;                  /* zip in a file, or -1 */
	struct buf memory;       /* zip in memory */
	struct pack_limits limits;
	locale_t utf8;
	uint64_t members, expected, headers;
	uint64_t member_at, member_out, total_out;
	int64_t member_size;     /* as its header says; -1 when it does not */
	bool encrypted;          /* the current member */
	const char *block;       /* of it, not yet given */
	size_t block_left;
	uint64_t hole;           /* zeros before the block */
	struct error damage;     /* the first that was met; told at the end */
	unsigned retries;
	char zeros[WINDOW];
};

/* Find the next block of the member, and the hole before it. 1, 0 at the end, -code. */
static int next_block(struct pack *k, struct error *e)
{
	const void *block = NULL;
	la_int64_t at = 0;
	int rc = k->lib->archive_read_data_block(k->a, &block, &k->block_left, &at);
	if (rc == ARCHIVE_EOF) {
		k->block_left = 0;
		if (k->member_size < 0 || k->member_out == (uint64_t)k->member_size)
			return 0;
		if (!k->is_tar || k->member_out > (uint64_t)k->member_size)
			return fail(e, E_FORMAT, "damaged zip member: %llu bytes of %lld",
				    (unsigned long long)k->member_out, (long long)k->member_size);
		at = k->member_size;         /* a sparse file that ends in a hole */
	} else if (rc != ARCHIVE_OK) {
		return pack_fail(k->a, &k->feed, k->is_tar ? "tar member" : "zip member", e);
	}
	if (at < 0 || (uint64_t)at < k->member_out)
		return fail(e, E_FORMAT, "damaged tar member: its parts are out of order");
	k->block = block;
	k->hole = (uint64_t)at - k->member_out;
	return 1;
}

/* The next piece of the member: a block, or zeros where the file has a hole. Not by
 * archive_read_data(), which drops the bytes that lie before an error. */
static ptrdiff_t next_piece(struct pack *k, const char **p, struct error *e)
{
	while (!k->block_left && !k->hole) {
		int rc = next_block(k, e);
		if (rc <= 0)
			return rc;
	}
	size_t n = k->block_left;
	*p = k->block;
	if (k->hole) {
		n = k->hole < WINDOW ? (size_t)k->hole : WINDOW;
		*p = k->zeros;
		k->hole -= n;
	} else {
		k->block_left = 0;
	}
	return (ptrdiff_t)n;
}

static ptrdiff_t data_next(struct stream *s, const char **p, struct error *e)
{
	struct pack *k = (struct pack *)s;
	if (k->encrypted)
		return fail(e, E_ENCRYPTED, "encrypted: it needs a password");
	ptrdiff_t n = next_piece(k, p, e);
	if (n < 0) {
		s->cut_short = k->is_tar ? k->feed.ended && (!k->feed.why.code ||
							     k->feed.below->cut_short)
					 : !k->has_directory;
		return n;
	}
	k->member_out += (uint64_t)n;
	k->total_out += (uint64_t)n;
	if (k->total_out > k->limits.max_unpacked) {
		fail(&k->damage, E_LIMIT, "unpacks to more than the limit of %llu bytes",
		     (unsigned long long)k->limits.max_unpacked);
		return fail(e, E_LIMIT, "%s", k->damage.msg);
	}
	if (stream_check_ratio(pack_position(k) - k->member_at, k->member_out,
			       k->limits.max_ratio, e) < 0)
		return -e->code;
	return n;
}

static void data_free(struct stream *s)
{
	(void)s;                 /* belongs to the pack */
}

struct stream *pack_data(struct pack *p)
{
	return &p->data;
}

uint64_t pack_position(const struct pack *p)
{
	la_int64_t at = p->lib->archive_filter_bytes(p->a, -1);
	return at > 0 ? (uint64_t)at : 0;
}

void pack_free(struct pack *p)
{
	if (!p)
		return;
	if (p->a)
		p->lib->archive_read_free(p->a);
	if (p->utf8)
		freelocale(p->utf8);
	if (p->fd >= 0)
		close(p->fd);
	stream_free(p->feed.below);
	buf_release(&p->memory);
	free(p);
}

static struct pack *pack_new(const struct pack_limits *l, struct error *e)
{
	const struct libarchive *lib = libarchive(e);
	struct pack *p = lib ? calloc(1, sizeof *p) : NULL;
	if (!p) {
		fail(e, E_NOMEM, "no memory to open an archive");
		return NULL;
	}
	p->lib = p->feed.lib = lib;
	p->data = (struct stream){ .next = data_next, .free = data_free };
	p->fd = -1;
	p->limits = *l;
	p->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	p->a = lib->archive_read_new();
	if (p->a)
		return p;
	pack_free(p);
	fail(e, E_NOMEM, "no memory to open an archive");
	return NULL;
}

int pack_open_tar(struct pack **out, struct stream *below, const struct pack_limits *l,
		  struct error *e)
{
	struct pack *p = pack_new(l, e);
	if (!p) {
		stream_free(below);
		return -e->code;
	}
	const struct libarchive *lib = p->lib;
	p->is_tar = true;
	p->feed.below = below;
	/* Reading on behind an end mark finds archives that were appended whole, and sees the
	 * stream to its end, where a gzip checksum may wait. */
	if (lib->archive_read_support_format_tar(p->a) != ARCHIVE_OK ||
	    lib->archive_read_set_option(p->a, "tar", "read_concatenated_archives", "1") !=
		    ARCHIVE_OK ||
	    lib->archive_read_open(p->a, &p->feed, NULL, pack_feed_read, NULL) != ARCHIVE_OK) {
		int rc = pack_fail(p->a, &p->feed, "tar archive", e);
		pack_free(p);
		return rc;
	}
	*out = p;
	return 0;
}

int pack_open_zip(struct pack **out, const struct zip_view *v, struct buf *memory,
		  const struct zip_facts *facts, const struct pack_limits *l, struct error *e)
{
	struct pack *p = pack_new(l, e);
	if (!p) {
		if (v->fd >= 0)
			close(v->fd);
		buf_release(memory);
		return -e->code;
	}
	const struct libarchive *lib = p->lib;
	p->fd = v->fd;
	p->memory = *memory;
	*memory = (struct buf){ 0 };
	p->has_directory = facts->has_directory;
	p->expected = facts->members;
	int rc = facts->directory > DIRECTORY_HELD ? lib->archive_read_support_format_zip_streamable(p->a)
						    : lib->archive_read_support_format_zip(p->a);
	if (rc == ARCHIVE_OK)
		rc = p->fd >= 0 ? lib->archive_read_open_fd(p->a, p->fd, WINDOW)
				: lib->archive_read_open_memory(p->a, p->memory.p,
								(size_t)p->memory.n);
	if (rc != ARCHIVE_OK) {
		rc = pack_fail(p->a, &p->feed, "zip archive", e);
		pack_free(p);
		return rc;
	}
	*out = p;
	return 0;
}

static const char *reason_to_skip(const struct libarchive *lib, struct archive_entry *entry)
{
	if (lib->archive_entry_hardlink(entry))
		return "a link to another member";
	switch (lib->archive_entry_filetype(entry)) {
	case AE_IFREG:
	case AE_IFDIR:
	case 0:
		return NULL;
	case AE_IFLNK:
		return "a symbolic link in an archive";
	default:
		return "a device, pipe or socket";
	}
}

static void describe(struct pack *p, struct archive_entry *entry, struct pack_member *m)
{
	const struct libarchive *lib = p->lib;
	const char *name = lib->archive_entry_pathname(entry);
	if (!name)
		name = lib->archive_entry_pathname_utf8(entry);
	*m = (struct pack_member){
		.name = name ? str_of(name) : S("(a name that cannot be read)"),
		.folder = lib->archive_entry_filetype(entry) == AE_IFDIR,
		.skip = reason_to_skip(lib, entry),
		.encrypted = lib->archive_entry_is_data_encrypted(entry) > 0,
	};
	p->encrypted = m->encrypted;
	p->member_at = pack_position(p);
	p->member_out = 0;
	p->member_size = lib->archive_entry_size_is_set(entry) ? lib->archive_entry_size(entry)
							       : -1;
	p->block_left = 0;
	p->hole = 0;
}

/* Is what has come all that there should be? */
static int check_end(struct pack *p, struct error *e)
{
	if (p->damage.code)
		return fail(e, p->damage.code, "%s", p->damage.msg);
	if (p->feed.why.code)
		return fail(e, p->feed.why.code, "%s", p->feed.why.msg);
	if (p->is_tar && p->feed.zeros < TAR_BLOCK)
		return fail(e, E_FORMAT, "cut short: the end mark of the tar archive is missing");
	if (!p->is_tar && !p->has_directory)
		return fail(e, E_FORMAT, "cut short: the directory of the zip archive is missing");
	if (p->expected && p->headers != p->expected)
		return fail(e, E_FORMAT, "damaged zip archive: its directory counts %llu members, "
			    "%llu were found", (unsigned long long)p->expected,
			    (unsigned long long)p->headers);
	return 0;
}

static int next_header(struct pack *p, struct archive_entry **entry, struct error *e)
{
	for (;;) {
		locale_t before = p->utf8 ? uselocale(p->utf8) : (locale_t)0;
		int rc = p->lib->archive_read_next_header(p->a, entry);
		if (before)
			uselocale(before);
		if (rc == ARCHIVE_EOF)
			return check_end(p, e);
		if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN)
			return 1;
		pack_fail(p->a, &p->feed, p->is_tar ? "tar archive" : "zip archive", &p->damage);
		if (rc != ARCHIVE_RETRY || ++p->retries > RETRIES_MAX)
			return fail(e, p->damage.code, "%s", p->damage.msg);
	}
}

int pack_next(struct pack *p, struct pack_member *m, struct error *e)
{
	struct archive_entry *entry;
	if (p->damage.code == E_LIMIT)
		return fail(e, E_LIMIT, "%s", p->damage.msg);
	int rc = next_header(p, &entry, e);
	if (rc <= 0)
		return rc;
	p->headers++;
	locale_t before = p->utf8 ? uselocale(p->utf8) : (locale_t)0;
	describe(p, entry, m);
	if (before)
		uselocale(before);
	if (!m->folder && ++p->members > p->limits.max_members)
		return fail(e, E_LIMIT, "more than the limit of %u members", p->limits.max_members);
	return 1;
}
