#!/bin/sh
# The folder that the documentation takes for granted, made from the sample archive: some reports
# loose and packed, coded sentences, a lexicon of one's own.
# usage: tests/docs/folder.sh FOLDER
set -eu
top=$PWD
mkdir -p "$1/reports" "$1/bin" "$1/srv"
cd "$1"
for name in corpus lexicons docs stages pipeline tests deploy Makefile README.md; do
	ln -s "$top/$name" .
done
cp -r corpus/documents/thornmere corpus/documents/aldershaw reports
cp -r reports srv/reports
cp corpus/documents/joint-inspections.zip letters.zip
cp corpus/documents/archive-2009-2013.tar.gz more.tar.gz
tar -czf reports.tar.gz reports
cp -r lexicons/childrens-services my-lexicon
# What --help's examples name. It is text: a reader goes by content, not by the name.
report() { # FILE AUTHORITY GRADE DAY CASELOADS
	cat >"reports/$1" <<-END
		# $2

		Inspection of children's social care services

		Inspection dates: $4

		Lead inspector: Alex Example

		| Judgement | Grade |
		|---|---|
		| The impact of leaders on social work practice with children and families | $3 |
		| The experiences and progress of children who need help and protection | $3 |
		| The experiences and progress of children in care and care leavers | $3 |
		| Overall effectiveness | $3 |

		## Findings

		$5 Supervision is regular. Leaders know what needs to change.
	END
}
report bolton-2019.pdf Bolton Good '4 to 8 March 2019' 'Caseloads are manageable.'
report hull-2019.txt 'Kingston upon Hull' Inadequate '14 to 18 January 2019' 'Caseloads are too high.'
report bury-2021.txt Bury Inadequate '18 to 29 October 2021' 'Caseloads are too high in most teams.'
report oldham-2020.txt Oldham Good '20 to 24 January 2020' 'Caseloads have come down.'
report bolton-2022.txt Bolton Good '10 to 14 October 2022' 'Caseloads are manageable.'
printf 'north = region=NE, region=NW\nsouth = authority=Thornmere\n' >queries.txt
report sunderland-2021.txt Sunderland Outstanding '7 to 11 June 2021' 'Caseloads have come down.'
cp -r my-lexicon edited
cp tests/data/dictionaries/conditions.dic moral.dic
cp tests/data/dictionaries/small.lc3 words.txt
for name in report letter; do
	cp "$(ls reports/aldershaw/ilacs-*.pdf | head -n 1)" $name.pdf
done
# Coded sentences: a few documents of the archive's codes, as docs/TUTORIAL.md makes them.
mkdir coded
awk 'BEGIN { FS = OFS = "\t" }
$1 != document { document = $1; set = ++n % 2 ? "march" : "april" }
NR == 1 || n > 9 { next }
$4 != sentence { sentence = $4; id = $1 "." NR; print id, sentence > ("coded/" set ".txt") }
{ print id, $2, $3 > ("coded/" set ".A.tsv") }' corpus/codes.tsv
cp -r coded others
cp -r coded archive
# The documentation's one address is none.
printf '#!/bin/sh\nexec cat "%s/report.pdf"\n' "$PWD" >bin/curl
chmod +x bin/curl
