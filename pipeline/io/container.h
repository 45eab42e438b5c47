/* SPDX-License-Identifier: MIT
 *
 * What holds documents inside, told by content and never by name; and which
 * zip files are themselves documents (DOCX, XLSX, ODT, EPUB are zip files).
 */
#ifndef LM_IO_CONTAINER_H
#define LM_IO_CONTAINER_H

#include <stdint.h>

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"

enum container {
	CONTAINER_NONE,      /* a document */
	CONTAINER_GZIP,
	CONTAINER_BZIP2,
	CONTAINER_XZ,
	CONTAINER_ZSTD,
	CONTAINER_TAR,       /* also its end mark alone: an empty archive */
	CONTAINER_ZIP,
};

/* Bytes at the start that container_sniff() wants to see. */
#define CONTAINER_HEAD 1024

/* head: the first bytes, fewer than CONTAINER_HEAD only when there are no more. */
enum container container_sniff(struct str head);

/* A zip file to look into: open for reading, or in memory when fd is -1. */
struct zip_view {
	int fd;
	uint64_t size;
	struct str bytes;
};

struct zip_facts {
	bool has_directory;  /* the directory at its end is there: it was not cut short */
	bool is_document;
	uint64_t members;    /* as the directory counts them; 0 when it does not tell */
	uint64_t directory;  /* bytes that it may have, at most */
};

/* Look at a zip's directory and at the name of its first member. */
void zip_look(const struct zip_view *v, struct zip_facts *facts);

#endif
