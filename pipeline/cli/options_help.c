/* SPDX-License-Identifier: MIT
 *
 * The options of a command, as --help prints them.
 */
#include <stdio.h>

#include "pipeline/cli/options.h"

/* "--name ARGUMENT" in left[n]; its length. */
static int option_label(char *left, size_t n, const struct option_row *o)
{
	return snprintf(left, n, "--%s%s%s", o->name, o->argument ? " " : "",
			o->argument ? o->argument : "");
}

void options_help(FILE *to, unsigned uses)
{
	struct option_row o;
	char left[40];
	int width = 0;
	for (ptrdiff_t i = 0; option_row(&o, uses, i); i++) {
		int n = option_label(left, sizeof left, &o);
		width = n > width ? n : width;
	}
	fputs("\nOptions:\n", to);
	for (ptrdiff_t i = 0; option_row(&o, uses, i); i++) {
		option_label(left, sizeof left, &o);
		if (o.letter)
			fprintf(to, "  -%c, %-*s  %s\n", o.letter, width, left, o.help);
		else
			fprintf(to, "      %-*s  %s\n", width, left, o.help);
	}
}
