/* SPDX-License-Identifier: MIT
 *
 * The mark that the linker leaves in a program: a hash of all that it linked.
 * Two builds that differ in code or data differ in it.
 */
#ifndef LM_BASE_BUILD_ID_H
#define LM_BASE_BUILD_ID_H

#include <stdbool.h>
#include <stdint.h>

/* Mix the GNU build id of the ELF program that is open as fd into *h. false: it has none, or is no
 * such program. Reads a few hundred bytes. */
bool build_id_add(uint64_t *h, int fd);

/* The same of this program and all libraries that it has loaded. false: one of them has none. */
bool build_id_add_loaded(uint64_t *h);

#endif
