/* SPDX-License-Identifier: MIT
 *
 * The texts of plain YAML: in quotes, without, and folded; see yaml_plain_parts.h.
 */
#include "pipeline/lexicon/yaml_plain_parts.h"

static struct str keep(struct plain *p, struct str s)
{
	struct str copy = arena_str(p->mem, s);
	if (!copy.p)
		plain_give_up(p);
	return copy;
}

static bool has_either(struct str s, char a, char b)
{
	return s.n && (memchr(s.p, a, (size_t)s.n) || memchr(s.p, b, (size_t)s.n));
}

/* To the next line inside a text in quotes: blanks around the line's end become one. */
static bool fold_quoted(struct plain *p)
{
	struct buf *text = &p->text;
	while (text->n && text->p[text->n - 1] == ' ')
		text->n--;
	buf_addc(text, ' ');
	plain_next_row(p);
	plain_skip_blanks(p);
	return plain_byte_at(p, 0) != '\n' && plain_column(p) > 0;
}

/* A text in quotes, with the escapes \\ and \", or '' in single quotes, and no others. */
static struct str take_quoted(struct plain *p)
{
	char quote = *p->at++;
	bool plain = true;
	const char *end = memchr(p->at, quote, (size_t)(p->end - p->at));
	struct str within = { p->at, end ? end - p->at : 0 };
	bool doubled = end && quote == '\'' && end + 1 < p->end && end[1] == quote;
	if (end && !doubled && !has_either(within, '\n', quote == '"' ? '\\' : '\n')) {
		p->at = end + 1;
		return keep(p, within);
	}
	buf_reset(&p->text);
	while (plain && p->at < p->end) {
		char c = *p->at, next = plain_byte_at(p, 1);
		if (c == quote && (quote == '"' || next != quote))
			break;
		if (c == '\n') {
			plain = fold_quoted(p);
			continue;
		}
		bool escape = c == (quote == '"' ? '\\' : quote);
		plain = !escape || next == quote || next == '\\';
		p->at += 1 + escape;
		buf_addc(&p->text, escape ? next : c);
	}
	plain &= p->at < p->end && buf_ok(&p->text);
	if (!plain)
		return plain_give_up(p), (struct str){ 0 };
	p->at++;
	return keep(p, buf_str(&p->text));
}

bool plain_may_start(const struct plain *p, bool flow)
{
	char c = plain_byte_at(p, 0);
	if (c == '?' || c == ':')
		return !flow && !plain_is_gap(plain_byte_at(p, 1));
	if (c == '-')
		return !plain_is_gap(plain_byte_at(p, 1));
	return !plain_is_gap(c) && !strchr(",[]{}#&*!|>'\"%@`", c);
}

/* The end of a text without quotes that starts here: before ": ", " #", the end of the line, and in
 * flow before a sign of its own. A colon that other readers might take for one is not plain. */
static const char *plain_end(struct plain *p, bool flow)
{
	const char *c = p->at;
	for (; c < p->end && *c != '\n'; c++) {
		char next = c + 1 < p->end ? c[1] : '\n';
		if (*c == ':' && plain_is_gap(next))
			break;
		if (*c == ' ' && next == '#')
			break;
		if (flow && *c == ':')
			plain_give_up(p);
		if (flow && (*c == ',' || *c == '[' || *c == ']' || *c == '{' || *c == '}'))
			break;
	}
	return c;
}

static struct str take_plain(struct plain *p, bool flow)
{
	const char *from = p->at;
	const char *end = plain_may_start(p, flow) ? plain_end(p, flow) : NULL;
	if (!end || !p->at)
		return plain_give_up(p), (struct str){ 0 };
	p->at = end;
	while (end[-1] == ' ')
		end--;
	return keep(p, (struct str){ from, end - from });
}

struct str plain_take_text(struct plain *p, bool flow)
{
	char c = plain_byte_at(p, 0);
	return c == '"' || c == '\'' ? take_quoted(p) : take_plain(p, flow);
}

/* Add the line that starts here, up to its end, to a folded text. */
static bool fold_row(struct plain *p)
{
	const char *end = memchr(p->at, '\n', (size_t)(p->end - p->at));
	end = end ? end : p->end;
	if (end[-1] == ' ')
		return false;
	if (p->text.n)
		buf_addc(&p->text, ' ');
	buf_add(&p->text, (struct str){ p->at, end - p->at });
	plain_next_row(p);
	return true;
}

/* One paragraph behind ">-", its lines joined by blanks. Behind it nothing may stand further in
 * than the key, not even a comment: it would be text. */
struct str plain_take_folded(struct plain *p, ptrdiff_t indent)
{
	bool plain = true;
	buf_reset(&p->text);
	plain_next_row(p);
	plain_skip_blanks(p);
	ptrdiff_t inner = plain_column(p);
	while (plain && inner > indent && plain_column(p) == inner && plain_byte_at(p, 0) != '\n') {
		plain = fold_row(p);
		plain_skip_blanks(p);
	}
	while (p->at < p->end && *p->at == '\n' && plain_column(p) == 0) {
		plain_next_row(p);
		plain_skip_blanks(p);
	}
	ptrdiff_t column = plain_column(p);
	bool behind = p->at == p->end ? column == 0 : column <= indent && *p->at != '\n';
	plain &= p->text.n && behind;
	plain &= buf_ok(&p->text);
	struct str s = plain ? keep(p, buf_str(&p->text)) : (plain_give_up(p), (struct str){ 0 });
	plain_next_content(p);
	return s;
}
