/* SPDX-License-Identifier: MIT
 *
 * See xml_in.h.
 */
#include <expat.h>
#include <limits.h>

#include "pipeline/exchange/xml_in.h"

struct reading {
	XML_Parser parser;
	struct str file;
	const struct xml_events *events;
	struct error *e;
	int depth, rc;
};

static uint32_t line_of(const struct reading *r)
{
	return (uint32_t)XML_GetCurrentLineNumber(r->parser);
}

static void stop(struct reading *r, int rc)
{
	r->rc = rc;
	XML_StopParser(r->parser, XML_FALSE);
}

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
	struct reading *r = ctx;
	if (r->rc < 0)
		return;
	int rc = ++r->depth <= XML_DEPTH_MAX
		? r->events->start(r->events->ctx, name, (const char *const *)attributes, line_of(r))
		: fail(r->e, E_LIMIT, "%.*s:%u: elements lie too deep in each other",
		       STR_ARG(r->file), line_of(r));
	if (rc < 0)
		stop(r, rc);
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
	struct reading *r = ctx;
	r->depth--;
	int rc = r->rc < 0 ? 0 : r->events->end(r->events->ctx, name);
	if (rc < 0)
		stop(r, rc);
}

static void XMLCALL on_text(void *ctx, const XML_Char *s, int n)
{
	struct reading *r = ctx;
	int rc = r->rc < 0 ? 0 : r->events->text(r->events->ctx, (struct str){ s, n });
	if (rc < 0)
		stop(r, rc);
}

static void XMLCALL on_doctype(void *ctx, const XML_Char *name, const XML_Char *system,
			       const XML_Char *public, int has_subset)
{
	struct reading *r = ctx;
	(void)name, (void)system, (void)public, (void)has_subset;
	stop(r, fail(r->e, E_FORMAT, "%.*s:%u: a document type, which no dictionary needs",
		     STR_ARG(r->file), line_of(r)));
}

int xml_read(struct str file, struct str bytes, const struct xml_events *events, struct error *e)
{
	struct reading r = { .file = file, .events = events, .e = e };
	if (bytes.n > INT_MAX)
		return fail(e, E_LIMIT, "%.*s: too large", STR_ARG(file));
	r.parser = XML_ParserCreate(NULL);
	if (!r.parser)
		return fail(e, E_NOMEM, "no memory to read '%.*s'", STR_ARG(file));
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, on_start, on_end);
	XML_SetCharacterDataHandler(r.parser, on_text);
	XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
	if (XML_Parse(r.parser, bytes.p, (int)bytes.n, 1) != XML_STATUS_OK && r.rc == 0)
		r.rc = fail(e, E_FORMAT, "%.*s:%u: %s", STR_ARG(file), line_of(&r),
			    XML_ErrorString(XML_GetErrorCode(r.parser)));
	XML_ParserFree(r.parser);
	return r.rc;
}
