/* SPDX-License-Identifier: MIT
 *
 * See manual.h.
 */
#include <stdlib.h>

#include "pipeline/base/scan.h"
#include "pipeline/manual/manual.h"

static bool is_word(struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return s.n > 0;
}

static void add(struct values *v, struct str word)
{
	if (v->n == VALUE_WORDS_MAX) {
		fputs("more values than VALUE_WORDS_MAX\n", stderr);
		exit(EXIT_FAILURE);
	}
	v->kind = VALUE_WORDS;
	v->words[v->n++] = word;
}

/* "a, b or c" whole; anything else is no list. */
static bool add_list(struct values *v, struct str list)
{
	struct values found = { 0 };
	while (list.n) {
		struct str part = str_cut(&list, ',');
		while (part.n && part.p[0] == ' ')
			part = str_sub(part, 1, part.n);
		ptrdiff_t or = str_find(part, S(" or "), 0);
		struct str word = or < 0 ? part : str_sub(part, 0, or);
		if (!is_word(word) || (or >= 0 && !is_word(str_sub(part, or + 4, part.n))))
			return false;
		add(&found, word);
		if (or >= 0)
			add(&found, str_sub(part, or + 4, part.n));
	}
	if (found.n < 2)
		return false;
	*v = found;
	return true;
}

/* The names in "TITLE:\n  NAME: what it is\n  ...". */
static void add_titled(struct values *v, struct str about, struct str title)
{
	ptrdiff_t at = str_find(about, title, 0);
	if (at < 0)
		return;
	struct str rest = str_sub(about, at + title.n, about.n);
	while (str_starts(rest, S("  "))) {
		struct str line = str_cut(&rest, '\n');
		struct str name = str_sub(line, 2, str_find(line, S(":"), 0));
		if (is_word(name))
			add(v, name);
	}
}

struct values option_values(const struct command *c, const struct option_row *o)
{
	struct values v = { .kind = o->argument ? VALUE_ANY : VALUE_NONE };
	struct str help = str_of(o->help), about = str_of(c->about);
	char title[40];
	if (!o->argument)
		return v;
	if (strcmp(o->argument, "FILE") == 0)
		v.kind = VALUE_FILE;
	else if (strcmp(o->argument, "DIR") == 0)
		v.kind = VALUE_FOLDER;
	else if (strcmp(o->argument, "ID") == 0)
		v.kind = VALUE_THEME;
	for (const char *const *choice = o->choices; choice && *choice; choice++)
		add(&v, str_of(*choice));
	ptrdiff_t end = str_find(help, S(" ["), 0);
	if (v.kind != VALUE_ANY || add_list(&v, str_sub(help, 0, end < 0 ? help.n : end)))
		return v;
	if (strcmp(o->name, "format") == 0)
		add_titled(&v, about, S("Formats:\n"));
	snprintf(title, sizeof title, "--%s: ", o->name);
	ptrdiff_t at = str_find(about, str_of(title), 0);
	if (at >= 0) {
		at += (ptrdiff_t)strlen(title);
		add_list(&v, str_sub(about, at, str_find(about, S("."), at)));
	}
	return v;
}

struct values command_arguments(const struct command *c)
{
	struct values v = { .kind = VALUE_FILE };
	for (int i = 0; c->parts && c->parts[i]; i++)
		add(&v, str_of(last_word(c->parts[i])));
	return v;
}

void print_values(const struct values *v, const struct value_script *script)
{
	fputs(script[v->kind].before, stdout);
	for (ptrdiff_t i = 0; i < v->n; i++)
		printf("%s%.*s", i ? " " : "", STR_ARG(v->words[i]));
	fputs(script[v->kind].behind, stdout);
}
