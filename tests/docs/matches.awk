# Is what came (the second file) what a page shows (the first)? A line "..." stands for any lines, at
# the end of a line for the rest of it. White space at the end of lines does not count.
function same(line, pattern) {
	if (pattern ~ /\.\.\.$/) {
		pattern = substr(pattern, 1, length(pattern) - 3)
		return substr(line, 1, length(pattern)) == pattern
	}
	return line == pattern
}
{ sub(/ +$/, "") }
NR == FNR { shown[++n] = $0; next }
{
	if (shown[k + 1] == "..." && k < n) { k++; any = 1 }
	if (k < n && same($0, shown[k + 1])) { k++; any = 0 }
	else if (!any) { print "came: " $0; print "shown: " (k < n ? shown[k + 1] : "(no more)"); bad = 1; exit }
}
END {
	if (!bad && shown[k + 1] == "...") k++
	if (!bad && k < n) { print "shown, and did not come: " shown[k + 1]; bad = 1 }
	exit bad
}
