/* SPDX-License-Identifier: MIT
 *
 * What a result depends on besides its document: when one of it changes, the
 * document's rows are made again.
 */
#ifndef LM_STORE_IDENTITY_H
#define LM_STORE_IDENTITY_H

#include "pipeline/base/error.h"
#include "pipeline/run/stage.h"

#define KEY_SIZE 17

/* reader: of the programs (their build ids: a build is as good as a version) and of the
 * limits that a reader has. coding: of that, the stemmer, the lexicon, the manifest and the options
 * that change what counts. Each 16 hex digits and NUL. */
int identity_keys(const struct stage_shared *sh, char reader[KEY_SIZE], char coding[KEY_SIZE],
		  struct error *e);

#endif
