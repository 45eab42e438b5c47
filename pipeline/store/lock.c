/* SPDX-License-Identifier: MIT
 *
 * See lock.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "pipeline/store/lock.h"

int lock_take(const char *path, struct error *e)
{
	char *name;
	if (asprintf(&name, "%s.lock", path) < 0)
		return fail(e, E_NOMEM, "no memory for a name");
	int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
	int rc = fd;
	if (fd < 0)
		rc = fail_errno(e, E_IO, "cannot open '%s'", name);
	while (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EINTR)
			continue;
		rc = errno == EWOULDBLOCK
			     ? fail(e, E_LOCKED, "another run holds the lock of '%s'", path)
			     : fail_errno(e, E_IO, "cannot lock '%s'", name);
		close(fd);
		fd = -1;
	}
	free(name);
	return rc;
}
