/* SPDX-License-Identifier: MIT
 *
 * The tables that say which elements are blocks and which are furniture. The words were collected
 * from the pages of councils, news sites and inspectorates; the list is kept short, since a word
 * that also names content costs findings, and what is furniture is marked and not lost.
 */
#include "pipeline/reader/html_class.h"

#include <string.h>

#include "pipeline/reader/text.h"

static const struct { const char *tag; enum html_role role; } tags[] = {
	{ "p", ROLE_BLOCK }, { "div", ROLE_BLOCK }, { "section", ROLE_BLOCK }, { "article", ROLE_BLOCK },
	{ "main", ROLE_BLOCK }, { "body", ROLE_BLOCK }, { "address", ROLE_BLOCK }, { "center", ROLE_BLOCK },
	{ "details", ROLE_BLOCK }, { "summary", ROLE_BLOCK }, { "fieldset", ROLE_BLOCK }, { "form", ROLE_BLOCK },
	{ "legend", ROLE_BLOCK }, { "figure", ROLE_BLOCK }, { "hgroup", ROLE_BLOCK }, { "hr", ROLE_BLOCK },
	{ "dl", ROLE_BLOCK }, { "dt", ROLE_BLOCK }, { "dd", ROLE_BLOCK }, { "html", ROLE_BLOCK },
	{ "h1", ROLE_HEADING }, { "h2", ROLE_HEADING }, { "h3", ROLE_HEADING }, { "h4", ROLE_HEADING },
	{ "h5", ROLE_HEADING }, { "h6", ROLE_HEADING },
	{ "li", ROLE_ITEM }, { "ul", ROLE_LIST }, { "ol", ROLE_LIST }, { "dir", ROLE_LIST },
	{ "blockquote", ROLE_QUOTE },
	{ "table", ROLE_TABLE }, { "tr", ROLE_ROW }, { "td", ROLE_CELL }, { "th", ROLE_CELL },
	{ "thead", ROLE_BLOCK }, { "tbody", ROLE_BLOCK }, { "tfoot", ROLE_BLOCK },
	{ "nav", ROLE_FURNITURE }, { "footer", ROLE_FURNITURE }, { "aside", ROLE_FURNITURE },
	{ "figcaption", ROLE_FURNITURE }, { "caption", ROLE_FURNITURE }, { "menu", ROLE_FURNITURE },
	{ "dialog", ROLE_FURNITURE }, { "button", ROLE_FURNITURE }, { "select", ROLE_FURNITURE },
	{ "textarea", ROLE_FURNITURE }, { "noscript", ROLE_FURNITURE }, { "label", ROLE_FURNITURE },
	{ "header", ROLE_HEADER },
	{ "head", ROLE_DROP }, { "script", ROLE_DROP }, { "style", ROLE_DROP }, { "template", ROLE_DROP },
	{ "svg", ROLE_DROP }, { "math", ROLE_DROP }, { "iframe", ROLE_DROP }, { "object", ROLE_DROP },
	{ "audio", ROLE_DROP }, { "video", ROLE_DROP }, { "canvas", ROLE_DROP }, { "datalist", ROLE_DROP },
	{ "noframes", ROLE_DROP }, { "noembed", ROLE_DROP }, { "frameset", ROLE_DROP }, { "title", ROLE_DROP },
	{ "br", ROLE_BREAK }, { "pre", ROLE_PRE }, { "sup", ROLE_SUPER },
	{ "b", ROLE_BOLD }, { "strong", ROLE_BOLD },
};

static const char *const aria_roles[] = {
	"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar",
	"toolbar", "tablist", "form",
};

/* Words of class and id names. A word counts when it stands alone between non-letters or at a
 * change from lower to upper case. */
static const char *const words[] = {
	"nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "sidebar", "masthead", "footer",
	"skiplink", "skip", "pagination", "pager", "toc", "search",
	"cookie", "cookies", "consent", "gdpr", "banner", "popup", "modal", "overlay", "toast",
	"related", "recommended", "recommendations", "trending", "promo", "promotion",
	"comment", "comments", "disqus", "respond", "share", "sharing", "social", "newsletter", "subscribe",
	"subscription", "signup", "login", "feedback",
	"advert", "adverts", "advertisement", "ads", "sponsored", "sponsor",
	"caption", "credit", "tags", "taglist", "print", "copyright", "hidden", "noprint",
};

/* Pairs, for words that alone would be too common. */
static const char *const pairs[][2] = {
	{ "most", "read" }, { "read", "more" }, { "sign", "up" }, { "back", "top" }, { "more", "stories" },
	{ "see", "also" }, { "you", "may" }, { "up", "next" }, { "skip", "link" }, { "latest", "news" },
	{ "site", "header" }, { "page", "header" }, { "global", "header" }, { "author", "bio" }, { "mailing", "list" }, { "editors", "picks" }, { "more", "from" },
};

static const char *const error_titles[] = {
	"not found", "404", "403 forbidden", "access denied", "page unavailable", "page not available",
	"internal server error", "500 error", "error 500", "bad gateway", "service unavailable", "bad request",
	"file not available", "cannot be found", "can't be found", "no longer available", "just a moment",
	"attention required",
};

#define COUNT(a) (sizeof (a) / sizeof *(a))

enum html_role html_role(const char *tag, size_t n) {
	for (size_t i = 0; i < COUNT(tags); i++)
		if (same_word(tag, n, tags[i].tag))
			return tags[i].role;
	return ROLE_INLINE;
}

bool html_role_furniture(const char *role) {
	for (size_t i = 0; i < COUNT(aria_roles); i++)
		if (same_word(role, strlen(role), aria_roles[i]))
			return true;
	return false;
}

static bool alpha(char c) {
	c = ascii_lower(c);
	return c >= 'a' && c <= 'z';
}

static bool upper(char c) {
	return c >= 'A' && c <= 'Z';
}

/* The next word of a name from *p: letters up to a non-letter or to a capital after a small letter. */
static size_t next_word(const char **p) {
	while (**p && !alpha(**p))
		++*p;
	size_t n = 0;
	while (alpha((*p)[n]) && !(n && upper((*p)[n]) && !upper((*p)[n - 1])))
		n++;
	return n;
}

bool html_name_furniture(const char *names) {
	const char *last = "";
	size_t last_n = 0, n;
	for (const char *p = names; (n = next_word(&p)); p += n) {
		for (size_t i = 0; i < COUNT(words); i++)
			if (same_word(p, n, words[i]))
				return true;
		for (size_t i = 0; i < COUNT(pairs); i++)
			if (same_word(last, last_n, pairs[i][0]) && same_word(p, n, pairs[i][1]))
				return true;
		last = p;
		last_n = n;
	}
	return false;
}

bool html_title_error(const char *title, size_t n) {
	for (size_t i = 0; i < COUNT(error_titles); i++)
		if (find_word(title, n, error_titles[i]))
			return true;
	return false;
}
