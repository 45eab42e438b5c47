/* SPDX-License-Identifier: MIT
 *
 * See pdf_operators.h. Operators by their names, and whether the operands are theirs.
 */
#include "pipeline/reader/pdf_operators.h"

#include <string.h>

const char *operand_name(const struct run *r, size_t i, char room[OPERAND_NAME_MAX + 1])
{
	size_t n = r->operands[i].n < OPERAND_NAME_MAX ? r->operands[i].n : OPERAND_NAME_MAX;
	memcpy(room, r->operands[i].p, n);
	room[n] = '\0';
	return room;
}

/* An operator's name, which has at most three characters, as a number. */
static uint32_t key_of(const unsigned char *p, size_t n)
{
	uint32_t key = p[0];
	if (n > 1)
		key |= (uint32_t)p[1] << 8;
	if (n > 2)
		key |= (uint32_t)p[2] << 16;
	return key;
}

#define SLOTS 256

/* The operators by a hash of the key, 0 none. */
static struct slot {
	uint32_t key;
	bool any;                               /* operands of any kinds */
	uint64_t kinds, others;                 /* those that it takes, in two ways */
	bool (*run)(struct run *);
} slots[SLOTS];

/* The key's slot, or the empty one where it would be. */
static struct slot *slot_of(uint32_t key)
{
	unsigned slot = (key * 0x9e3779b1u) >> 24;
	while (slots[slot].key && slots[slot].key != key)
		slot = (slot + 1) % SLOTS;
	return &slots[slot];
}

/* The kinds of operands as struct run has them; p stands for a kind that is given. */
static uint64_t kinds_of(const char *operands, enum lex_kind p)
{
	uint64_t kinds = 0;
	for (; *operands; operands++)
		kinds = kinds << 4
			| (*operands == 'n' ? LEX_NUMBER : *operands == '/' ? LEX_NAME
			   : *operands == 's' ? LEX_STRING : *operands == 'a' ? LEX_OPEN : p);
	return kinds;
}

static void add(const struct operator *op)
{
	uint32_t key = key_of((const unsigned char *)op->name, strlen(op->name));
	*slot_of(key) = (struct slot){ .key = key,
				       .any = op->operands[0] == '*',
				       .kinds = kinds_of(op->operands, LEX_NAME),
				       .others = kinds_of(op->operands, LEX_DICT),
				       .run = op->run };
}

void operators_prepare(void)
{
	static const struct operator *const tables[] = { state_operators, text_operators,
							 object_operators, mark_operators };
	static bool done;
	if (done)
		return;
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		for (const struct operator *op = tables[i]; op->name; op++)
			add(op);
	done = true;
}

/* true, false and null are operands too; none of our operators takes them. */
bool operate(struct run *r, const struct token *t)
{
	const struct slot *op = slot_of(t->n > 3 ? 0 : key_of(t->p, t->n));
	bool good = op->key ? (op->any || r->kinds == op->kinds || r->kinds == op->others)
				      && (!op->run || op->run(r))
			    : r->sections > 0;
	r->n = 0;
	r->kinds = 0;
	return good;
}
