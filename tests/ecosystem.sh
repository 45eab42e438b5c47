#!/bin/sh
# docs/ECOSYSTEM.md, every command line and block of it, and that all formats say the same: installs
# the tools from Debian, and DuckDB from npm where there is one.
# usage: tests/ecosystem.sh BUILD
set -eu
build=$(cd "$1" && pwd)
sh tests/deps.sh python3-pandas python3-scipy python3-sklearn r-base-core r-cran-matrix jq sqlite3
command -v npm >/dev/null 2>&1 || sh tests/deps.sh nodejs npm
mkdir -p "$build/npm"
[ -d "$build/npm/node_modules/@duckdb" ] ||
	(cd "$build/npm" && npm install --no-package-lock --no-audit --no-fund --ignore-scripts @duckdb/node-api)
NODE_PATH=$build/npm/node_modules tests/docs/run.sh "$build" languages docs/ECOSYSTEM.md

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=$build:$PATH
"$build/leitmotif" run -q --store "$work/s.db" corpus/documents || [ $? -eq 1 ]
cd "$work"
for format in csv long jsonl evidence ledger matrix svmlight; do
	leitmotif export --store s.db --format $format -o $format
done
/usr/bin/python3 "$OLDPWD/tests/ecosystem/same.py"
Rscript --vanilla "$OLDPWD/tests/ecosystem/same.R"
