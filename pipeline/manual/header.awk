# SPDX-License-Identifier: MIT
# leitmotif(3) from leitmotif.h: the comment at its head, then each declaration with its comment.
# usage: awk -f header.awk -v version=V FILE

function plain(s) {
	gsub(/\\/, "\\e", s)
	gsub(/-/, "\\-", s)
	gsub(/'/, "\\(aq", s)
	gsub(/\t/, "        ", s)
	return s
}
function text(s) { s = plain(s); return s ~ /^\./ ? "\\&" s : s }
function enter() { if (!literal) print ".PP\n.nf"; literal = 1 }
function leave() { if (literal) print ".fi"; literal = 0 }

# A line of a comment without its marks.
function bare(s) {
	sub(/^ *\/?\*+\/? ?/, "", s)
	sub(/ *\*\/ *$/, "", s)
	return s
}

# The declarations of a block, then what its comment says.
function flush_block() {
	if (code != "") {
		print ".PP\n.nf"
		printf "%s", code
		print ".fi"
		if (comment != "") printf ".RS 4\n%s.RE\n", comment
	} else if (comment != "") {
		printf ".PP\n%s", comment
	}
	code = comment = ""
}

BEGIN { where = "head" }
where == "head" && /SPDX/ { next }
where == "head" && summary == "" && !/^ \* leitmotif: / { next }
where == "head" && /^ \* leitmotif: / {
	summary = bare($0)
	sub(/^leitmotif: /, "", summary)
	sub(/\.$/, "", summary)
	printf ".\\\" Made by the build from leitmotif.h.\n.TH LEITMOTIF 3 \"\" \"leitmotif %s\" \"Library Functions Manual\"\n.SH NAME\nleitmotif \\- %s\n",
		version, plain(summary)
	print ".SH SYNOPSIS\n.nf\n\\fB#include <leitmotif.h>\\fR\n.PP\ncc client.c $(pkg\\-config \\-\\-cflags \\-\\-libs leitmotif)\n.fi\n.SH DESCRIPTION"
	next
}
where == "head" && /\*\// { leave(); where = "body"; print ".SH INTERFACE"; next }
where == "head" {
	s = bare($0)
	if (s ~ /^    /) { enter(); print "\\&" plain(s) }
	else { leave(); print s == "" ? ".PP" : text(s) }
	next
}
/^#ifdef __cplusplus/ { skip = 1 }
skip { if (/^#endif/) skip = 0; next }
/^#/ { next }
/^ *$/ && !in_struct { flush_block(); next }
/^\/\*/ || in_comment {
	in_comment = !/\*\//
	comment = comment text(bare($0)) "\n"
	next
}
{
	in_struct = /\{$/ || (in_struct && !/^\};/)
	code = code "\\&" plain($0) "\n"
}
END { flush_block() }
