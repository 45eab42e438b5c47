/* SPDX-License-Identifier: MIT
 *
 * See image.h. A pointer in an image is 0 for NULL and 1 for any other.
 */
#include "pipeline/base/image.h"

/* What VEC() is. */
struct any_vec {
	void *at;
	ptrdiff_t n, cap;
};

static uint64_t number(const char *member, size_t size)
{
	uint8_t one;
	uint16_t two;
	uint32_t four;
	uint64_t eight;
	switch (size) {
	case 1:
		return memcpy(&one, member, 1), one;
	case 2:
		return memcpy(&two, member, 2), two;
	case 4:
		return memcpy(&four, member, 4), four;
	default:
		return memcpy(&eight, member, 8), eight;
	}
}

static uint64_t array_count(const char *item, const struct image_field *f)
{
	return number(item + f->count_at, f->count_size) + f->more;
}

/* ---- writing ---- */

static void write_items(struct buf *out, const struct image_type *t, const char *items,
			ptrdiff_t n);

/* Let the pointer that lies `at` bytes into out say whether there is something. */
static void mark(struct buf *out, ptrdiff_t at, bool there)
{
	uintptr_t p = there;
	memcpy(out->p + at, &p, sizeof p);
}

static void write_text(struct buf *out, ptrdiff_t at, const char *member)
{
	struct str s;
	memcpy(&s, member, sizeof s);
	mark(out, at, s.p != NULL);
	if (s.p) {
		buf_add(out, s);
		buf_addc(out, '\0');
	}
}

static void write_vec(struct buf *out, const struct image_field *f, ptrdiff_t at,
		      const char *member)
{
	struct any_vec v;
	memcpy(&v, member, sizeof v);
	const char *items = v.at;
	v.at = NULL;
	v.cap = v.n;
	memcpy(out->p + at, &v, sizeof v);
	write_items(out, f->of, items, v.n);
}

/* What member f of an item, whose copy lies at `at` in out, points to. */
static void write_member(struct buf *out, const struct image_field *f, ptrdiff_t at,
			 const char *item)
{
	const char *member = item + f->at, *p;
	at += (ptrdiff_t)f->at;
	if (f->kind == IMAGE_TEXT) {
		write_text(out, at, member);
	} else if (f->kind == IMAGE_VEC) {
		write_vec(out, f, at, member);
	} else if (f->kind == IMAGE_ARRAY || f->kind == IMAGE_ONE) {
		memcpy(&p, member, sizeof p);
		mark(out, at, p != NULL);
		if (p)
			write_items(out, f->of, p, f->kind == IMAGE_ONE
					    ? 1 : (ptrdiff_t)array_count(item, f));
	} else if (f->kind == IMAGE_NOTHING) {
		memset(out->p + at, 0, f->size);
	}
}

static void write_items(struct buf *out, const struct image_type *t, const char *items,
			ptrdiff_t n)
{
	while (out->n % IMAGE_ALIGN)
		buf_addc(out, '\0');
	ptrdiff_t first = out->n, size = (ptrdiff_t)t->size;
	buf_add(out, (struct str){ items, n * size });
	for (ptrdiff_t i = 0; i < n; i++)
		for (int k = 0; k < t->count && buf_ok(out); k++)
			write_member(out, &t->fields[k], first + i * size, items + i * size);
}

void image_write(struct buf *out, const struct image_type *type, const void *root)
{
	write_items(out, type, root, 1);
}

/* ---- reading ---- */

struct reader {
	char *start, *at, *end;
};

static char *read_items(struct reader *r, const struct image_type *t, uint64_t n);

static bool read_text(struct reader *r, char *member)
{
	struct str s;
	memcpy(&s, member, sizeof s);
	if (!s.p)
		return s.n == 0;
	if (s.n < 0 || s.n >= r->end - r->at || r->at[s.n] != '\0')
		return false;
	s.p = r->at;
	r->at += s.n + 1;
	memcpy(member, &s, sizeof s);
	return true;
}

static bool read_vec(struct reader *r, const struct image_field *f, char *member)
{
	struct any_vec v;
	memcpy(&v, member, sizeof v);
	v.at = read_items(r, f->of, (uint64_t)v.n);
	v.cap = v.n;
	memcpy(member, &v, sizeof v);
	return v.at != NULL;
}

static bool read_pointer(struct reader *r, const struct image_field *f, char *item)
{
	char *member = item + f->at, *p;
	memcpy(&p, member, sizeof p);
	if (!p)
		return f->kind == IMAGE_ONE || array_count(item, f) == 0;
	p = read_items(r, f->of, f->kind == IMAGE_ONE ? 1 : array_count(item, f));
	memcpy(member, &p, sizeof p);
	return p != NULL;
}

static bool read_member(struct reader *r, const struct image_field *f, char *item)
{
	char *member = item + f->at;
	switch (f->kind) {
	case IMAGE_TEXT:
		return read_text(r, member);
	case IMAGE_VEC:
		return read_vec(r, f, member);
	case IMAGE_ARRAY:
	case IMAGE_ONE:
		return read_pointer(r, f, item);
	case IMAGE_YES:
		return (unsigned char)*member <= 1;
	case IMAGE_BELOW:
		return number(member, f->size) < f->more;
	case IMAGE_NOTHING:
		memset(member, 0, f->size);
	}
	return true;
}

/* The n items that come next, or NULL. */
static char *read_items(struct reader *r, const struct image_type *t, uint64_t n)
{
	size_t pad = (size_t)(r->start - r->at) % IMAGE_ALIGN, left = (size_t)(r->end - r->at);
	if (left < pad || n > (left - pad) / t->size)
		return NULL;
	char *items = r->at + pad;
	r->at = items + n * t->size;
	for (uint64_t i = 0; t->count && i < n; i++)
		for (int k = 0; k < t->count; k++)
			if (!read_member(r, &t->fields[k], items + i * t->size))
				return NULL;
	return items;
}

void *image_read(char *p, size_t n, const struct image_type *type)
{
	struct reader r = { p, p, p + n };
	return read_items(&r, type, 1);
}
