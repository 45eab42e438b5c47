/* SPDX-License-Identifier: MIT
 *
 * See build_id.h; elf(5).
 */
#include <elf.h>
#include <link.h>
#include <unistd.h>

#include "pipeline/base/hash.h"
#include "pipeline/base/build_id.h"

enum { PHDRS_MAX = 64, NOTES_MAX = 4096 };

static bool read_at(int fd, uint64_t offset, void *to, size_t n)
{
	return pread(fd, to, n, (off_t)offset) == (ssize_t)n;
}

static size_t aligned(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

/* The build id among the notes, or an empty slice. */
static struct str find_id(const char *notes, size_t n)
{
	ElfW(Nhdr) h;
	for (size_t at = 0; n - at > sizeof h;) {
		memcpy(&h, notes + at, sizeof h);
		at += sizeof h;
		size_t name = aligned(h.n_namesz), size = aligned(h.n_descsz);
		if (name > n - at || size > n - at - name)
			break;
		if (h.n_type == NT_GNU_BUILD_ID && h.n_namesz == 4 && memcmp(notes + at, "GNU", 4) == 0)
			return (struct str){ notes + at + name, (ptrdiff_t)h.n_descsz };
		at += name + size;
	}
	return (struct str){ 0 };
}

bool build_id_add(uint64_t *h, int fd)
{
	ElfW(Ehdr) e;
	ElfW(Phdr) p;
	char notes[NOTES_MAX];
	if (!read_at(fd, 0, &e, sizeof e) || memcmp(e.e_ident, ELFMAG, SELFMAG) != 0 ||
	    e.e_phentsize != sizeof p)
		return false;
	for (unsigned i = 0; i < e.e_phnum && i < PHDRS_MAX; i++) {
		if (!read_at(fd, e.e_phoff + i * sizeof p, &p, sizeof p))
			return false;
		if (p.p_type != PT_NOTE || p.p_filesz > sizeof notes ||
		    !read_at(fd, p.p_offset, notes, p.p_filesz))
			continue;
		struct str id = find_id(notes, p.p_filesz);
		if (id.n < 8)
			continue;
		*h = hash_bytes(id, *h);
		return true;
	}
	return false;
}

/* The kernel's page of code is no library: its name is no file's. */
static bool is_kernels(const char *name)
{
	return str_starts(str_of(name), S("linux-"));
}

static int add_object(struct dl_phdr_info *info, size_t size, void *h)
{
	(void)size;
	if (is_kernels(info->dlpi_name))
		return 0;
	for (unsigned i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		if (p->p_type != PT_NOTE)
			continue;
		struct str id = find_id((const char *)(info->dlpi_addr + p->p_vaddr), p->p_memsz);
		if (id.n < 8)
			continue;
		*(uint64_t *)h = hash_bytes(id, *(uint64_t *)h);
		return 0;
	}
	return 1;
}

bool build_id_add_loaded(uint64_t *h)
{
	return dl_iterate_phdr(add_object, h) == 0;
}
