/* SPDX-License-Identifier: MIT
 *
 * See manual.h. Pages use the man macros that man-db, groff and mandoc share.
 */
#include "pipeline/manual/manual.h"

/* Text in which no character is roff's. */
static void roff(struct str s)
{
	if (s.n && (s.p[0] == '.' || s.p[0] == '\''))
		fputs("\\&", stdout);
	for (ptrdiff_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '\\':
			fputs("\\e", stdout);
			break;
		case '-':
			fputs("\\-", stdout);
			break;
		case '\'':
			fputs("\\(aq", stdout);
			break;
		case '^':
			fputs("\\(ha", stdout);
			break;
		case '~':
			fputs("\\(ti", stdout);
			break;
		case '`':
			fputs("\\(ga", stdout);
			break;
		default:
			putchar(s.p[i]);
		}
	}
}

/* A line of a literal block, in bold where it is a command. */
static void literal(struct str line, const char *font)
{
	printf("\\&%s", font);
	roff(line);
	puts(*font ? "\\fR" : "");
}

/* "leitmotif lexicon check": the name of a page has hyphens. */
static void page_name(char *buf, size_t n, const struct command *c)
{
	snprintf(buf, n, "leitmotif-%s", c->name);
	for (char *space; (space = strchr(buf, ' '));)
		*space = '-';
}

static void head(const char *name, const char *summary)
{
	printf(".\\\" Made by the build from the tables of the command line.\n.TH ");
	for (const char *c = name; *c; c++)
		putchar(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
	printf(" 1 \"\" \"leitmotif " LM_VERSION "\" \"User Commands\"\n.SH NAME\n");
	roff(str_of(name));
	fputs(" \\- ", stdout);
	roff(str_of(summary));
	putchar('\n');
}

/* "  NAME: what it is" */
static bool is_item(struct str line)
{
	ptrdiff_t colon = str_find(line, S(": "), 0), space = str_find(line, S(" "), 2);
	return str_starts(line, S("  ")) && colon > 2 && space == colon + 1;
}

static void item(struct str line)
{
	ptrdiff_t colon = str_find(line, S(": "), 0);
	fputs(".TP\n.B ", stdout);
	roff(str_sub(line, 2, colon));
	putchar('\n');
	roff(str_sub(line, colon + 2, line.n));
	putchar('\n');
}

/* Paragraphs are filled anew; lines that begin with a space stay lines, or become items. */
static void paragraphs(struct str text)
{
	bool in_literal = false;
	while (text.n) {
		struct str line = str_cut(&text, '\n');
		bool verbatim = line.n && line.p[0] == ' ' && !is_item(line);
		if (verbatim && !in_literal)
			puts(".PP\n.nf");
		if (!verbatim && in_literal)
			puts(".fi");
		in_literal = verbatim;
		if (verbatim) {
			literal(line, "");
		} else if (is_item(line)) {
			item(line);
		} else if (line.n == 0) {
			puts(".PP");
		} else {
			roff(line);
			putchar('\n');
		}
	}
	if (in_literal)
		puts(".fi");
}

/* "  command" lines, and "      what it is for". */
static void examples(struct str text)
{
	puts(".SH EXAMPLES");
	for (bool first = true; text.n; first = false) {
		struct str line = str_cut(&text, '\n');
		if (str_starts(line, S("      "))) {
			fputs(".RS 4\n", stdout);
			roff(str_sub(line, 6, line.n));
			puts("\n.RE");
		} else {
			puts(first ? ".nf" : ".PP\n.nf");
			literal(str_sub(line, 2, line.n), "\\fB");
			puts(".fi");
		}
	}
}

static void options(unsigned uses)
{
	struct option_row o;
	puts(".SH OPTIONS");
	for (ptrdiff_t i = 0; option_row(&o, uses, i); i++) {
		puts(".TP");
		if (o.letter)
			printf("\\fB\\-%c\\fR, ", o.letter);
		fputs("\\fB\\-\\-", stdout);
		roff(str_of(o.name));
		fputs("\\fR", stdout);
		if (o.argument)
			printf(" \\fI%s\\fR", o.argument);
		putchar('\n');
		roff(str_of(o.help));
		putchar('\n');
	}
}

static void see_also(void)
{
	puts(".SH SEE ALSO\n.BR leitmotif (1),\n.BR leitmotif\\-lexicon (5),\n"
	     ".BR leitmotif\\-format (5),\n.BR leitmotif (3)");
}

/* An entry of a list of pages. */
static void listed(const struct command *c)
{
	char name[64];
	page_name(name, sizeof name, c);
	fputs(".TP\n.BR ", stdout);
	roff(str_of(name));
	puts(" (1)");
	roff(str_of(c->summary));
	putchar('\n');
}

void print_page(const struct command *c)
{
	char name[64];
	page_name(name, sizeof name, c);
	head(name, c->summary);
	fputs(".SH SYNOPSIS\n\\fBleitmotif ", stdout);
	roff(str_of(c->name));
	fputs("\\fR ", stdout);
	roff(str_of(c->arguments));
	puts("\n.SH DESCRIPTION");
	paragraphs(str_of(c->about));
	if (c->parts)
		puts(".SH PARTS\nEach has a page of its own.");
	for (int i = 0; c->parts && c->parts[i]; i++)
		listed(c->parts[i]);
	options(c->options);
	examples(str_of(c->examples));
	see_also();
}

static void files(void)
{
	puts(".SH FILES\n.TP");
	roff(str_of(LM_LEXICONS "/childrens-services"));
	puts("\nthe lexicon that is used when no other is named; see\n"
	     ".BR leitmotif\\-lexicon (5)\n.TP");
	roff(str_of(LM_LIBEXEC "/leitmotif-reader"));
	puts("\nparses PDF, HTML and DOCX, one sandboxed process a document");
	puts(".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nset to anything: no colours on a terminal");
}

void print_overview(void)
{
	head("leitmotif", "theme vectors, and the sentences behind them, from inspection reports");
	puts(".SH SYNOPSIS\n\\fBleitmotif\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... \\fIPATH\\fR...\n"
	     ".SH DESCRIPTION\n"
	     "Reads reports in PDF, HTML, DOCX and text, loose, in folders and in archives;\n"
	     "finds the sentences that say something about each theme of a lexicon; judges\n"
	     "whether each is a strength or a concern; and writes one vector a document, with\n"
	     "the sentences behind every number. Options may stand anywhere after the command;\n"
	     "what follows \\fB\\-\\-\\fR is no option.\n"
	     ".SH COMMANDS\nEach has a page of its own.");
	for (ptrdiff_t i = 0; i < manual_command_count; i++)
		listed(manual_commands[i]);
	options(FOR_LEXICON);
	files();
	see_also();
}
