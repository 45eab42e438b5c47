/* SPDX-License-Identifier: MIT
 *
 * One error: a code from errors.def and one sentence for people. A function
 * that can fail takes a struct error *, returns 0 or -code, and leaves the
 * struct alone on success. The first failure is kept; later ones are dropped.
 * Messages are lower case, say what failed first and quote the subject:
 * "cannot open 'x.pdf': No such file or directory".
 */
#ifndef LM_BASE_ERROR_H
#define LM_BASE_ERROR_H

#include <stdarg.h>

#define X(name, status, text) E_##name,
enum error_code {
#include "pipeline/base/errors.def"
	E_COUNT
};
#undef X

struct error {
	int code;
	char msg[512];
};

/* Set *e unless it is set already. Returns -code, so `return fail(e, E_IO, ...)`. */
int fail(struct error *e, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* fail() with the text of errno (read before anything else) after the message. */
int fail_errno(struct error *e, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The code's short text, and the exit status that the program ends with. */
const char *error_text(int code);
int error_exit_status(int code);

#endif
