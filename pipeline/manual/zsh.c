/* SPDX-License-Identifier: MIT
 *
 * See manual.h; zshcompsys(1), _arguments, has the grammar of the specifications.
 */
#include "pipeline/manual/manual.h"

static const char bottom[] =
	"_leitmotif_themes()\n"
	"{\n"
	"\tlocal -a themes\n"
	"\tthemes=(${(f)\"$(leitmotif lexicon show 2>/dev/null | sed -n 's/^  \\([a-z0-9-]*\\) .*/\\1/p')\"})\n"
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

static void action(const struct values *v)
{
	switch (v->kind) {
	case VALUE_FILE:
		fputs("_files", stdout);
		break;
	case VALUE_FOLDER:
		fputs("_files -/", stdout);
		break;
	case VALUE_THEME:
		fputs("_leitmotif_themes", stdout);
		break;
	case VALUE_WORDS:
		putchar('(');
		print_words(v);
		putchar(')');
		break;
	case VALUE_NONE:
	case VALUE_ANY:
		putchar(' ');
	}
}

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
		action(&v);
	}
	puts("' \\");
}

static void arguments(const struct command *c)
{
	struct option_row o;
	struct values v = command_arguments(c);
	printf("\t%s)\n\t\t_arguments -s -S \\\n", c->name);
	for (ptrdiff_t i = 0; option_row(&o, c->options, i); i++)
		specification(c, &o);
	fputs(v.kind == VALUE_WORDS ? "\t\t'1:what:" : "\t\t'*: :", stdout);
	action(&v);
	puts(v.kind == VALUE_WORDS ? "' '*: :_files' ;;" : "' ;;");
}

void print_zsh(void)
{
	puts("#compdef leitmotif\n"
	     "# Made by the build from the tables of the command line.\n"
	     "_leitmotif()\n{\n"
	     "\tlocal -a commands\n\tcommands=(");
	for (ptrdiff_t i = 0; i < manual_command_count; i++) {
		printf("\t\t'%s:", manual_commands[i]->name);
		quoted(manual_commands[i]->summary);
		puts("'");
	}
	puts("\t)\n"
	     "\tif ((CURRENT == 2)); then\n"
	     "\t\t_describe -t commands command commands\n"
	     "\t\treturn\n"
	     "\tfi\n"
	     "\tlocal command=$words[2]\n"
	     "\tshift words\n"
	     "\t((CURRENT--))\n"
	     "\tcase $command in\n"
	     "\thelp) _describe -t commands command commands ;;");
	for (ptrdiff_t i = 0; i < manual_command_count; i++)
		arguments(manual_commands[i]);
	puts("\tesac\n}");
	fputs(bottom, stdout);
}
