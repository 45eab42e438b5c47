# SPDX-License-Identifier: MIT
#
# Makes wordbreak_table.h, the Word_Break classes of Unicode as sorted ranges:
#   awk -f pipeline/doc/wordbreak_table.awk WordBreakProperty.txt emoji-data.txt
# Both files are in Debian's unicode-data, under /usr/share/unicode. No code
# point has both a Word_Break class of its own and Extended_Pictographic but
# for letters such as U+24C2, so that one class a code point does: a letter
# that is also a pictograph gets the class WB_PICTO_LETTER.
function hex(s,   i, v) {
	v = 0
	for (i = 1; i <= length(s); i++)
		v = v * 16 + index("0123456789ABCDEF", substr(s, i, 1)) - 1
	return v
}
function flush() {
	if (last == "")
		return
	item = sprintf("{ 0x%05X, 0x%05X, WB_%s },", first, end, last)
	if (length(line) + length(item) + 9 > 100) {
		print "\t" line
		line = item
	} else {
		line = line (line == "" ? "" : " ") item
	}
	last = ""
}
BEGIN {
	FS = "[ \t]*[;#][ \t]*"
	top = 0
}
FNR == 1 {
	files++
	sub(/^# */, "")
	source = source (files > 1 ? " and " : "") $0
}
FNR == 2 && files == 2 {
	sub(/^# *Date: */, "")
	source = source " of " substr($0, 1, 10)
}
/^[0-9A-F]/ {
	class = toupper($2)
	if (files == 2 && class != "EXTENDED_PICTOGRAPHIC")
		next
	n = split($1, ends, /\.\./)
	from = hex(ends[1])
	to = n > 1 ? hex(ends[2]) : from
	for (c = from; c <= to; c++) {
		if (class != "EXTENDED_PICTOGRAPHIC")
			of[c] = class
		else if (!(c in of))
			of[c] = "PICTO"
		else if (of[c] == "ALETTER")
			of[c] = "PICTO_LETTER"
		else
			bad = bad sprintf(" %X", c)
	}
	if (to > top)
		top = to
}
END {
	if (bad != "") {
		print "pictographs with a class that is not ALetter:" bad > "/dev/stderr"
		exit 1
	}
	print "/* SPDX-License-Identifier: Unicode-DFS-2016"
	print " *"
	print " * Made by wordbreak_table.awk from " source "."
	print " * Copyright 2022 Unicode, Inc.; see https://www.unicode.org/terms_of_use.html"
	print " */"
	print "static const struct wb_range wb_ranges[] = {"
	for (c = 0; c <= top; c++) {
		k = (c in of) ? of[c] : ""
		if (k != last || c != end + 1)
			flush()
		if (k != "") {
			if (last == "")
				first = c
			last = k
			end = c
		}
	}
	flush()
	if (line != "")
		print "\t" line
	print "};"
}
