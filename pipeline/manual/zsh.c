/* SPDX-License-Identifier: MIT
 *
 * See manual.h; zshcompsys(1), _arguments, has the grammar of the specifications.
 */
#include "pipeline/manual/manual.h"

static const char bottom[] =
	"_leitmotif_themes()\n"
	"{\n"
	"\tlocal -a themes\n"
	"\tthemes=(${(f)\"$(leitmotif lexicon show 2>/dev/null |\n"
	"\t\tsed -n 's/^  \\([a-z0-9-]*\\) .*/\\1/p')\"})\n"
	"\tcompadd -a themes\n"
	"}\n"
	"_leitmotif \"$@\"\n";

/* Inside single quotes, and inside the brackets or before the colon of a specification. */
static void quoted(const char *s)
{
	for (; *s; s++) {
		if (*s == '\'')
			fputs("'\\''", stdout);
		else if (*s == '[' || *s == ']' || *s == ':' || *s == '\\')
			printf("\\%c", *s);
		else
			putchar(*s);
	}
}

static const struct value_script actions[] = {
	[VALUE_NONE] = { " ", "" }, [VALUE_ANY] = { " ", "" }, [VALUE_FILE] = { "_files", "" },
	[VALUE_FOLDER] = { "_files -/", "" }, [VALUE_THEME] = { "_leitmotif_themes", "" },
	[VALUE_WORDS] = { "(", ")" },
};

static void specification(const struct command *c, const struct option_row *o)
{
	struct values v = option_values(c, o);
	fputs("\t\t", stdout);
	if (o->letter)
		printf("'(-%c --%s)'{-%c%s,--%s%s}'[", o->letter, o->name, o->letter,
		       o->argument ? "+" : "", o->name, o->argument ? "=" : "");
	else
		printf("'%s--%s%s[", o->repeats ? "*" : "", o->name, o->argument ? "=" : "");
	quoted(o->help);
	putchar(']');
	if (o->argument) {
		putchar(':');
		quoted(o->argument);
		putchar(':');
		print_values(&v, actions);
	}
	puts("' \\");
}

/* An array for _describe. */
static void described(const char *array, const struct command *const *c, ptrdiff_t n)
{
	printf("\tlocal -a %s\n\t%s=(\n", array, array);
	for (ptrdiff_t i = 0; i < n; i++) {
		printf("\t\t'%s:", last_word(c[i]));
		quoted(c[i]->summary);
		puts("'");
	}
	puts("\t)");
}

static void arguments(const struct command *c)
{
	struct option_row o;
	printf("\t'%s')\n\t\t_arguments -s -S \\\n", c->name);
	for (ptrdiff_t i = 0; option_row(&o, c->options, i); i++)
		specification(c, &o);
	puts("\t\t'*: :_files' ;;");
}

/* A command with parts: the first word behind it says which, and joins its name. */
static void parts(const struct command *c)
{
	ptrdiff_t n = 0;
	while (c->parts && c->parts[n])
		n++;
	if (n == 0)
		return;
	printf("\tif [[ $name == %s ]]; then\n", c->name);
	described("parts", c->parts, n);
	puts("\tif ((CURRENT == 2)); then\n"
	     "\t\t_describe -t parts part parts\n"
	     "\t\treturn\n"
	     "\tfi\n"
	     "\tname+=\" $words[2]\"\n"
	     "\tshift words\n"
	     "\t((CURRENT--))\n"
	     "\tfi");
}

void print_zsh(void)
{
	puts("#compdef leitmotif\n"
	     "# Made by the build from the tables of the command line.\n"
	     "_leitmotif()\n{");
	described("commands", manual_commands, manual_command_count);
	puts("\tif ((CURRENT == 2)); then\n"
	     "\t\t_describe -t commands command commands\n"
	     "\t\treturn\n"
	     "\tfi\n"
	     "\tlocal name=$words[2]\n"
	     "\tshift words\n"
	     "\t((CURRENT--))");
	for (ptrdiff_t i = 0; i < manual_command_count; i++)
		parts(manual_commands[i]);
	puts("\tcase $name in\n"
	     "\thelp) _describe -t commands command commands ;;");
	for_each_command(arguments);
	puts("\tesac\n}");
	fputs(bottom, stdout);
}
