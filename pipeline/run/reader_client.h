/* SPDX-License-Identifier: MIT
 *
 * The main program's side of the sandboxed readers (pipeline/doc/wire.h): one
 * server process a worker, started when the first foreign document comes, and
 * started again after it died.
 */
#ifndef LM_RUN_READER_CLIENT_H
#define LM_RUN_READER_CLIENT_H

#include "pipeline/base/error.h"
#include "pipeline/doc/doc.h"
#include "pipeline/run/config.h"

struct reader_client;

int reader_client_new(struct reader_client **out, const struct config *config, struct error *e);
void reader_client_free(struct reader_client *r);

/* Read d->raw, which is of the given format, in a sandboxed process: fills source, lines, pages
 * and properties. 0, with d degraded where something is missing; or -code with *e saying why
 * nothing could be read (timeout, memory, crash, sandbox, limit, format, encrypted). Where d->portion.may
 * and there is much text, d is its first portion afterwards, and d->portion says so. */
int reader_client_extract(struct reader_client *r, struct doc *d, enum doc_format format,
			  struct error *e);

/* The next portion of the document that d->portion says is in portions, behind reader_client_extract()
 * by the same client; the last one tells how all of it ended. Errors as there. */
int reader_client_continue(struct reader_client *r, struct doc *d, struct error *e);

/* What held the parser of every document so far, in words; NULL when there was none. */
const char *reader_client_level(const struct reader_client *r);

#endif
