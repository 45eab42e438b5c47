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

static int page_of(const char *name)
{
	for (ptrdiff_t i = 0; i < manual_command_count; i++)
		if (strcmp(manual_commands[i]->name, name) == 0) {
			print_page(manual_commands[i]);
			return EXIT_SUCCESS;
		}
	fprintf(stderr, "manual: no command '%s'\n", name);
	return EXIT_FAILURE;
}

static void print_names(void)
{
	for (ptrdiff_t i = 0; i < manual_command_count; i++)
		puts(manual_commands[i]->name);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *word;
		void (*print)(void);
	} what[] = {
		{ "man", print_overview }, { "bash", print_bash }, { "zsh", print_zsh },
		{ "fish", print_fish }, { "commands", print_names },
	};
	if (argc == 3 && strcmp(argv[1], "man") == 0)
		return page_of(argv[2]);
	for (ptrdiff_t i = 0; argc == 2 && i < countof(what); i++)
		if (strcmp(argv[1], what[i].word) == 0) {
			what[i].print();
			return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
		}
	fputs("usage: manual man [COMMAND] | bash | zsh | fish | commands\n", stderr);
	return EXIT_FAILURE;
}
