/* SPDX-License-Identifier: MIT
 *
 * See state.h.
 */
#include <stdlib.h>
#include <unistd.h>

#include "pipeline/base/buf.h"
#include "pipeline/base/hash.h"
#include "pipeline/fetch/names.h"
#include "pipeline/fetch/state.h"
#include "pipeline/io/file.h"
#include "pipeline/io/sink.h"

#define STATE_MAX ((size_t)1 << 30)

static const char head[] = "address\tfile\tetag\tlast_modified\tpartial\tfetched\n";

static struct state_entry **slot(const struct state *s, struct str address)
{
	ptrdiff_t i = (ptrdiff_t)(hash_bytes(address, 4) & (uint64_t)(s->cap - 1));
	while (s->slots[i] && !str_eq(s->slots[i]->address, address))
		i = (i + 1) & (s->cap - 1);
	return &s->slots[i];
}

static bool make_room(struct state *s)
{
	if (s->entries.n * 2 < s->cap)
		return true;
	ptrdiff_t cap = s->cap ? s->cap * 2 : 256;
	struct state_entry **slots = calloc((size_t)cap, sizeof(struct state_entry *));
	if (!slots)
		return false;
	free(s->slots);
	s->slots = slots;
	s->cap = cap;
	for (ptrdiff_t i = 0; i < s->entries.n; i++)
		*slot(s, s->entries.at[i]->address) = s->entries.at[i];
	return true;
}

/* A new entry at the end of the list; NULL without memory. */
static struct state_entry *add_entry(struct state *s, struct str address)
{
	struct state_entry *n = NEW(&s->mem, struct state_entry, 1);
	struct state_entry **last = n ? VEC_PUSH(&s->mem, &s->entries) : NULL;
	if (!last)
		return NULL;
	n->address = arena_str(&s->mem, address);
	if (!n->address.p) {
		s->entries.n--;
		return NULL;
	}
	return *last = n;
}

struct state_entry *state_entry(struct state *s, struct str address)
{
	if (!make_room(s))
		return NULL;
	struct state_entry **at = slot(s, address);
	if (!*at)
		*at = add_entry(s, address);
	return *at;
}

/* The next field of a line into to; false when it is too long. */
static bool take(struct str *line, char *to, size_t size)
{
	struct str field = str_cut(line, '\t');
	if (field.n >= (ptrdiff_t)size)
		return false;
	if (field.n)
		memcpy(to, field.p, (size_t)field.n);
	to[field.n] = '\0';
	return true;
}

/* A file name that we would not have made is as good as none. */
static bool read_line(struct state *s, struct str line)
{
	struct state_entry read = { 0 };
	read.address = str_cut(&line, '\t');
	if (!read.address.n || !take(&line, read.file, sizeof read.file) ||
	    !take(&line, read.etag, sizeof read.etag) ||
	    !take(&line, read.modified, sizeof read.modified) ||
	    !take(&line, read.partial, sizeof read.partial) ||
	    !take(&line, read.fetched, sizeof read.fetched) || line.n)
		return true;
	if (read.file[0] && !name_is_safe(str_of(read.file)))
		return true;
	struct state_entry *n = state_entry(s, read.address);
	if (!n)
		return false;
	read.address = n->address;
	*n = read;
	return true;
}

int state_load(struct state *s, const char *path, struct error *e)
{
	struct buf bytes = { 0 };
	*s = (struct state){ 0 };
	arena_init(&s->mem, 0);
	if (access(path, F_OK) < 0)
		return 0;
	int rc = file_slurp(&bytes, path, STATE_MAX, e);
	struct str rest = buf_str(&bytes);
	bool ours = str_eq(str_cut(&rest, '\n'), str_sub(S(head), 0, sizeof head - 2));
	while (rc == 0 && ours && rest.n)
		if (!read_line(s, str_cut(&rest, '\n')))
			rc = fail(e, E_NOMEM, "no memory for '%s'", path);
	buf_release(&bytes);
	return rc;
}

void state_release(struct state *s)
{
	free(s->slots);
	arena_release(&s->mem);
	*s = (struct state){ 0 };
}

int state_save(const struct state *s, const char *path, struct error *e)
{
	struct buf out = { 0 };
	struct sink *sink = NULL;
	buf_addz(&out, head);
	for (ptrdiff_t i = 0; i < s->entries.n; i++) {
		const struct state_entry *n = s->entries.at[i];
		if (n->file[0] || n->partial[0])
			buf_addf(&out, "%.*s\t%s\t%s\t%s\t%s\t%s\n", STR_ARG(n->address), n->file, n->etag,
				 n->modified, n->partial, n->fetched);
	}
	int rc = buf_ok(&out) ? sink_open(&sink, path, e) : fail(e, E_NOMEM, "no memory for '%s'", path);
	if (rc == 0)
		rc = sink_write(sink, buf_str(&out), e);
	if (rc == 0)
		rc = sink_finish(sink, e);
	if (rc == 0)
		rc = sink_commit(sink, e);
	sink_free(sink);
	buf_release(&out);
	return rc;
}
