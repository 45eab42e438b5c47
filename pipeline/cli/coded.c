/* SPDX-License-Identifier: MIT
 *
 * See coded.h.
 */
#include <stdlib.h>

#include "pipeline/cli/coded.h"

#define WEIGHT_MOST 100.0

/* "DIR" or "DIR=WEIGHT". */
static int add_extra(struct gold *g, const char *value, const struct lexicon *lx, struct error *e)
{
	char folder[4096];
	const char *sign = strrchr(value, '=');
	double weight = 1;
	if (sign) {
		char *end;
		weight = strtod(sign + 1, &end);
		if (end == sign + 1 || *end || !(weight > 0 && weight <= WEIGHT_MOST))
			return fail(e, E_USAGE, "--extra takes DIR or DIR=WEIGHT with a weight over 0, "
				    "such as coded=0.5, not '%s'", value);
	}
	int n = sign ? (int)(sign - value) : (int)strlen(value);
	if ((size_t)snprintf(folder, sizeof folder, "%.*s", n, value) >= sizeof folder)
		return fail(e, E_IO, "the path of '%s' is too long", value);
	return gold_add_extra(g, folder, weight, lx, e);
}

static int add_examples(struct gold *g, const char *value, const struct lexicon *lx, struct error *e)
{
	char *end;
	double weight = strtod(value, &end);
	if (end == value || *end || !(weight >= 0 && weight <= WEIGHT_MOST))
		return fail(e, E_USAGE, "--examples takes a weight, 0 or more, such as 2, not '%s'", value);
	return weight > 0 ? gold_add_examples(g, weight, lx, e) : 0;
}

int coded_load(struct gold *g, const struct settings *s, const struct lexicon *lx,
	       const char *usage, struct error *e)
{
	if (s->gold.n == 0)
		return fail(e, E_USAGE, "say where the coded sentences are: %s", usage);
	int rc = gold_load(g, s->gold.at[0], s->sets, lx, e);
	for (int i = 1; i < s->gold.n && rc == 0; i++)
		rc = gold_add(g, s->gold.at[i], s->sets, lx, e);
	for (int i = 0; i < s->extra.n && rc == 0; i++)
		rc = add_extra(g, s->extra.at[i], lx, e);
	return rc == 0 && s->examples ? add_examples(g, s->examples, lx, e) : rc;
}
