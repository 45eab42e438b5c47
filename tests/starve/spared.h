/* SPDX-License-Identifier: MIT
 *
 * Where libarchive's code lies: what it allocates does not fail, for what it does
 * then is not ours to mend.
 */
#ifndef LM_TESTS_STARVE_SPARED_H
#define LM_TESTS_STARVE_SPARED_H

#include <link.h>
#include <stdint.h>
#include <string.h>

static uintptr_t spared_from, spared_to;

/* For dl_iterate_phdr(). */
static int find_spared(struct dl_phdr_info *info, size_t size, void *unused)
{
	(void)size, (void)unused;
	if (!strstr(info->dlpi_name, "/libarchive.so"))
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		if (p->p_type != PT_LOAD || !(p->p_flags & PF_X))
			continue;
		spared_from = info->dlpi_addr + p->p_vaddr;
		spared_to = spared_from + p->p_memsz;
	}
	return 1;
}

#endif
