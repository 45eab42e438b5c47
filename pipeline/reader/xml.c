/* SPDX-License-Identifier: MIT
 *
 * XML by libxml2's xmlReader: the one file that includes it.
 */
#include "pipeline/reader/xml.h"

#include <limits.h>
#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/base/library.h"
#include "pipeline/reader/out.h"
#include "pipeline/reader/text.h"

/* What we call of libxml2, which is loaded when the first document that is XML comes, as libarchive
 * is (zip.c). */
#define FUNCTIONS(X)                                                                               \
	X(xmlReaderForMemory) X(xmlTextReaderSetErrorHandler) X(xmlFreeTextReader)                 \
	X(xmlTextReaderRead) X(xmlTextReaderNodeType) X(xmlTextReaderIsEmptyElement)               \
	X(xmlTextReaderConstLocalName) X(xmlTextReaderConstValue)                                  \
	X(xmlTextReaderMoveToNextAttribute) X(xmlTextReaderMoveToElement)

static struct libxml {
	FUNCTIONS(LIBRARY_MEMBER)
	bool loaded;
	char why[160];                          /* it is not */
} lib;

struct xml {
	xmlTextReaderPtr reader;
	bool pending_end, broken;               /* pending: the end of an empty element */
};

static void quiet(void *user, const char *message, xmlParserSeverities severity,
		  xmlTextReaderLocatorPtr at)
{
	(void)user, (void)message, (void)severity, (void)at;
}

#define LIBRARY_STRUCT struct libxml

void xml_prepare(void)
{
	static const char *const names[] = { "libxml2.so.2", NULL };
	static const struct library_function list[] = { FUNCTIONS(LIBRARY_FUNCTION) };
	lib.loaded = lib.loaded
		|| library_load(names, list, sizeof list / sizeof *list, &lib, lib.why,
				sizeof lib.why);
}

struct xml *xml_open(const char *p, size_t n)
{
	xml_prepare();
	if (!lib.loaded)
		out_end(WIRE_INTERNAL, "DOCX needs libxml2 (Debian's package libxml2): %s", lib.why);
	struct xml *x = must_alloc(sizeof *x);
	*x = (struct xml){ 0 };
	if (n > INT_MAX)
		out_end(WIRE_LIMIT, "a part of more than 2 GiB");
	x->reader = lib.xmlReaderForMemory(p, (int)n, NULL, NULL,
				       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING
					       | XML_PARSE_COMPACT);
	if (!x->reader)
		out_no_memory();
	lib.xmlTextReaderSetErrorHandler(x->reader, quiet, NULL);
	return x;
}

void xml_close(struct xml *x)
{
	lib.xmlFreeTextReader(x->reader);
	free(x);
}

enum xml_event xml_next(struct xml *x)
{
	if (x->pending_end) {
		x->pending_end = false;
		return XML_END;
	}
	for (;;) {
		int rc = lib.xmlTextReaderRead(x->reader);
		if (rc != 1) {
			x->broken = rc < 0;
			return XML_END_OF_FILE;
		}
		switch (lib.xmlTextReaderNodeType(x->reader)) {
		case XML_READER_TYPE_ELEMENT:
			x->pending_end = lib.xmlTextReaderIsEmptyElement(x->reader) == 1;
			return XML_START;
		case XML_READER_TYPE_END_ELEMENT:
			return XML_END;
		case XML_READER_TYPE_TEXT:
		case XML_READER_TYPE_CDATA:
		case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		case XML_READER_TYPE_WHITESPACE:
			return XML_TEXT;
		default:
			break;
		}
	}
}

const char *xml_name(const struct xml *x)
{
	const xmlChar *name = lib.xmlTextReaderConstLocalName(x->reader);
	return name ? (const char *)name : "";
}

const char *xml_text(const struct xml *x)
{
	const xmlChar *value = lib.xmlTextReaderConstValue(x->reader);
	return value ? (const char *)value : "";
}

bool xml_attribute(struct xml *x, const char *name, char *value, size_t room)
{
	bool found = false;
	value[0] = 0;
	while (!found && lib.xmlTextReaderMoveToNextAttribute(x->reader) == 1) {
		if (strcmp(xml_name(x), name) != 0)
			continue;
		const char *v = xml_text(x);
		size_t n = strlen(v) < room - 1 ? strlen(v) : room - 1;
		memcpy(value, v, n);
		value[n] = 0;
		found = true;
	}
	lib.xmlTextReaderMoveToElement(x->reader);
	return found;
}

bool xml_broken(const struct xml *x)
{
	return x->broken;
}
