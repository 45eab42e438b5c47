/* SPDX-License-Identifier: MIT
 *
 * A command: what it is called, which options it takes, what its --help says.
 * commands.def names them; command X is the struct command_X in a cmd_*.c. A
 * command may have parts, which are commands named by two words.
 */
#ifndef LM_CLI_COMMAND_H
#define LM_CLI_COMMAND_H

#include "pipeline/cli/options.h"

struct command {
	const char *name;
	const char *arguments;   /* as in the usage line: "[OPTION]... PATH..." */
	const char *summary;     /* one line */
	const char *about;       /* paragraphs; each line ends in a line feed */
	const char *examples;    /* lines, with what they are for */
	unsigned options;        /* FOR_* bits: the options it takes */
	int (*run)(const struct settings *s);   /* returns the exit status */
	const struct command *const *parts;     /* ends with NULL; may be NULL: none */
};

#define X(id) extern const struct command command_##id;
#include "pipeline/cli/commands.def"
#undef X

#endif
