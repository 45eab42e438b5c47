/* SPDX-License-Identifier: MIT
 *
 * The mark that the linker leaves in a program: a hash of all that it linked.
 * Two builds that differ in code or data differ in it.
 */
#ifndef LM_STORE_BUILD_ID_H
#define LM_STORE_BUILD_ID_H

#include <stdbool.h>
#include <stdint.h>

/* Mix the GNU build id of the ELF program that is open as fd into *h. false: it has none, or is no
 * such program. Reads a few hundred bytes. */
bool build_id_add(uint64_t *h, int fd);

#endif
