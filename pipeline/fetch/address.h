/* SPDX-License-Identifier: MIT
 *
 * A web address, taken apart (RFC 3986): what is asked of whom.
 */
#ifndef LM_FETCH_ADDRESS_H
#define LM_FETCH_ADDRESS_H

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"

#define ADDRESS_MAX 2000

struct address {
	struct str origin;       /* "https://example.org:8443", in lower case where case is no matter */
	struct str path;         /* with the query: "/a?b"; "/" when there is none */
	char text[ADDRESS_MAX + 64];   /* holds both */
	bool secure;             /* https */
};

/* E_USAGE for what is no http or https address, holds a name or password, blanks or bytes that are
 * no printable ASCII, or is too long. The part after '#' is left out. */
int address_parse(struct address *a, struct str text, struct error *e);

#endif
