/* SPDX-License-Identifier: MIT
 *
 * See manual.h.
 */
#include "pipeline/manual/manual.h"

static const char top[] =
	"# fish completion for leitmotif: made by the build from the tables of the command line.\n"
	"function __leitmotif_is\n"
	"\tset -l words (commandline -opc)\n"
	"\tstring match -qr -- \"^\\S+ $argv \" \"$words \"\n"
	"end\n"
	"function __leitmotif_words\n"
	"\ttest (count (commandline -opc)) -eq $argv\n"
	"end\n"
	"function __leitmotif_themes\n"
	"\tleitmotif lexicon show 2>/dev/null | string match -rg '^  ([a-z0-9-]+) '\n"
	"end\n"
	"complete -c leitmotif -n '__leitmotif_words 1' -f -a help -d 'what a command does'\n"
	"complete -c leitmotif -n '__leitmotif_words 1' -f -l version -d 'versions'\n";

static void quoted(const char *s)
{
	putchar('\'');
	for (; *s; s++) {
		if (*s == '\'' || *s == '\\')
			putchar('\\');
		putchar(*s);
	}
	putchar('\'');
}

static const struct value_script flags[] = {
	[VALUE_NONE] = { " -f", "" }, [VALUE_ANY] = { " -x", "" }, [VALUE_FILE] = { " -r -F", "" },
	[VALUE_FOLDER] = { " -x -a '(__fish_complete_directories)'", "" },
	[VALUE_THEME] = { " -x -a '(__leitmotif_themes)'", "" },
	[VALUE_WORDS] = { " -x -a '", "'" },
};

static void options(const struct command *c)
{
	struct option_row o;
	for (ptrdiff_t i = 0; option_row(&o, c->options, i); i++) {
		struct values v = option_values(c, &o);
		printf("complete -c leitmotif -n '__leitmotif_is %s'", c->name);
		if (o.letter)
			printf(" -s %c", o.letter);
		printf(" -l %s", o.name);
		print_values(&v, flags);
		fputs(" -d ", stdout);
		quoted(o.help);
		putchar('\n');
	}
}

static void parts(const struct command *c)
{
	for (int i = 0; c->parts && c->parts[i]; i++) {
		printf("complete -c leitmotif -n '__leitmotif_is %s; and __leitmotif_words 2' "
		       "-f -a %s -d ", c->name, last_word(c->parts[i]));
		quoted(c->parts[i]->summary);
		putchar('\n');
	}
}

void print_fish(void)
{
	fputs(top, stdout);
	for (ptrdiff_t i = 0; i < manual_command_count; i++) {
		const struct command *c = manual_commands[i];
		printf("complete -c leitmotif -n '__leitmotif_words 1' -f -a %s -d ", c->name);
		quoted(c->summary);
		putchar('\n');
		parts(c);
	}
	for_each_command(options);
}
