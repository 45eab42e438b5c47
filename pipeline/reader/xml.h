/* SPDX-License-Identifier: MIT
 *
 * A pull reader of XML parts: starts, ends and text of elements by local name; prefixes differ
 * between writers (and between the strict and the transitional kind of DOCX), so they are not read.
 */
#ifndef LEITMOTIF_READER_XML_H
#define LEITMOTIF_READER_XML_H

#include <stdbool.h>
#include <stddef.h>

struct xml;

enum xml_event { XML_END_OF_FILE, XML_START, XML_END, XML_TEXT };

/* Load the library, if that is still to be done: behind the filter it cannot be opened. */
void xml_prepare(void);

/* Read n bytes, which must stay. No network, no external or expanded entities, depth at most 256.
 * Ends the child when there is no memory. */
struct xml *xml_open(const char *p, size_t n);
void xml_close(struct xml *x);

enum xml_event xml_next(struct xml *x);

/* Of the event that was read last; name and text stay until the next xml_next(). An element without
 * content gives a start and an end. */
const char *xml_name(const struct xml *x);
const char *xml_text(const struct xml *x);

/* Copy the attribute of that local name into value; false, and "" in value, when there is none. */
bool xml_attribute(struct xml *x, const char *name, char *value, size_t room);

/* Whether the XML broke off with an error; what came before was read. */
bool xml_broken(const struct xml *x);

#endif
