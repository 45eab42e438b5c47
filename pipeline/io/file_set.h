/* SPDX-License-Identifier: MIT
 *
 * Several files of a folder that appear together: all of them, or none.
 */
#ifndef LM_IO_FILE_SET_H
#define LM_IO_FILE_SET_H

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"

struct sink;

struct file_set {
	struct sink **at;
	ptrdiff_t n, cap;
};

/* One more file, folder/name, with these bytes; folders on the way are made. E_IO, E_NOMEM. */
int file_set_add(struct file_set *set, const char *folder, struct str name, struct str bytes,
		 struct error *e);

/* Give all files their names. E_IO. */
int file_set_commit(struct file_set *set, struct error *e);

/* Those without a name yet are removed. */
void file_set_release(struct file_set *set);

#endif
