/* SPDX-License-Identifier: MIT
 *
 * The polarity cues of a lexicon: polarity.yaml, read, checked and compiled
 * once, then shared by all workers. A cue is a pattern of surface forms,
 * because inflection is polarity ("improved" praises, "improve" asks for it).
 * Cues stand in groups; a group has a class, which says how the cue acts, and
 * two weights: what it adds to "says something good" and "says something bad".
 */
#ifndef LM_LEXICON_CUES_H
#define LM_LEXICON_CUES_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/matcher.h"

/* X(class, its name in the file, what it does) */
#define CUE_CLASSES(X)                                                                       \
	X(GOOD, "good", "praise; a shortfall or a negator before it turns it")               \
	X(BAD, "bad", "criticism; a negator or a reducer before it turns it")                \
	X(BETTER, "better", "praise that tells of a change for the better")                  \
	X(WORSE, "worse", "criticism that tells of a change for the worse")                  \
	X(TOPIC, "topic", "what services deal with (risk, harm): no criticism by itself")    \
	X(SHORTFALL, "shortfall", "a frame that is criticism whatever follows, and turns praise") \
	X(NEGATOR, "negator", "turns the first praise or criticism behind it, and its list") \
	X(NEED, "need", "a recommendation: praise behind it is asked for, not given")        \
	X(REDUCER, "reducer", "criticism or a topic behind it becomes less")                 \
	X(RISE, "rise", "more of the nearest quantity, or of the theme's")                   \
	X(FALL, "fall", "less of it")                                                        \
	X(LOW, "low", "a quantity that is better low")                                       \
	X(HIGH, "high", "a quantity that is better high")                                    \
	X(PLAIN, "plain", "weighs, but neither turns nor is turned")                         \
	X(START, "start", "weighs at the start of a sentence, which may point back")         \
	X(CONTRAST, "contrast", "begins a clause that is judged apart")                      \
	X(CONCESSION, "concession", "the clause up to the next comma is conceded")           \
	X(CONDITION, "condition", "ends a scope, and so does the next punctuation mark")     \
	X(STOP, "stop", "ends a scope")                                                      \
	X(VOID, "void", "no cue: voids every cue that it overlaps")                          \
	X(HEADING, "heading", "as a heading, or as a sentence: what follows is of its kind") \
	X(FRAGMENT, "fragment", "how list items start; weighs without a finite verb")	     \
	X(FINITE, "finite", "a finite verb: the sentence is no fragment")                    \
	X(LINK, "link", "begins a subordinate clause: verbs behind it do not count")         \
	X(DETERMINER, "determiner", "before a word that looks like a verb: it is a noun")

#define X(name, id, what) CUE_##name,
enum cue_class { CUE_CLASSES(X) CUE_CLASS_COUNT };
#undef X

_Static_assert(CUE_CLASS_COUNT <= 32, "a set of classes is a word");

/* Whether c is in a set of classes, a bit each. */
static inline bool cue_is_of(enum cue_class c, uint32_t classes)
{
	return classes >> c & 1;
}

/* X(rule, its name in the file and in the evidence, what it stands for). A cue whose sense a
 * rule has changed adds the rule's weights instead of its group's. */
#define CUE_RULES(X)                                                                         \
	X(GOOD_NEGATED, "good negated", "praise behind a negator or a shortfall")            \
	X(BETTER_NEGATED, "better negated", "the same of a change for the better")           \
	X(WISHED, "wished", "praise that is asked for")                                      \
	X(BAD_NEGATED, "bad negated", "criticism behind a negator")                          \
	X(BAD_REDUCED, "bad reduced", "criticism that something makes less")                 \
	X(BAD_UNREDUCED, "bad unreduced", "the same, but that is negated")                   \
	X(TOPIC_NEGATED, "topic negated", "a topic behind a negator")                        \
	X(TOPIC_REDUCED, "topic reduced", "a topic that something makes less")               \
	X(TOPIC_UNREDUCED, "topic unreduced", "the same, but that is negated")               \
	X(SILENT, "silent", "no cue of the sentence judges anything")                        \
	X(FIGURE, "figure", "the same, and it gives a number")                               \
	X(DOUBLE_NEGATION, "double negation", "two negators in a row, which cancel out")     \
	X(TO_GOOD_QUANTITY, "quantity to the good", "a rise or fall of a named quantity")    \
	X(TO_BAD_QUANTITY, "quantity to the bad", "the same")                                \
	X(TO_GOOD_THEME, "theme to the good", "a rise or fall, by the theme's direction")    \
	X(TO_BAD_THEME, "theme to the bad", "the same")                                      \
	X(FRAGMENT, "fragment", "no finite verb before the first subordinate clause")        \
	X(PREVIOUS, "previous sentence", "times its tone")                                   \
	X(PARAGRAPH, "paragraph", "times the mean tone of the other sentences")              \
	X(TURN, "turn", "times the previous tone, when the sentence starts with a contrast") \
	X(POINTS_BACK, "points back", "times the previous tone, when it starts with 'this'") \

#define X(name, id, what) CUE_RULE_##name,
enum cue_rule { CUE_RULES(X) CUE_RULE_COUNT, CUE_RULE_NONE = CUE_RULE_COUNT };
#undef X

struct cue_weights {
	float good, bad;
};

struct cue_group {
	struct str id;
	struct place place;
	enum cue_class class;
	struct cue_weights weights;
	struct cue_weights theme_weights;  /* instead, for the themes listed */
	const uint16_t *themes;
	uint16_t theme_count;
	uint16_t reach;                    /* words that its scope may be long */
	bool backward;                     /* its scope lies before it */
	uint8_t turns;                     /* START: enum cue_turn */
	bool changes;                      /* RISE, FALL: a change, not a level */
	bool block_only;                   /* HEADING: not a sentence of a paragraph */
	bool quiet_only;                   /* HEADING: for sentences that say nothing themselves */
	bool cancels;                      /* NEGATOR: undoes one before it: "not ... without" */
	bool amount;                       /* SHORTFALL: turns no rise or fall: "too many" */
	bool locked;                       /* fitting leaves its weights alone */
	VEC(struct example) examples;
};

enum cue_turn { CUE_TURN_NONE, CUE_TURN_AGAINST, CUE_TURN_BACK };

struct cue {
	struct str pattern;
	struct place place;
	uint16_t group;
	uint8_t class;                     /* of the group */
	bool gapped;                       /* its words need not stand together */
};

/* The figures of the decision; see the head of polarity.yaml. */
struct cue_decision {
	float bias_good, bias_bad;
	float lean, neutral_below, neutral_within;
	float settled;
	float mixed_good, mixed_bad;
	float repeat, cap;
	float other_clause, concession, condition;
	float tone_scale;
	float quantity_reach;
};

struct cues {
	struct arena mem;
	VEC(struct cue_group) groups;
	VEC(struct cue) cues;
	struct cue_weights rules[CUE_RULE_COUNT];
	bool rule_locked[CUE_RULE_COUNT];
	struct cue_decision decision;
	uint32_t file;                     /* in lexicon.files */
	uint32_t first;                    /* the number of cue 0 among the matcher's patterns */
};

/* Load lx->files.at[file]; lx has its themes, its symbols and its matcher, to which the cues are
 * added, behind the terms. fold is as for matcher_add(). E_LEXICON with file, line and column, or
 * E_NOMEM. */
int cues_load(struct cues **out, const struct lexicon *lx, uint32_t file, struct forms *fold,
	      struct error *e);
void cues_free(struct cues *c);

/* CUE_FINITE, CUE_LINK or CUE_DETERMINER, words too frequent to be matched as cues; or
 * CUE_CLASS_COUNT. */
static inline enum cue_class cue_word_class(const struct form *word)
{
	return word->mark ? (enum cue_class)(word->mark - 1) : CUE_CLASS_COUNT;
}

const char *cue_class_name(enum cue_class c);
struct str cue_rule_name(enum cue_rule r);

/* What a group adds for a theme. */
struct cue_weights cue_group_weights(const struct cue_group *g, uint16_t theme);

#endif
