#!/bin/sh
# The report in headless Chromium: a report of the sample archive with one hostile document more.
# Installs Debian's chromium, node and npm where they are missing, and two packages from npm.
# usage: tests/browser/run.sh BUILD
set -eu
build=$(cd "$1" && pwd)
top=$PWD
missing=
for name in chromium nodejs npm; do
	[ "$(dpkg-query -W -f '${db:Status-Status}' $name 2>/dev/null || true)" = installed ] ||
		command -v "$(echo $name | sed s/nodejs/node/)" >/dev/null 2>&1 || missing="$missing $name"
done
if [ -n "$missing" ]; then
	sudo=
	[ "$(id -u)" -eq 0 ] || sudo=sudo
	# shellcheck disable=SC2086 # a list of names
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node_modules=$build/browser
mkdir -p "$node_modules"
cp "$top/tests/browser/package.json" "$node_modules/"
[ -d "$node_modules/node_modules/playwright-core" ] ||
	(cd "$node_modules" && npm install --no-package-lock --no-audit --no-fund --ignore-scripts)

mkdir "$work/documents"
cp -R corpus/documents/. "$work/documents/"
cat >"$work/documents/=HYPERLINK(0)<img src=x onerror=hit()>.txt" <<'TEXT'
Inspection of Holm children's services, 3 June 2024

=HYPERLINK("x";"caseloads") caseloads are too high </script><script>window.hit = 1</script>.
Caseloads <img src=x onerror="window.hit = 2"> are too high.
TEXT
(cd "$work" && cp "$top/corpus/manifest.tsv" . &&
	"$build/leitmotif" run -q -l "$top/lexicons/childrens-services" -m manifest.tsv --store s.db \
		--fail-on never documents && "$build/leitmotif" report --store s.db -o report.html)
NODE_PATH=$node_modules/node_modules node "$top/tests/browser/check.js" "$work/report.html"
