/* SPDX-License-Identifier: MIT
 *
 * A log that many runs append to: "2026-11-22T03:17:00Z warning TEXT", one
 * write(2) a line, so that lines of two programs do not mix.
 */
#ifndef LM_IO_LOG_H
#define LM_IO_LOG_H

#include "pipeline/base/error.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO };

/* Open for appending: the descriptor, to be closed by the caller, or -E_IO. */
int log_open(const char *path, struct error *e);

/* Append a line; line feeds in it become blanks. A log that cannot be written is no reason to
 * stop. fd -1: nothing happens. */
void log_line(int fd, enum log_level level, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
