/* SPDX-License-Identifier: MIT
 *
 * One of N shares of a run's inputs, for as many tasks that know nothing of
 * each other: each lists all inputs, opens few of them, and comes to the same
 * shares. What decides is content, not names or order: files are dealt out by
 * size, largest first, each to the share that is lightest so far (Graham 1969:
 * no share is over 4/3 of the best). Files with the same content come into one
 * share, where they are read once. An archive is one input here.
 */
#ifndef LM_IO_SHARD_H
#define LM_IO_SHARD_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"

#define SHARDS_MAX 10000

struct shard;

/* "3/8" into *number (from 1) and *of; E_USAGE. */
int shard_parse(const char *word, unsigned *number, unsigned *of, struct error *e);

/* Share number of the inputs in paths: files and folders; E_USAGE for a pipe or "-", which can be
 * read but once. Of files of the same size two pieces are read. As source_new() otherwise. */
int shard_new(struct shard **out, char *const *paths, int count, unsigned number, unsigned of,
	      const volatile sig_atomic_t *stop, struct error *e);
void shard_free(struct shard *s);

/* Does the input of this id belong to the share? One that was not there when the inputs were
 * listed falls to a share by its name. */
bool shard_has(const struct shard *s, struct str id);

/* How many files and bytes the share has, and all shares together. */
struct shard_size {
	uint64_t files, bytes, all_files, all_bytes;
};
struct shard_size shard_size(const struct shard *s);

/* "3/8 HEX": HEX is a hash over names, sizes and contents (as far as looked at) of all inputs. Two
 * shares fit together when it is the same. Valid as long as s. */
struct str shard_name(const struct shard *s);

#endif
