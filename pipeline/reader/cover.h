/* SPDX-License-Identifier: MIT
 *
 * Under gcov (LM_COVERAGE) a child writes the counters by hand, since it leaves by _exit(), and the
 * parts of the sandbox that would forbid it are left off.
 */
#ifndef LEITMOTIF_READER_COVER_H
#define LEITMOTIF_READER_COVER_H

#ifdef LM_COVERAGE
void __gcov_dump(void);
enum { COVER = 1 };
static inline void cover_dump(void)
{
	__gcov_dump();
}
#else
enum { COVER = 0 };
static inline void cover_dump(void) {}
#endif

#endif
