/* SPDX-License-Identifier: MIT
 *
 * See error.h.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/base/error.h"

#define X(name, status, text) [E_##name] = { text, status },
static const struct {
	const char *text;
	int status;
} info[] = {
#include "pipeline/base/errors.def"
};
#undef X

int fail(struct error *e, int code, const char *fmt, ...)
{
	if (e->code == E_OK) {
		va_list ap;
		va_start(ap, fmt);
		vsnprintf(e->msg, sizeof e->msg, fmt, ap);
		va_end(ap);
		e->code = code;
	}
	return -code;
}

int fail_errno(struct error *e, int code, const char *fmt, ...)
{
	int saved = errno;
	if (e->code == E_OK) {
		char why[128];
		va_list ap;
		va_start(ap, fmt);
		int n = vsnprintf(e->msg, sizeof e->msg, fmt, ap);
		va_end(ap);
		if (n >= 0 && (size_t)n < sizeof e->msg)
			snprintf(e->msg + n, sizeof e->msg - (size_t)n, ": %s",
				 strerror_r(saved, why, sizeof why));
		e->code = code;
	}
	return -code;
}

const char *error_text(int code)
{
	return code >= 0 && code < E_COUNT ? info[code].text : "unknown error";
}

int error_exit_status(int code)
{
	return code >= 0 && code < E_COUNT ? info[code].status : 2;
}
