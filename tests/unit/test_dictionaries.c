/* SPDX-License-Identifier: MIT
 *
 * Dictionaries of other programs, line by line: what is read of them, what is noted, what is refused.
 * The result is written as a line an entry, "category: pattern weight", and the notes or the error.
 */
#include "pipeline/exchange/to_lexicon.h"

/* After ours: cmocka's fail() is a macro. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

static const struct {
	const char *why;
	enum dict_format format;
	struct str in;
	const char *want;
} files[] = {
	{ "numbers behind blanks, several of them", DICT_LIWC, STR("%\n1 A\n2\tB\n%\nsocial work 1 2\nvisit 2\n"),
	  "a: =social =work 1\n"
	  "b: =social =work 1\n"
	  "b: =visit 1\n" },
	{ "a term without numbers", DICT_LIWC, STR("%\n1 A\n%\nalone\n\t1\n"),
	  "" },
	{ "a legend without a name", DICT_LIWC, STR("%\n1\n%\n"),
	  "error: f:2: expected a number and the name of a category\n" },
	{ "a legend without a number", DICT_LIWC, STR("%\nA\n%\n"),
	  "error: f:2: expected a number and the name of a category\n" },
	{ "no legend", DICT_LIWC, STR("a 1\n"),
	  "error: f:1: expected a line with % before the legend\n" },
	{ "a legend without an end", DICT_LIWC, STR("\n%\n1 A\n"),
	  "error: f:3: expected a line with % behind the legend\n" },
	{ "words where numbers should be", DICT_LIWC, STR("%\n1 A\n%\nword\tx\n"),
	  "f:4: lost: the legend has no number -1\n"
	  "error: f:4: expected numbers of categories behind the term\n" },
	{ "numbers too large, and of no category", DICT_LIWC, STR("%\n1 A\n%\nword\t99999999999 7 1\n"),
	  "a: =word 1\n"
	  "f:4: lost: the legend has no number -1\n"
	  "f:4: lost: the legend has no number 7\n" },
	{ "conditions that are broken", DICT_LIWC,
	  STR("%\n1 A\n2 B\n%\nlike\t(1 x)2\nkind\t(1\nof\t(7)2\nso\t()1\nold <man>\t1/2\nyou <\t1\n"),
	  "f:5: lost: the legend has no number -1\n"
	  "f:5: lost: a condition of '=like'\n"
	  "f:5: lost: the legend has no number -1\n"
	  "error: f:5: expected numbers of categories behind the term\n" },
	{ "a condition of a regular expression", DICT_LIWC, STR("%\n1 A\n2 B\n%\na?b\t(1)2\n"),
	  "f:5: 'a?b' has become a regular expression\n"
	  "f:5: lost: a condition of '/\\\\ba\\\\wb\\\\b/'\n" },
	{ "a legend with gaps and a child of nobody", DICT_LIWC, STR("%\n\t1 A\n\n2 B\n\t\t3 C\n%\n\na\t1\nb\t2 3\n"),
	  "a: =a 1\n"
	  "b: =b 1\n"
	  "b>c: =b 1\n" },
	{ "a legend deeper than any", DICT_LIWC, STR("%\n1 A\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t2 B\n%\n"),
	  "error: f:3: expected a number and the name of a category\n" },
	{ "figures that are words", DICT_LIWC, STR("%\n1 A\n%\n12 1\nword1\n12\n% 1\n"),
	  "a: =12 1\n"
	  "a: /\\%/ 1\n"
	  "f:7: '%' has become a regular expression\n" },
	{ "conditions", DICT_LIWC,
	  STR("%\n1 A\n2 B\n%\nlike\t(1 2)2/1\nof\t(1)/2\nso\t(1)7/2\nkind <of>\t1/2\nold\t<man>1 2\nsort <of> 2\n\t(1)2\n"),
	  "b: (@a|@b) =like 1\n"
	  "a: =like unless (@a|@b) =like 1\n"
	  "b: =of unless (@a) =of 1\n"
	  "b: =so unless (@a) =so 1\n"
	  "a: =kind =of 1\n"
	  "b: =kind unless =kind =of 1\n"
	  "a: =old =man 1\n"
	  "b: =old 1\n"
	  "b: =sort =of 1\n"
	  "f:7: lost: the legend has no number 7\n"
	  "f:11: '(1)2' has become a regular expression\n"
	  "f:5: lost: '(@a|@b) =like' where a rule names B\n" },
	{ "wildcards", DICT_LEXICODER, STR("+A\nab*cd\n*ing\n* end\nend *\na * b\n?\nteach**\nwell-being\nC++\nab\n"),
	  "a: /\\bab\\w*cd\\b/ 1\n"
	  "a: /\\b\\w*ing\\b/ 1\n"
	  "a: =a <1-1> =b 1\n"
	  "a: /\\b\\w\\b/ 1\n"
	  "a: teach* 1\n"
	  "a: =well-being 1\n"
	  "a: /\\bc\\+\\+/ 1\n"
	  "a: =ab 1\n"
	  "f:2: 'ab*cd' has become a regular expression\n"
	  "f:3: '*ing' has become a regular expression\n"
	  "f:4: lost: '* end' starts or ends with any word\n"
	  "f:5: lost: 'end *' starts or ends with any word\n"
	  "f:7: '?' has become a regular expression\n"
	  "f:9: changed: 'well-being' is found written apart, too\n"
	  "f:10: 'C++' has become a regular expression\n" },
	{ "many words", DICT_LEXICODER, STR("+A\na b c d e f g h i j k l m n o p q r s t u v w x y z\n"),
	  "a: =a =b =c =d =e =f =g =h =i =j =k =l =m =n =o =p =q =r =s =t =u =v =w =x =y =z 1\n" },
	{ "a term before any category", DICT_LEXICODER, STR("a\n+A\n"),
	  "error: f:1: a term before any category: expected +CATEGORY\n" },
	{ "a category without a name", DICT_LEXICODER, STR("+\na\n"),
	  "error: f:1: a term before any category: expected +CATEGORY\n" },
	{ "brackets that are none", DICT_VBPRO, STR(">><<\na\n"),
	  "error: f:1: a term before any category: expected >>CATEGORY<<\n" },
	{ "a control character in a term, lines that end in returns", DICT_VBPRO,
	  STR(">>A<<\r\na\x01" "b\rc\r\n\r\nd"),
	  "a: =c 1\n"
	  "a: =d 1\n"
	  "f:2: 'a\\x01b' has become a regular expression\n"
	  "f:2: lost: '/\\\\ba\\\\\\x01b\\\\b/': it holds what is no text\n" },
	{ "a control character in a category", DICT_VBPRO, STR(">>A\x02<<\na\n"),
	  "error: f: the name of a category is no text\n" },
	{ "a byte that deletes in a category", DICT_VBPRO, STR(">>A\x7F<<\na\n"),
	  "error: f: the name of a category is no text\n" },
	{ "a control character of two bytes in a category", DICT_VBPRO, STR(">>A\xC2\x85<<\na\n"),
	  "error: f: the name of a category is no text\n" },
	{ "what only begins like one", DICT_VBPRO, STR(">>A\xC2\xA3<<\na\n"), "a: =a 1\n" },
	{ "two names that make one id", DICT_VBPRO, STR(">>A b<<\na\n>>a-B<<\nb\n>>a b<<\nc\n>>!<<\nd\n"),
	  "a-b: =a 1\n"
	  "a-b-2: =b 1\n"
	  "a-b-3: =c 1\n"
	  "category: =d 1\n" },
	{ "a term twice", DICT_VBPRO, STR(">>A<<\na\na\n>>B<<\na\n>>A<<\na\n"),
	  "a: =a 1\n"
	  "b: =a 1\n"
	  "f:3: '=a' stands twice in A: taken once\n"
	  "f:7: '=a' stands twice in A: taken once\n" },
	{ "Windows-1252", DICT_VBPRO, STR(">>A<<\ncaf\xe9 \x80\x81\n"),
	  "f: not UTF-8: taken for Windows-1252\n"
	  "f:2: lost: '=café =€\\xEF\\xBF\\xBD': expected a word, found '€\\xEF\\xBF\\xBD'\n" },
	{ "UTF-16, little end first", DICT_LEXICODER, STR("\xff\xfe+\0A\0\n\0\x3d\xd8\x00\xde\x3d\xd8x\0\n\0"),
	  "a: =😀�x 1\n" },
	{ "UTF-16, big end first", DICT_LEXICODER, STR("\xfe\xff\0+\0A\0\n\0b\0"),
	  "a: =b 1\n" },
	{ "a table of columns", DICT_DICX, STR("DicTerm,A,B\nx,X,x\ny,1,0\nz,2.5,-1\nq,?,\n,X,X\n"),
	  "a: =x 1\n"
	  "b: =x 1\n"
	  "a: =y 1\n"
	  "a: =z 2.5\n"
	  "b: =z -1\n"
	  "f:5: lost: '?' is neither X nor a number\n" },
	{ "a table without categories", DICT_DICX, STR("DicTerm\nx\n"),
	  "error: f:1: expected a head: DicTerm, then categories\n" },
	{ "an empty table", DICT_DICX, STR(""),
	  "error: f:1: expected a head: DicTerm, then categories\n" },
	{ "a column without a name", DICT_DICX, STR("DicTerm,A,\nx,1,1\n"),
	  "error: f:1: a column without a name\n" },
	{ "more cells than columns", DICT_DICX, STR("DicTerm,A\nx,1,1\n"),
	  "a: =x 1\n"
	  "error: f:2: more cells than the head has columns\n" },
	{ "a table of terms", DICT_CSV,
	  STR("word,Category,WEIGHT,x\na,A>B,200,\nb,A> ,-.5,\n,A,1,\n'=c,A,,\nd,B>A,+1,y\n"),
	  "a>b: =a 100\n"
	  "a: =b -0.5\n"
	  "a: /\\=c\\b/ 1\n"
	  "b-2>a-2: =d 1\n"
	  "f:1: lost: the column 'x'\n"
	  "f:2: changed: the weight of '=a' is 100 here, weights end at 100\n"
	  "f:5: '=c' has become a regular expression\n" },
	{ "patterns of ours, some of them none", DICT_CSV,
	  STR("pattern,category\n(a|b) c?,A\n@set x,A\n(a,A\n/x(/,A\n/x+/,A\nab <0-2> cd,A\n"),
	  "a: (a|b) c? 1\n"
	  "a: @set x 1\n"
	  "a: /x+/ 1\n"
	  "a: ab <0-2> cd 1\n"
	  "f:4: lost: '(a': '(' is not closed\n"
	  "f:5: lost: '/x(/': regex: missing closing parenthesis\n"
	  "error: themes/dictionary.yaml:8:10: no set 'set' in sets.yaml above this\n"
	  "        - '@set x': 1\n"
	  "           ^\n" },
	{ "no column of terms", DICT_CSV, STR("category,weight\nA,1\n"),
	  "error: f:1: expected the columns term (or pattern), category, and weight if any\n" },
	{ "no column of categories", DICT_CSV, STR("term\na\n"),
	  "error: f:1: expected the columns term (or pattern), category, and weight if any\n" },
	{ "nothing at all", DICT_CSV, STR(""),
	  "error: f:1: an empty file\n" },
	{ "a weight that is no number", DICT_CSV, STR("term,category,weight\na,A,heavy\n"),
	  "error: f:2: expected a number as weight\n" },
	{ "weights that look like numbers", DICT_CSV, STR("term,category,weight\na,A,1.2.3\n"),
	  "error: f:2: expected a number as weight\n" },
	{ "a term without a category", DICT_CSV, STR("term,category\na,\n"),
	  "error: f:2: a term without a category\n" },
	{ "categories too deep", DICT_CSV,
	  STR("term,category\na,1>2>3>4>5>6>7>8>9>10>11>12>13>14>15>16>17>18>19>20>21>22>23>24>25>26>27>28>29>30>31>32>33\n"),
	  "error: f:2: categories lie too deep in each other\n" },
	{ "indents and weights", DICT_WORDSTAT, STR("A\n\tB\n\t\tX (2)\n\tY\n\tZ (x)\nC (1)\n"),
	  "a>b: =x 2\n"
	  "error: f:6: a term before any category\n" },
	{ "rules of nearness", DICT_WORDSTAT,
	  STR("A\n\tX (1)\nB\n\t@R [#A NEAR x /S 3] (1)\n\t@S [#A BEFORE y /P 2] (1)\n\t@T [a AFTER b] (1)\n"
	      "\t@U [a NOT NEAR b /C 3] (1)\n\t@V [x] (1)\n\t@W x (1)\n\t@X [#A SOMEWHERE y] (1)\n"),
	  "a: =x 1\n"
	  "b: (@a) NEAR/2 (=x) 1\n"
	  "b: (=b) THEN/20 (=a) 1\n"
	  "f:9: lost: the rule '@W x'\n"
	  "f:4: the rule '#A NEAR x /S 3' is read as '(@a) NEAR/2 (=x)'\n"
	  "f:5: lost: the rule '#A BEFORE y /P 2'\n"
	  "f:6: the rule 'a AFTER b' is read as '(=b) THEN/20 (=a)'\n"
	  "f:7: lost: the rule 'a NOT NEAR b /C 3'\n"
	  "f:8: lost: the rule 'x'\n"
	  "f:10: lost: the rule '#A SOMEWHERE y'\n" },
	{ "indents that go too deep", DICT_WORDSTAT, STR("\t\tX (1)\nA\n\t\t\t\tY (1)\n"),
	  "error: f:1: a term before any category\n" },
	{ "nested lists", DICT_QUANTEDA, STR("A:\n  B: [x, 'y z*']\n  C:\n    - q\nD: w\nE: 3\n"),
	  "a>b: =x 1\n"
	  "a>b: /\\by\\W+z\\w*\\b/ 1\n"
	  "a>c: =q 1\n"
	  "d: =w 1\n"
	  "e: =3 1\n"
	  "f:2: 'y z*' has become a regular expression\n" },
	{ "a list of lists", DICT_QUANTEDA, STR("A: [[x], {b: c}]\n"),
	  "a: =x 1\n"
	  "a>b: =c 1\n" },
	{ "no mapping", DICT_QUANTEDA, STR("- a\n"),
	  "error: f:1:1: expected categories with lists of terms, found a list\n"
	  "  - a\n"
	  "  ^\n" },
	{ "broken YAML", DICT_QUANTEDA, STR("A: [x\n"),
	  "error: f:2:1: did not find expected ',' or ']' while parsing a flow sequence, line 1\n"
	  "  \n"
	  "  ^\n" },
	{ "XML without a dictionary", DICT_YOSHIKODER, STR("<a><b/></a>"),
	  "error: f: no categories in it\n" },
	{ "XML that breaks off", DICT_YOSHIKODER, STR("<dictionary><cnode name='r'><cnode name='A'><pnode name='x'/>"),
	  "a: =x 1\n"
	  "error: f:1: no element found\n" },
	{ "regular expressions and scores", DICT_YOSHIKODER,
	  STR("<dictionary patternengine='regexp'><cnode name='r'><cnode name='A'><pnode name='x+' score='2'/>"
	      "<pnode name='(' score='x'/><pnode/></cnode></cnode></dictionary>"),
	  "a: /x+/ 2\n"
	  "f:1: lost: the score 'x'\n"
	  "f:1: lost: '/(/': regex: missing closing parenthesis\n" },
};

static void render(struct buf *out, const struct dict *d)
{
	for (ptrdiff_t i = 0; i < d->entries.n; i++) {
		const struct dict_entry *x = &d->entries.at[i];
		const struct dict_category *c = &d->categories.at[x->category];
		if (c->parent != DICT_NONE)
			buf_addf(out, "%.*s>", STR_ARG(d->categories.at[c->parent].id));
		buf_addf(out, "%.*s: %.*s", STR_ARG(c->id), STR_ARG(x->pattern));
		if (x->unless.n)
			buf_addf(out, " unless %.*s", STR_ARG(x->unless));
		buf_addf(out, " %g\n", x->weight);
	}
	buf_add(out, buf_str(&d->report.lines));
}

static void read_file(ptrdiff_t i, struct buf *out)
{
	struct error e = { 0 };
	struct dict d;
	struct lexicon_text text = { 0 };
	dict_init(&d, &e);
	d.report.file = S("f");
	int rc = dict_read(&d, files[i].format, files[i].in);
	if (rc == 0)
		rc = dict_to_lexicon(&d, S("f"), S("f"), &text);
	if (rc == 0)
		rc = lexicon_text_check(&text, &e);
	render(out, &d);
	if (rc < 0)
		buf_addf(out, "error: %s\n", e.msg);
	assert_true((rc < 0) == (e.code != E_OK) && e.code != E_NOMEM && e.code != E_INTERNAL);
	lexicon_text_release(&text);
	dict_release(&d);
}

static void test_files(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(files); i++) {
		struct buf got = { 0 };
		read_file(i, &got);
		if (!str_eq(buf_str(&got), str_of(files[i].want)))
			fail_msg("%s:\n%.*swanted:\n%s", files[i].why, STR_ARG(buf_str(&got)), files[i].want);
		buf_release(&got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
	};
	return cmocka_run_group_tests_name("dictionaries of other programs", tests, NULL, NULL);
}
