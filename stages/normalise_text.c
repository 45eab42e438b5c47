/* SPDX-License-Identifier: MIT
 *
 * The characters of a line in NFC. What is no text goes: white space folds to
 * one space, control, zero-width and private-use characters and footnote marks
 * are taken out, ligatures spelled. Quotes stay as they are, since the text is
 * quoted as evidence. Runs of plain ASCII are copied whole.
 */
#include <string.h>

#include "pipeline/base/scan.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/doc/markdown.h"
#include "stages/normalise.h"

#define RAISED_BEGIN '\x0e'             /* around raised text; see struct line in doc.h */
#define RAISED_END '\x0f'
#define RAISED_MAX 12                   /* bytes of a footnote mark */

/* Note that what is written next comes from source offset from. */
static inline void sync(struct writer *w, uint32_t from)
{
	struct doc *d = w->d;
	uint32_t to = (uint32_t)w->out->n;
	if (d->map.n) {
		struct offset_pair *last = &d->map.at[d->map.n - 1];
		if (from - last->source == to - last->text)
			return;
		if (last->text == to) {
			last->source = from;
			return;
		}
	}
	struct offset_pair *p = VEC_PUSH(&d->mem, &d->map);
	if (p)
		*p = (struct offset_pair){ to, from };
	else
		w->failed = true;
}

/* Write the white space that is due; none at the start of a block, but the tabs of empty cells. */
static inline void flush_space(struct writer *w)
{
	struct buf *out = w->out;
	if (!buf_reserve(out, w->tabs + 1))
		return;
	for (; w->tabs; w->tabs--, w->space = false)
		out->p[out->n++] = '\t';
	if (w->space && out->n > w->start && out->p[out->n - 1] != '\t')
		out->p[out->n++] = ' ';
	w->space = false;
}

static void put(struct writer *w, struct str s, uint32_t from)
{
	struct buf *out = w->out;
	flush_space(w);
	sync(w, from);
	if (!buf_reserve(out, s.n))
		return;
	memcpy(out->p + out->n, s.p, (size_t)s.n);
	out->n += s.n;
}

/* What becomes of a code point. */
enum fate { FATE_KEEP, FATE_SPACE, FATE_DROP, FATE_SPELL };

static const struct str ligatures[] = { STR("ff"), STR("fi"), STR("fl"), STR("ffi"),
					STR("ffl"), STR("st"), STR("st") };

static bool is_private(uint32_t cp)
{
	return (cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0xF0000;
}

/* Zero-width characters, direction marks and byte order marks: no letters, and words stay whole
 * without them. Variation selectors and tags only style what stands before them. */
static bool is_invisible(uint32_t cp)
{
	return cp == 0xAD || cp == 0x034F || cp == 0x061C || cp == 0x180E || cp == 0xFEFF ||
	       (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x206F) || (cp >= 0xFE00 && cp <= 0xFE0F) ||
	       (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp >= 0xE0000 && cp <= 0xE0FFF);
}

static bool is_space(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
	       (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F ||
	       cp == 0x205F || cp == 0x3000;
}

/* C1 controls and private-use characters are bullets and signs of fonts that nobody has: they
 * part words. Other controls are noise inside of them. */
static enum fate fate_of(uint32_t cp)
{
	if (is_space(cp) || (cp >= 0x80 && cp <= 0x9F) || is_private(cp))
		return FATE_SPACE;
	if (cp < 0x20 || cp == 0x7F || is_invisible(cp))
		return FATE_DROP;
	return cp >= 0xFB00 && cp <= 0xFB06 ? FATE_SPELL : FATE_KEEP;
}

static int decode(struct writer *w, struct str s, ptrdiff_t i, uint32_t *cp)
{
	int k = utf8_decode(s.p + i, s.n - i, cp);
	if (*cp == UTF8_BAD && !(k == 3 && memcmp(s.p + i, "\xEF\xBF\xBD", 3) == 0))
		w->d->warnings++;
	return k;
}

/* Take back the last starter of the cell with its marks, or the marks that it starts with: what
 * follows may combine with them. */
static void take_back(struct writer *w, struct nfc *c)
{
	struct str text = buf_str(w->out);
	ptrdiff_t at = text.n;
	uint32_t cp;
	enum nfc_class class = NFC_JOINS;
	int n = 0;
	for (; class == NFC_JOINS && at > w->start && text.p[at - 1] != '\t'; n++) {
		if (n > NFC_MARKS_MAX)
			return;
		do
			at--;
		while ((text.p[at] & 0xC0) == 0x80);
		utf8_decode(text.p + at, text.n - at, &cp);
		class = unicode_nfc_class(cp);
	}
	if (class == NFC_JOINS && n > NFC_MARKS_MAX)
		return;                 /* no more than one cluster holds */
	w->out->n = at;
	for (int k; at < text.n; at += k) {
		k = utf8_decode(text.p + at, text.n - at, &cp);
		nfc_take(c, cp);
	}
}

/* Write the cluster at s[i], which holds more than one inert character; returns its end. */
static ptrdiff_t put_cluster(struct writer *w, struct str s, ptrdiff_t i, uint32_t off)
{
	struct nfc c = { .n = 0 };
	uint32_t cp;
	int k = decode(w, s, i, &cp);
	flush_space(w);
	if (unicode_nfc_class(cp) == NFC_JOINS)
		take_back(w, &c);
	else
		sync(w, off + (uint32_t)i);
	if (!nfc_take(&c, cp)) {
		nfc_flush(&c, w->out);
		nfc_take(&c, cp);
	}
	for (i += k; i < s.n && (unsigned char)s.p[i] >= 0x80; i += k) {
		uint32_t warnings = w->d->warnings;
		k = decode(w, s, i, &cp);
		enum fate fate = fate_of(cp);
		if (fate == FATE_DROP)
			continue;
		if (fate != FATE_KEEP || !nfc_take(&c, cp)) {
			w->d->warnings = warnings;      /* the caller decodes it again */
			break;
		}
	}
	nfc_flush(&c, w->out);
	return i;
}

/* The end of the raised text that starts behind s[i], its end mark included, when it is a footnote
 * mark and goes; else i + 1: raised letters ("1st") stay. */
static ptrdiff_t skip_raised(struct str s, ptrdiff_t i)
{
	for (ptrdiff_t k = i + 1; k < s.n && k <= i + RAISED_MAX; k++) {
		if (s.p[k] == RAISED_END)
			return k + 1;
		if (!strchr("0123456789*, ", s.p[k]) || !s.p[k])
			break;
	}
	return i + 1;
}

static ptrdiff_t put_special(struct writer *w, struct str s, ptrdiff_t i, uint32_t off)
{
	uint32_t cp;
	if (s.p[i] == RAISED_BEGIN)
		return skip_raised(s, i);
	int k = decode(w, s, i, &cp);
	switch (fate_of(cp)) {
	case FATE_SPACE:
		if (cp == '\t' && w->row)
			w->tabs++;
		w->space = true;
		break;
	case FATE_DROP:
		break;
	case FATE_SPELL:
		put(w, ligatures[cp - 0xFB00], off + (uint32_t)i);
		break;
	case FATE_KEEP:
		if (unicode_nfc_class(cp) != NFC_INERT)
			return put_cluster(w, s, i, off);
		if (cp == UTF8_BAD)
			put(w, S("\xEF\xBF\xBD"), off + (uint32_t)i);
		else
			put(w, str_sub(s, i, i + k), off + (uint32_t)i);
		break;
	}
	return i + k;
}

static bool is_graph(char c)
{
	return c > ' ' && c < 0x7F;
}

/* The end of the run of printable ASCII at s[i] in which no two spaces meet. It starts and ends with
 * no space. */
static ptrdiff_t plain_run(const struct writer *w, struct str s, ptrdiff_t i)
{
	ptrdiff_t k = i;
	if (!is_graph(s.p[i]))
		return i;
	if (!w->markdown)
		k = scan_plain(s, i);
	while (w->markdown && k < s.n) {
		if (is_graph(s.p[k]) ? k > i && markdown_may_mark(s.p[k])
				     : s.p[k] != ' ' || k + 1 == s.n || !is_graph(s.p[k + 1]))
			break;
		k++;
	}
	while (s.p[k - 1] == ' ')
		k--;
	return k;
}

void normalise_text(struct writer *w, struct str s, uint32_t off)
{
	for (ptrdiff_t i = 0; i < s.n;) {
		ptrdiff_t mark = w->markdown && markdown_may_mark(s.p[i]) ? markdown_mark(s, i) : 0;
		ptrdiff_t k = mark ? i + mark : plain_run(w, s, i);
		if (!mark && k > i)
			put(w, str_sub(s, i, k), off + (uint32_t)i);
		else if (!mark)
			k = put_special(w, s, i, off);
		i = k;
	}
}
