/* SPDX-License-Identifier: MIT
 *
 * Scopes of cues: what a negator turns and where it ends, quantities and what
 * is said of them, conditions.
 */
#include "tests/unit/polarity_rig.h"

static const struct {
	const char *why;
	struct str text, cue, rule;     /* the cue that is looked at, and what it must follow */
} scopes[] = {
	{ "a negator turns criticism", STR("Here is no delay."), STR("delay"),
	  STR("bad negated") },
	{ "and its list", STR("Here is no drift or delay."), STR("delay"), STR("bad negated") },
	{ "but ends at a contrast", STR("There is no drift, but there is delay."), STR("delay"),
	  STR("bad") },
	{ "and at the end of a condition",
	  STR("When care is not the plan, delay is the result."), STR("delay"), STR("bad") },
	{ "it turns what it meets first", STR("It is not timely, and there is delay."),
	  STR("delay"), STR("bad") },
	{ "a shortfall turns praise", STR("Letters are not always effective."), STR("effective"),
	  STR("good negated") },
	{ "but no criticism", STR("Plans are not always poor."), STR("poor"), STR("bad") },
	{ "unless it is negated", STR("It is no longer too slow."), STR("too slow"),
	  STR("bad negated") },
	{ "a need wishes", STR("The board should be effective."), STR("effective"),
	  STR("wished") },
	{ "a reducer lessens", STR("Work reduces the risk."), STR("risk"), STR("topic reduced") },
	{ "unless it is turned", STR("It does not reduce the risk."), STR("risk"),
	  STR("topic unreduced") },
	{ "a quantity goes the wrong way", STR("Vacancies increased."), STR("increased"),
	  STR("quantity to the bad") },
	{ "a quantity goes the right way", STR("Attendance increased."), STR("increased"),
	  STR("quantity to the good") },
	{ "an amount turns none", STR("Too many teams have high vacancies."), STR("high"),
	  STR("quantity to the bad") },
	{ "another shortfall does", STR("Vacancies are not always high."), STR("high"),
	  STR("quantity to the good") },
	{ "what lies between two negators is turned", STR("Nobody is never late or without help."),
	  STR("late"), STR("bad negated") },
	{ "no cue at all", STR("The panel sits in the old town hall."), STR(""), STR("silent") },
	{ "no cue but a number", STR("The area has 12 halls."), STR(""), STR("figure") },
	{ "a longer cue hides a shorter", STR("It is not good enough."), STR("not good"),
	  STR("shortfall") },
};

static void test_scopes(void **state)
{
	struct polarity_rig *r = *state;
	for (ptrdiff_t i = 0; i < countof(scopes); i++) {
		const struct code *k = polarity_of(r, scopes[i].text, "planning-review");
		bool found = false;
		for (uint32_t j = 0; j < k->cue_count; j++) {
			const struct cue_use *u = &r->d.cue_uses.at[k->cue_first + j];
			found |= str_eq(u->rule, scopes[i].rule) &&
				 str_starts(doc_text(&r->d, u->off, u->len), scopes[i].cue);
		}
		if (!found)
			print_error("%s: %s\n", scopes[i].why, scopes[i].text.p);
		assert_true(found);
	}
}

/* Whether a cue that starts with text is among the evidence. */
static bool counts(struct polarity_rig *r, const struct code *k, const char *text)
{
	for (uint32_t j = 0; j < k->cue_count; j++) {
		const struct cue_use *u = &r->d.cue_uses.at[k->cue_first + j];
		if (str_starts(doc_text(&r->d, u->off, u->len), str_of(text)))
			return true;
	}
	return false;
}

/* A quantity of which something is said is judged by that alone. */
static void test_judged_quantities(void **state)
{
	struct polarity_rig *r = *state;
	const char *t = "recruitment-retention";
	assert_true(counts(r, polarity_of(r, S("There are delays."), t), "delays"));
	assert_false(counts(r, polarity_of(r, S("Delays have fallen."), t), "Delays"));
	assert_false(counts(r, polarity_of(r, S("Delays are no longer a concern."), t), "Delays"));
	assert_false(counts(r, polarity_of(r, S("A high tower was built."), t), "high"));
}

static void test_conditions_count_less(void **state)
{
	struct polarity_rig *r = *state;
	float is = polarity_of(r, S("Plans are weak, and the board acts."), "planning-review")->bad;
	float where = polarity_of(r, S("Where plans are weak, the board acts."),
				  "planning-review")->bad;
	assert_true(where < is - 0.5f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scopes),
		cmocka_unit_test(test_judged_quantities),
		cmocka_unit_test(test_conditions_count_less),
	};
	return cmocka_run_group_tests(tests, polarity_set_up, polarity_tear_down);
}
