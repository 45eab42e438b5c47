# The steps of a page of documentation, a file or two each in the folder `to`:
#   N.command, N.printed   a line "$ COMMAND" of an indented or fenced block (with what a trailing
#                          backslash continues), and the lines below it up to the next, if any
#   N.script, N.among      a block fenced as sh, and the one fenced as text behind it; so also
#                          N.python, N.r and N.sql
# A block fenced as yaml below the words "file `NAME`" becomes a command that writes it there.
# N.place says where it stands. A command without its "$ " is told on standard error.
# usage: awk -v to=FOLDER -f steps.awk PAGE

function step(kind) {
	n++
	base = sprintf("%s/%03d", to, n)
	file = base "." kind
	printf "%s:%d\n", FILENAME, FNR > (base ".place")
	close(base ".place")
	printf "" > file
}
function put(line) { print line > file }
function finish() { if (file) close(file); file = ""; blanks = ""; kind = "" }

# A line of a block that is no script.
function line_of_block(line) {
	if (kind == "continued") {
		put(line)
	} else if (line ~ /^\$ /) {
		finish()
		step("command")
		line = substr(line, 3)
		put(line)
	} else if (kind == "printed") {
		if (line == "") { blanks = blanks "\n"; return }
		if (file != base ".printed") { close(file); file = base ".printed" }
		printf "%s%s\n", blanks, line > file
		blanks = ""
		return
	} else {
		if (line ~ /^(leitmotif|make|sqlite3|jq|python3|Rscript|curl) [a-z-]/)
			printf "%s:%d: a command without \"$ \" before it: %s\n", FILENAME, FNR, line > "/dev/stderr"
		return
	}
	kind = line ~ /\\$/ ? "continued" : "printed"
}

# A block of YAML below "file `NAME`" is what to write there.
!fence && match($0, /file `[^`]*`/) { made = substr($0, RSTART + 6, RLENGTH - 7) }

/^```/ {
	if (fence) {
		fence = ""
		if (lang == "yaml" && made) { put("END"); made = "" }
		if (file && lang != "text") finish()
	} else {
		fence = "```"
		lang = substr($0, 4)
		if (lang != "text") finish()
		if (lang == "sh") step("script")
		else if (lang ~ /^(python|r|sql)$/) step(lang)
		else if (lang == "yaml" && made) { step("command"); put("cat >" made " <<'END'") }
		else if (lang == "text") file = base ".among"
	}
	next
}
fence && (lang ~ /^(sh|text|python|r|sql)$/ || (lang == "yaml" && made)) { put($0); next }
fence && (lang == "" || lang == "console") { line_of_block($0); next }
fence { next }
/^    / && (blank || block) { block = 1; blank = 0; line_of_block(substr($0, 5)); next }
/^ *$/ { blank = 1; if (block) line_of_block(""); next }
{ blank = block = 0; finish() }
