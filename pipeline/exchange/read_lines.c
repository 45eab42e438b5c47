/* SPDX-License-Identifier: MIT
 *
 * Lexicoder 3 (+KEY) and VBPro (>>Category<<): a line that names a category,
 * then its terms, one a line.
 */
#include "pipeline/exchange/dict_text.h"
#include "pipeline/exchange/formats.h"

/* The category that a line names, or an empty slice. */
typedef struct str head_of(struct str line);

static struct str lexicoder_head(struct str line)
{
	return str_starts(line, S("+")) ? str_trim(str_sub(line, 1, line.n)) : (struct str){ 0 };
}

static struct str vbpro_head(struct str line)
{
	if (!str_starts(line, S(">>")) || !str_ends(line, S("<<")) || line.n < 5)
		return (struct str){ 0 };
	return str_trim(str_sub(line, 2, line.n - 2));
}

static int read_lines(struct dict *d, struct str text, head_of *head, const char *expected)
{
	uint32_t category = DICT_NONE, number = 0;
	struct str line;
	int rc = 0;
	while (rc == 0 && dict_line(&text, &line)) {
		number++;
		line = str_trim(line);
		struct str name = head(line);
		if (name.n)
			rc = dict_category(d, name, DICT_NONE, &category);
		else if (line.n && category == DICT_NONE)
			rc = fail(d->e, E_FORMAT, "%.*s:%u: a term before any category: expected %s",
				  STR_ARG(d->report.file), number, expected);
		else if (line.n)
			rc = dict_add_glob(d, category, line, ' ', 1, number);
	}
	return rc;
}

int dict_read_lexicoder(struct dict *d, struct str text)
{
	return read_lines(d, text, lexicoder_head, "+CATEGORY");
}

int dict_read_vbpro(struct dict *d, struct str text)
{
	return read_lines(d, text, vbpro_head, ">>CATEGORY<<");
}
