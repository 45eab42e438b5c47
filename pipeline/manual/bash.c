/* SPDX-License-Identifier: MIT
 *
 * See manual.h. The script needs nothing but bash 4; bash-completion loads it by
 * its name when it is there.
 */
#include "pipeline/manual/manual.h"

static const char top[] =
	"# bash completion for leitmotif: made by the build from the tables of the command line.\n"
	"_leitmotif()\n"
	"{\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=\n"
	"\tCOMPREPLY=()\n"
	"\t# --name=value comes as three words.\n"
	"\tif [[ $cur == = ]]; then\n"
	"\t\tcur=\n"
	"\telif [[ $prev == = ]]; then\n"
	"\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n"
	"\tfi\n";

static const char bottom[] =
	"\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
	"}\n"
	"_leitmotif_files()\n"
	"{\n"
	"\tcompopt -o filenames\n"
	"\tmapfile -t COMPREPLY < <(compgen \"$1\" -- \"$cur\")\n"
	"}\n"
	"_leitmotif_themes()\n"
	"{\n"
	"\tleitmotif lexicon show 2>/dev/null | sed -n 's/^  \\([a-z0-9-]*\\) .*/\\1/p'\n"
	"}\n"
	"complete -F _leitmotif leitmotif\n";

/* A statement that offers the values. */
static const struct value_script offers[] = {
	[VALUE_NONE] = { "return", "" }, [VALUE_ANY] = { "return", "" },
	[VALUE_FILE] = { "_leitmotif_files -f; return", "" },
	[VALUE_FOLDER] = { "_leitmotif_files -d; return", "" },
	[VALUE_THEME] = { "words=$(_leitmotif_themes)", "" },
	[VALUE_WORDS] = { "words='", "'" },
};

static void option_arms(const struct command *c)
{
	struct option_row o;
	for (ptrdiff_t i = 0; option_row(&o, c->options, i); i++) {
		if (!o.argument)
			continue;
		struct values v = option_values(c, &o);
		printf("\t'%s':--%s", c->name, o.name);
		if (o.letter)
			printf(" | '%s':-%c", c->name, o.letter);
		fputs(") ", stdout);
		print_values(&v, offers);
		puts(" ;;");
	}
}

static void option_names(unsigned uses)
{
	struct option_row o;
	for (ptrdiff_t i = 0; option_row(&o, uses, i); i++)
		printf("%s--%s", i ? " " : "", o.name);
}

/* The command, of two words where it has parts and the second is there. */
static void find_name(void)
{
	puts("\tlocal name=${COMP_WORDS[1]}\n\tcase $name:$COMP_CWORD in\n\t*:2) ;;");
	for (ptrdiff_t i = 0; i < manual_command_count; i++)
		if (manual_commands[i]->parts)
			printf("\t%s:*) name+=\" ${COMP_WORDS[2]}\" ;;\n",
			       manual_commands[i]->name);
	puts("\tesac");
}

static void first_word(void)
{
	puts("\tif ((COMP_CWORD == 1)); then");
	fputs("\t\twords='help", stdout);
	for (ptrdiff_t i = 0; i < manual_command_count; i++)
		printf(" %s", manual_commands[i]->name);
	puts(" --help --version'\n\telse");
	find_name();
}

static void argument_arms(const struct command *c)
{
	struct values v = command_arguments(c);
	printf("\t'%s':-*) words='", c->name);
	option_names(c->options);
	printf("' ;;\n\t'%s':*) ", c->name);
	print_values(&v, offers);
	puts(" ;;");
}

void print_bash(void)
{
	fputs(top, stdout);
	first_word();
	puts("\tcase $name:$prev in");
	for_each_command(option_arms);
	puts("\t*) case $name:$cur in");
	for_each_command(argument_arms);
	puts("\tesac ;;\n\tesac\n\tfi");
	fputs(bottom, stdout);
}
