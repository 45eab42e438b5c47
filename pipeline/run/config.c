/* SPDX-License-Identifier: MIT
 *
 * See config.h.
 */
#include <unistd.h>

#include "pipeline/run/config.h"

#define MB ((size_t)1 << 20)
#define JOBS_MAX 64

void config_init(struct config *c)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	*c = (struct config){
		.jobs = cores < 1 ? 1 : cores > JOBS_MAX ? JOBS_MAX : (int)cores,
		.max_doc = 256 * MB,
		.max_members = 1000000,
		.window = MB / 8,     /* small ones stay in the processor's cache */
		.portion = MB,
		.max_arena = 2048 * MB,
		.reader_mem_mb = 1024,
		.reader_cpu_s = 21,   /* behind the clock: a backstop must not race it */
		.reader_wall_ms = 20000,
		.reader_out_max = 256 * MB,
		.sandbox = SANDBOX_AUTO,
	};
}
