/* SPDX-License-Identifier: MIT
 *
 * See log.h.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "pipeline/io/file.h"
#include "pipeline/io/log.h"

int log_open(const char *path, struct error *e)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
	return fd < 0 ? fail_errno(e, E_IO, "cannot open the log '%s'", path) : fd;
}

void log_line(int fd, enum log_level level, const char *fmt, ...)
{
	static const char *const names[] = { "error", "warning", "info" };
	char line[1024], stamp[32];
	struct tm utc;
	time_t now = time(NULL);
	if (fd < 0)
		return;
	strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
	int head = snprintf(line, sizeof line, "%s %s ", stamp, names[level]);
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(line + head, sizeof line - (size_t)head - 1, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	ptrdiff_t end = (ptrdiff_t)strnlen(line, sizeof line - 2);
	for (ptrdiff_t i = 0; i < end; i++)
		if (line[i] == '\n')
			line[i] = ' ';
	line[end] = '\n';
	file_write(fd, (struct str){ line, end + 1 });
}
