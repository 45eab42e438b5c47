/* SPDX-License-Identifier: MIT
 *
 * See outcome.h.
 */
#include <inttypes.h>
#include <stdio.h>

#include "pipeline/run/outcome.h"

void outcome_take(struct doc *d, const struct source_note *note)
{
	static const enum doc_status statuses[] = {
		[SOURCE_OK] = DOC_OK, [SOURCE_PARTIAL] = DOC_PARTIAL, [SOURCE_NOTEXT] = DOC_NOTEXT,
		[SOURCE_FAILED] = DOC_FAILED, [SOURCE_SKIPPED] = DOC_SKIPPED,
		[SOURCE_KNOWN] = DOC_OK
	};
	if (note->outcome != SOURCE_OK)
		doc_degrade(d, statuses[note->outcome], note->why.code, "%s", note->why.msg);
}

bool outcome_alive(const struct doc *d)
{
	return d->status == DOC_OK || (d->status == DOC_PARTIAL && (d->raw.n || d->has));
}

void totals_add(struct totals *t, const struct doc *d)
{
	t->inputs++;
	t->by_status[d->status]++;
	t->bytes += d->raw_size;
	t->words += d->words;
	t->sentences += d->sentences;
	t->coded += d->coded;
	t->warnings += d->warnings;
}

void totals_line(char *line, size_t n, const struct totals *t)
{
	int at = snprintf(line, n, "inputs %" PRIu64, t->inputs);
	for (enum doc_status s = 0; s < DOC_STATUS_COUNT && at > 0 && (size_t)at < n; s++)
		at += snprintf(line + at, n - (size_t)at, " %c %s %" PRIu64, s ? '+' : '=',
			       doc_status_name(s), t->by_status[s]);
}
