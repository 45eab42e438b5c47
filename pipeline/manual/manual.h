/* SPDX-License-Identifier: MIT
 *
 * Manual pages and completions of the command line, printed from the tables
 * that parse it: a command or option that is added appears in all of them. The
 * program is part of the build and is not installed.
 */
#ifndef LM_MANUAL_MANUAL_H
#define LM_MANUAL_MANUAL_H

#include "pipeline/cli/command.h"

/* All commands in the order of --help. */
extern const struct command *const manual_commands[];
extern const ptrdiff_t manual_command_count;

/* Calls f for each command, and behind it for each of its parts. */
void for_each_command(void (*f)(const struct command *c));

/* The last word of a command's name: that which says which part it is. */
const char *last_word(const struct command *c);

void print_page(const struct command *c);     /* leitmotif-NAME(1), in roff's man macros */
void print_overview(void);                    /* leitmotif(1) */
void print_bash(void);
void print_zsh(void);
void print_fish(void);

/* What may stand for an argument. */
enum value_kind {
	VALUE_NONE,     /* the option takes none */
	VALUE_ANY,      /* whatever the user types */
	VALUE_FILE,
	VALUE_FOLDER,
	VALUE_THEME,    /* an id of the lexicon, asked of the program when it is needed */
	VALUE_WORDS     /* one of a list */
};

#define VALUE_WORDS_MAX 40
struct values {
	enum value_kind kind;
	struct str words[VALUE_WORDS_MAX];
	ptrdiff_t n;
};

/* The values of an option of a command: from its choices, from its help ("year, quarter or date
 * [year]"), or from a list in what the command says about itself ("Formats:", "Stages for --until:
 * ..."). */
struct values option_values(const struct command *c, const struct option_row *o);

/* What may stand first after the command: its parts, or files. */
struct values command_arguments(const struct command *c);

/* How a shell's script says a kind of values: around the words, if there are any. */
struct value_script {
	const char *before, *behind;
};

/* Prints the values as script has their kind, with a space between words. */
void print_values(const struct values *v, const struct value_script *script);

#endif
