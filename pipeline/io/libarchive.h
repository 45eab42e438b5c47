/* SPDX-License-Identifier: MIT
 *
 * What we call of libarchive, which is loaded when the first archive is opened:
 * it brings a dozen other libraries, half the start of a run that reads none.
 */
#ifndef LM_IO_LIBARCHIVE_H
#define LM_IO_LIBARCHIVE_H

#include <archive.h>
#include <archive_entry.h>

#include "pipeline/base/error.h"
#include "pipeline/base/library.h"

#define LIBARCHIVE_FUNCTIONS(X)                                                      \
	X(archive_errno) X(archive_error_string) X(archive_set_error)                \
	X(archive_filter_bytes) X(archive_read_new) X(archive_read_free)             \
	X(archive_read_set_option) X(archive_read_support_format_tar)                \
	X(archive_read_support_format_zip) X(archive_read_support_format_zip_streamable) \
	X(archive_read_support_format_raw)                                           \
	X(archive_read_support_filter_bzip2) X(archive_read_support_filter_xz)       \
	X(archive_read_support_filter_zstd) X(archive_read_open) X(archive_read_open_fd) \
	X(archive_read_open_memory) X(archive_read_next_header) X(archive_read_data) \
	X(archive_read_data_block) X(archive_entry_hardlink) X(archive_entry_filetype) \
	X(archive_entry_pathname) X(archive_entry_pathname_utf8) X(archive_entry_size) \
	X(archive_entry_size_is_set) X(archive_entry_is_data_encrypted)

struct libarchive {
	LIBARCHIVE_FUNCTIONS(LIBRARY_MEMBER)
};

/* The library, loaded once for all threads; NULL, with E_IO in *e, where there is none. */
const struct libarchive *libarchive(struct error *e);

#endif
