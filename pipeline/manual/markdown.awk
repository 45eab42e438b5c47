# SPDX-License-Identifier: MIT
# A page of docs/ as a manual page: headings, paragraphs, lists, tables and literal blocks, as far as
# docs/ uses them.
# usage: awk -f markdown.awk -v name=leitmotif-lexicon -v section=5 -v version=V -v summary=TEXT FILE

# Text in which no character is roff's.
function plain(s) {
	gsub(/\\/, "\\e", s)
	gsub(/-/, "\\-", s)
	gsub(/'/, "\\(aq", s)
	gsub(/~/, "\\(ti", s)
	gsub(/\^/, "\\(ha", s)
	sub(/^\./, "\\\\\\&.", s)
	return s
}

# Code in bold, as printed; **strong** and *emphasis* in bold and italics; a link by its text.
function inline(s,    out, n, width, end) {
	out = ""
	while ((n = index(s, "`")) > 0) {
		match(substr(s, n), /^`+/)
		width = RLENGTH
		end = index(substr(s, n + width), substr(s, n, width))
		if (!end) break
		out = out prose(substr(s, 1, n - 1)) "\\fB" plain(trim(substr(s, n + width, end - 1))) "\\fR"
		s = substr(s, n + width + end - 1 + width)
	}
	out = out prose(s)
	return out ~ /^[.']/ ? "\\&" out : out
}
function prose(s,    out) {
	gsub(/\*\*/, "\001", s)
	while (match(s, /\[[^\]]*\]\([^)]*\)/)) {
		out = substr(s, RSTART + 1)
		sub(/\].*/, "", out)
		s = substr(s, 1, RSTART - 1) out substr(s, RSTART + RLENGTH)
	}
	s = plain(s)
	while (sub(/\001/, "\\fB", s) && sub(/\001/, "\\fR", s)) continue
	while (match(s, /\*[A-Za-z][^*]*\*/))
		s = substr(s, 1, RSTART - 1) "\\fI" substr(s, RSTART + 1, RLENGTH - 2) "\\fR" substr(s, RSTART + RLENGTH)
	return s
}
function trim(s) { gsub(/^ +| +$/, "", s); return s }

# What is to be printed as one text: its lines may break inside code.
function flush_text() {
	if (text != "") print macro inline(trim(text))
	text = macro = ""
}
function add(m, s) {
	if (text == "") macro = m
	text = text (text == "" ? "" : " ") trim(s)
	headed = gap = 0
}
function leave_block() {
	if (literal) print ".fi\n.RE"
	if (literal) gap = 1
	literal = 0
}
function enter_block() {
	flush_text()
	if (!literal) print (headed ? "" : ".sp\n") ".RS 2\n.nf"
	literal = 1
	headed = 0
}
function heading(m, s) {
	flush_text()
	print m " " inline(s)
	headed = blank = 1
	gap = 0
}

# A row: the first cell names it, the others tell.
function row(s,    cells, n, i, rest) {
	gsub(/\\\|/, "\001", s)
	n = split(s, cells, "|")
	rest = ""
	for (i = 3; i < n; i++)
		if (trim(cells[i]) != "") rest = rest (rest == "" ? "" : "; ") trim(cells[i])
	gsub(/\001/, "|", rest)
	gsub(/\001/, "|", cells[2])
	print ".TP\n" inline(trim(cells[2])) "\n" inline(rest)
	headed = 0
	gap = 1
}

BEGIN {
	printf ".\\\" Made by the build from docs/.\n.TH %s %s \"\" \"leitmotif %s\" \"File Formats Manual\"\n",
		plain(toupper(name)), section, version
	printf ".SH NAME\n%s \\- %s\n.SH DESCRIPTION\n", plain(name), plain(summary)
	headed = 1
}
/^```/ { if (fenced) leave_block(); else enter_block(); fenced = !fenced; next }
fenced || (/^    / && (literal || blank)) {
	if (literal && blank && !fenced) print ""
	enter_block()
	print "\\&" plain(fenced ? $0 : substr($0, 5))
	blank = 0
	next
}
/^ *$/ { flush_text(); blank = 1; head_row = 0; gap = !headed; next }
{ leave_block(); line = $0; blank = 0 }
/^# / { blank = headed = 1; next }
/^## / { heading(".SH", substr(line, 4)); next }
/^### / { heading(".SS", substr(line, 5)); next }
/^\|[-| :]+\|$/ { next }
/^\|/ { flush_text(); if (head_row++) row(line); next }
/^- / { flush_text(); add(".IP \\(bu 2\n", substr(line, 3)); next }
/^[0-9]+\. / { flush_text(); add(".IP \\(bu 2\n", substr(line, index(line, " ") + 1)); next }
{ add(gap ? ".PP\n" : "", line) }
END { flush_text(); leave_block() }
