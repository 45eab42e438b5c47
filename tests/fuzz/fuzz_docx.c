/* SPDX-License-Identifier: MIT
 *
 * DOCX through the whole of its reader (docx.c and all that it calls). A case is the parts of a
 * package, with lines "%%" between them, in the order of the table below; or, when it begins with
 * "PK", a zip file as it stands.
 */
#include <libxml/xmlerror.h>

#include "tests/fuzz/fuzz_reader.h"
#include "tests/unit/zip_make.h"

static const char *const parts[] = { "word/document.xml", "word/styles.xml", "word/footnotes.xml",
				     "word/header1.xml",  "docProps/core.xml", "_rels/.rels",
				     "word/endnotes.xml" };

#define ZIP_UTF8 (1u << 11)                     /* of a member's flags: its name */

static void read_package(struct str bytes)
{
	struct zip z = { 0 };
	zip_add(&z, parts[0], S("<d><p><r><t>a</t></r></p></d>"), ZIP_UTF8);
	zip_add(&z, "word/\303\251.xml", S("<x>&amp;</y>"), ZIP_UTF8);
	const struct fuzz_reader docx = { docx_read, xmlResetLastError, zip_finish(&z) };
	fuzz_reader(&docx, bytes);
	zip_release(&z);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = fuzz_bytes(data, size);
	struct zip z = { 0 };
	if (str_starts(rest, S("PK"))) {
		read_package(rest);
		return 0;
	}
	for (ptrdiff_t i = 0; i < countof(parts) && (i == 0 || rest.n); i++)
		zip_add(&z, parts[i], fuzz_part(&rest), 0);
	read_package(zip_finish(&z));
	zip_release(&z);
	return 0;
}
