/* SPDX-License-Identifier: MIT
 *
 * One run at a time. The lock is flock(2) on a file beside the store, never
 * the file's presence: it ends with the process, also by kill -9. The
 * descriptor is closed on exec, so that no reader process keeps it.
 */
#ifndef LM_STORE_LOCK_H
#define LM_STORE_LOCK_H

#include "pipeline/base/error.h"

/* Take the lock of the store at path, without waiting. The descriptor, to be closed by the caller;
 * -E_LOCKED when another process holds it, -E_IO when it cannot be had at all (a file system
 * without locks: better no run than two). */
int lock_take(const char *path, struct error *e);

#endif
