/* SPDX-License-Identifier: MIT
 *
 * manual man [COMMAND] | bash | zsh | fish | commands: see manual.h.
 */
#include <stdlib.h>

#include "pipeline/manual/manual.h"

#define X(id) &command_##id,
const struct command *const manual_commands[] = {
#include "pipeline/cli/commands.def"
};
#undef X
const ptrdiff_t manual_command_count = countof(manual_commands);

void for_each_command(void (*f)(const struct command *c))
{
	for (ptrdiff_t i = 0; i < manual_command_count; i++) {
		f(manual_commands[i]);
		for (int k = 0; manual_commands[i]->parts && manual_commands[i]->parts[k]; k++)
			f(manual_commands[i]->parts[k]);
	}
}

const char *last_word(const struct command *c)
{
	const char *space = strrchr(c->name, ' ');
	return space ? space + 1 : c->name;
}

static const char *asked;

static void page_if_asked(const struct command *c)
{
	if (strcmp(c->name, asked) == 0)
		print_page(c);
}

static void print_pages(void)
{
	for_each_command(page_if_asked);
}

static void print_name(const struct command *c)
{
	puts(c->name);
}

static void print_names(void)
{
	for_each_command(print_name);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *word;
		void (*print)(void);
	} what[] = {
		{ "man", print_overview }, { "man", print_pages }, { "bash", print_bash },
		{ "zsh", print_zsh },
		{ "fish", print_fish }, { "commands", print_names },
	};
	asked = argc == 3 ? argv[2] : NULL;
	for (ptrdiff_t i = 0; i < countof(what); i++)
		if (argc == (what[i].print == print_pages ? 3 : 2) &&
		    strcmp(argv[1], what[i].word) == 0) {
			what[i].print();
			return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
		}
	fputs("usage: manual man [COMMAND] | bash | zsh | fish | commands\n", stderr);
	return EXIT_FAILURE;
}
