/* SPDX-License-Identifier: MIT
 *
 * A fast non-cryptographic 64-bit hash of bytes, for tables inside one run
 * and for content identities (with the length beside it). Mixing by the
 * 64x64->128 multiply of wyhash (Wang Yi, public domain).
 */
#ifndef LM_BASE_HASH_H
#define LM_BASE_HASH_H

#include <stdint.h>
#include <string.h>

#include "pipeline/base/str.h"

__extension__ typedef unsigned __int128 hash_wide;

static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
	hash_wide r = (hash_wide)a * b;
	return (uint64_t)r ^ (uint64_t)(r >> 64);
}

static inline uint64_t hash_bytes(struct str s, uint64_t seed)
{
	uint64_t h = seed ^ UINT64_C(0x2d358dccaa6c78a5) ^ (uint64_t)s.n;
	uint64_t w[2];
	const char *p = s.p;
	ptrdiff_t n = s.n;
	for (; n >= 16; p += 16, n -= 16) {
		memcpy(w, p, 16);
		h = hash_mix(w[0] ^ h, w[1] ^ UINT64_C(0x8bb84b93962eacc9));
	}
	w[0] = w[1] = 0;
	if (n)
		memcpy(w, p, (size_t)n);
	return hash_mix(w[0] ^ h, w[1] ^ UINT64_C(0xe7037ed1a0b428db));
}

#endif
