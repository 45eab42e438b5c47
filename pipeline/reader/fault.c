/* SPDX-License-Identifier: MIT
 *
 * A child that misbehaves on demand, so that tests can see what the program around it does with a
 * parser that hangs, eats memory, crashes, floods, sends nonsense or tries to get out.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/reader/child.h"

static void eat_memory(void)
{
	size_t n = (size_t)1 << 20;
	for (;;) {
		char *p = malloc(n);
		if (!p)
			out_no_memory();
		memset(p, 1, n);
	}
}

static void flood(void)
{
	static const char line[] = "The same line again and again, with no end.";
	struct wire_block block = { 0, 0 };
	for (;;)
		out_block(WIRE_PARA, 0, &block, line, sizeof line - 1);
}

_Noreturn static void garbage(void)
{
	unsigned seed = 1;
	for (int i = 0; i < 20000; i++) {
		seed = seed * 1103515245u + 12345u;
		out_raw(&seed, sizeof seed);
	}
	out_end(WIRE_OK, "%s", "");
}

void fault_run(uint32_t fault)
{
	switch (fault) {
	case WIRE_FAULT_HANG:
		for (volatile unsigned i = 0;; i++) {
		}
	case WIRE_FAULT_OOM:
		eat_memory();
		break;
	case WIRE_FAULT_CRASH:
		abort();
	case WIRE_FAULT_FLOOD:
		flood();
		break;
	case WIRE_FAULT_GARBAGE:
		garbage();
	case WIRE_FAULT_ESCAPE:
		out_end(WIRE_INTERNAL, "opened a file for writing: %d",
			open("/dev/null", O_WRONLY));
	default:
		break;
	}
}
