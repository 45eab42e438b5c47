/* SPDX-License-Identifier: MIT
 *
 * The one door to expat, for dictionaries in XML: elements with attributes and
 * text, in the order in which they stand. A document type is an error, so there
 * are no entities but the five of XML, and nothing outside is ever asked for.
 */
#ifndef LM_EXCHANGE_XML_IN_H
#define LM_EXCHANGE_XML_IN_H

#include <stdint.h>

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"

enum { XML_DEPTH_MAX = 64 };

/* All return 0, or -code with the error set: then reading ends. Strings are gone after the call. */
struct xml_events {
	/* attributes: name, value, ..., NULL */
	int (*start)(void *ctx, const char *name, const char *const *attributes, uint32_t line);
	int (*end)(void *ctx, const char *name);
	int (*text)(void *ctx, struct str s);    /* a piece of it */
	void *ctx;
};

/* Read bytes. E_FORMAT with "FILE:LINE: what", E_LIMIT when elements are too deep in each other, or
 * what an event returns. */
int xml_read(struct str file, struct str bytes, const struct xml_events *events, struct error *e);

#endif
