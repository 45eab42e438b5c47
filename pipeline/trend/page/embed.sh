#!/bin/sh
# The page's parts as C arrays, and the hashes that its policy names (CSP level 3: base64 of SHA-256).
# usage: embed.sh FOLDER >page.h
set -eu
cd "$1"
array() {
	echo "static const char $1[] = {"
	cat | od -An -v -td1 | sed 's/  */,/g; s/^,//; s/$/,/'
	echo "0 };"
}
hash() {
	octal=$(sha256sum | cut -c1-64 | sed 's/../0x& /g' | xargs printf '\\%03o')
	# shellcheck disable=SC2059 # the octets are the format
	printf "$octal" | base64
}
echo "/* Made from $1 by embed.sh. */"
array page_html <page.html
array page_style <style.css
cat [0-9]*.js | array page_script
echo "#define PAGE_STYLE_HASH \"'sha256-$(hash <style.css)'\""
echo "#define PAGE_SCRIPT_HASH \"'sha256-$(cat [0-9]*.js | hash)'\""
