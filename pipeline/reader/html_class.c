/* SPDX-License-Identifier: MIT
 *
 * The tables that say which elements are blocks and which are furniture. The words were collected
 * from the pages of councils, news sites and inspectorates; the list is kept short, since a word
 * that also names content costs findings, and what is furniture is marked and not lost.
 */
#include "pipeline/reader/html_class.h"

#include <string.h>

#include "pipeline/reader/text.h"

/* Names are separated by spaces; what is not listed is inline. */
static const struct {
	enum html_role role;
	const char *tags;
} roles[] = {
	{ ROLE_BLOCK, "p div section article main body html address center details summary "
		"fieldset form legend figure hgroup hr dl dt dd thead tbody tfoot" },
	{ ROLE_HEADING, "h1 h2 h3 h4 h5 h6" },
	{ ROLE_ITEM, "li" },
	{ ROLE_LIST, "ul ol dir" },
	{ ROLE_QUOTE, "blockquote" },
	{ ROLE_TABLE, "table" },
	{ ROLE_ROW, "tr" },
	{ ROLE_CELL, "td th" },
	{ ROLE_FURNITURE, "nav footer aside figcaption caption menu dialog button select textarea "
		"noscript label" },
	{ ROLE_HEADER, "header" },
	{ ROLE_DROP, "head script style template svg math iframe object audio video canvas "
		"datalist noframes noembed frameset title" },
	{ ROLE_BREAK, "br" },
	{ ROLE_PRE, "pre" },
	{ ROLE_SUPER, "sup" },
	{ ROLE_BOLD, "b strong" },
};

static const char aria_roles[] = "navigation banner contentinfo complementary search dialog "
	"alertdialog menu menubar toolbar tablist form";

/* Words of class and id names. A word counts when it stands alone between non-letters or at a
 * change from lower to upper case. */
static const char words[] =
	"nav navbar navigation menu breadcrumb breadcrumbs sidebar masthead footer skiplink skip "
	"pagination pager toc search "
	"cookie cookies consent gdpr banner popup modal overlay toast "
	"related recommended recommendations trending promo promotion "
	"comment comments disqus respond share sharing social newsletter subscribe subscription "
	"signup login feedback "
	"advert adverts advertisement ads sponsored sponsor "
	"caption credit tags taglist print copyright hidden noprint";

/* Pairs, for words that alone would be too common. */
static const char *const pairs[][2] = {
	{ "most", "read" }, { "read", "more" }, { "sign", "up" }, { "back", "top" },
	{ "more", "stories" },
	{ "see", "also" }, { "you", "may" }, { "up", "next" }, { "skip", "link" },
	{ "latest", "news" },
	{ "site", "header" }, { "page", "header" }, { "global", "header" }, { "author", "bio" },
	{ "mailing", "list" }, { "editors", "picks" }, { "more", "from" },
};

static const char *const error_titles[] = {
	"not found", "404", "403 forbidden", "access denied", "page unavailable",
	"page not available", 	"internal server error", "500 error", "error 500", "bad gateway",
	"service unavailable", "bad request", "file not available",
	"cannot be found", "can't be found", "no longer available",
	"just a moment", "attention required",
};

#define COUNT(a) (sizeof (a) / sizeof *(a))

/* Whether a list of words separated by spaces has this one, without regard to case. */
static bool listed(const char *list, const char *word, size_t n)
{
	while (n && *list) {
		size_t len = strcspn(list, " ");
		if (len == n && str_eq_nocase((struct str){ list, (ptrdiff_t)len },
				(struct str){ word, (ptrdiff_t)n }))
			return true;
		list += len;
		list += *list == ' ';
	}
	return false;
}

enum html_role html_role(const char *tag, size_t n)
{
	for (size_t i = 0; i < COUNT(roles); i++)
		if (listed(roles[i].tags, tag, n))
			return roles[i].role;
	return ROLE_INLINE;
}

bool html_role_furniture(const char *role)
{
	return listed(aria_roles, role, strlen(role));
}

/* The next word of a name from *p: letters, up to a capital after a small letter. */
static size_t next_word(const char **p)
{
	while (**p && !ascii_is_alpha(**p))
		++*p;
	size_t n = 0;
	while (ascii_is_alpha((*p)[n])
	       && !(n && ascii_is_upper((*p)[n]) && !ascii_is_upper((*p)[n - 1])))
		n++;
	return n;
}

bool html_name_furniture(const char *names)
{
	const char *last = "";
	size_t last_n = 0, n;
	for (const char *p = names; (n = next_word(&p)); p += n) {
		if (listed(words, p, n))
			return true;
		for (size_t i = 0; i < COUNT(pairs); i++)
			if (same_word(last, last_n, pairs[i][0]) && same_word(p, n, pairs[i][1]))
				return true;
		last = p;
		last_n = n;
	}
	return false;
}

bool html_title_error(const char *title, size_t n)
{
	for (size_t i = 0; i < COUNT(error_titles); i++)
		if (find_word(title, n, error_titles[i]))
			return true;
	return false;
}
