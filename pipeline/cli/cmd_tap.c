/* SPDX-License-Identifier: MIT
 *
 * leitmotif text, sentences, tokens, stems: what one stage hands to the next.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"

#define TAP(id, its_summary, its_about, its_examples)                       \
	static int id(const struct settings *s)                             \
	{                                                                   \
		return job_print(s, &(struct job_format){ #id, &format_##id }, 1); \
	}                                                                   \
	const struct command command_##id = {                               \
		.name = #id,                                                \
		.arguments = "[OPTION]... PATH... | --text TEXT",           \
		.summary = its_summary,                                     \
		.about = its_about,                                         \
		.examples = its_examples,                                   \
		.options = FOR_LEXICON | FOR_DOCUMENTS | FOR_TEXT,          \
		.run = id,                                                  \
	}

TAP(text, "the text as it is read, in blocks",
    "Prints the text that later stages see: UTF-8, NFC, lines joined to paragraphs, page\n"
    "furniture and end matter left out. --sections all prints those too.\n",
    "  leitmotif text report.pdf\n"
    "      is this the text that a person reads there?\n");

TAP(sentences, "one sentence a line",
    "Prints the sentences that may carry evidence, one a line.\n",
    "  leitmotif sentences reports/ | grep -i 'caseload'\n"
    "      sentences with a word\n");

TAP(tokens, "one word a line, with its place",
    "Prints words as Unicode's word boundaries (UAX #29) find them, one a line.\n",
    "  leitmotif tokens --text \"multi-agency children's services\"\n"
    "      what counts as one word\n");

TAP(stems, "one word a line, with its stem",
    "Prints words with their Snowball stems, one a line.\n",
    "  leitmotif stems --text \"assessed assessing assessments\"\n"
    "      do these match one term?\n");
