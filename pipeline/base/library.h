/* SPDX-License-Identifier: MIT
 *
 * Functions of a shared library that is loaded when it is first needed: some bring a dozen others,
 * more than a start without them takes.
 */
#ifndef LM_BASE_LIBRARY_H
#define LM_BASE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

/* A function's name, and where its address goes in a struct of pointers. */
struct library_function {
	const char *name;
	size_t at;
};

/* Of an X list of names: the struct's members, and the list; LIBRARY_STRUCT says which struct. */
#define LIBRARY_MEMBER(name) __typeof__(&name) name;
#define LIBRARY_FUNCTION(name) { #name, offsetof(LIBRARY_STRUCT, name) },

/* Load the first library of names (NULL ends them) that is there, and put the addresses of its n
 * functions into *to. It stays until the program ends. False: why says what is missing, and *to is
 * not to be used. */
bool library_load(const char *const *names, const struct library_function *functions, size_t n,
		  void *to, char *why, size_t room);

#endif
