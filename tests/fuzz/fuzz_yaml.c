/* SPDX-License-Identifier: MIT
 *
 * The quick reader of YAML (yaml_plain.c): what it takes, libyaml takes too and
 * reads the same.
 */
#include "tests/fuzz/fuzz.h"
#include "tests/unit/yaml_same.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	MUST(yaml_compare(fuzz_bytes(data, size)) != YAML_DIFFERS);
	return 0;
}
