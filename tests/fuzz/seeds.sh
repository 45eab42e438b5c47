#!/bin/sh
# Write the seeds of the fuzz targets: small, valid, and one of each kind that the parsers know.
# usage: tests/fuzz/seeds.sh [FOLDER]. The results are kept in tests/fuzz/corpus, beside found cases.
set -eu
to=${1:-tests/fuzz/corpus}
seed() { mkdir -p "$to/$1" && cat >"$to/$1/seed-$2"; }
bytes() { mkdir -p "$to/$1" && printf "$3" >"$to/$1/seed-$2"; }

# records: type, a, b, length, then the payload
bytes records page 'P\000\000\000\014\000\000\000\001\000\002\000\000\300\024\104\000\200\122\104'
bytes records line 'L\000\000\000\034\000\000\000\001\000\001\000\000\000\220\102\000\000\264\102\000\000\226\103\000\000\314\102\000\000\100\101Text'
bytes records block 'B\003\002\000\010\000\000\000\000\000\007\000ItemM\000\000\000\006\000\000\000ti\000A bE\000\000\000\003\000\000\000end'
bytes records warning 'W\000\000\000\003\000\000\000oddE\011\000\000\000\000\000\000'

i=0
for date in '11 to 15 September 2023' '23 April 2018 to 04 May 2018' '20 and 24 June' \
	'14 January – 5 February 2014' 'Monday, 3 July 2009' '4/08/2016' '2019-03-22' \
	'29 February 2024' '30–31 Mar 1999' '1st-2nd December, 2011'; do
	i=$((i + 1))
	bytes dates $i "$date"
done

bytes csv plain 'path,kind,publication_date\na.pdf,jtai,2020-01-02\n'
bytes csv quoted 'doc\turn\r\n"a ""b"".pdf"\t"1\n2"\r\n'
bytes csv bom '\357\273\277path,overall_effectiveness_grade\nx,Good\ny,nan\n'
bytes csv ragged 'path,urn\n"",,\n\na,1,2,3\n'

bytes snapshot empty 'LMs1\000\000\000\001\000\002\000\000\000\000'
bytes snapshot text 'LMs1\000\000\000\001\000\002\014First line.\n\000\000\001\000\000\013\000\000\000\000\000\000\000'
bytes snapshot page 'LMs1\001\003\003why\004\001\002\005Words\001\001\000\000\000\024\104\000\000\122\104\001\001k\001v\001\001\000\005\001\001\000\000\000\000\000\000\000\220\102\000\000\264\102\000\000\226\103\000\000\314\102\000\000\100\101'

seed lexicon small <<'E2'
id: t
title: T
version: "1"
language: english
decision: {threshold: 0.5, scale: 4, decay: 0.8, others_cap: 3}
defaults: {bias: -1, weight: 2, carry: {before: 0.5, lead: 0.2}}
anaphora: ["^ (this|these)"]
%%
group: g
title: G
themes:
  - id: load
    title: Load
    good: low
    bias: -2.5
    definition: >-
      How many
      cases.
    terms:
      - caseload
      - "@high number of <0-2> case": 2.5
      - {term: capacity, weight: 1, unless: [parenting capacity], in: [list, body]}
      - /\d+ cases?/: 1
    examples:
      - Caseloads are high.
      - {text: Not this., polarity: none}
  - {id: staff, title: Staff, terms: [MASH, "=assessed", "assess*"], context: {load: 0.5}}
%%
sets:
  high: [high, large]
  more: ["@high", rising]
E2
seed lexicon polarity <<'E2'
id: t
title: T
version: "1"
language: english
%%
group: g
title: G
themes:
  - {id: a, title: A, terms: [plan]}
%%
%%
praise:
  - {id: good, good: 1.5, cues: [good, "well (led|managed)"]}
E2

seed pattern words <<'E2'
caseload
=assessed
MASH
re-referr*
(front|back) door
care? leaver
number of <0-3> case
social worker NEAR/5 caseload
high THEN/3 turnover
^ they
end $
/\bmulti-?agency\b/
/(?<n>a|b)+c/
%%
Caseloads of social workers are high , MASH assessed the number of open cases at the front door end
E2

bytes words plain 'Mr. Smith went. He did not\xe2\x80\x99t! "Yes." (3.5%%) 1. One 2. Two'
bytes words marks 'cafe\xcc\x81 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 \xd7\x90"\xd7\x91 can\xe2\x80\x99t 3,5 a_b x.y'
bytes words list '\xe2\x80\xa2 first item; \xe2\x80\xa2 second item a) one b) two'

seed text report <<'E2'
Inspection of Anytown children's services
Inspection dates: 11 to 15 September 2023
Lead inspector: A Person

What needs to improve

- The quality of multi-
agency plans.
- Caseloads, which are too high.

1. Leaders know their services well. Social workers are not always able to see children alone,
and thresholds are well understood. However, this is not yet consistent.

| Judgement | Grade |
| Overall effectiveness | Good |
E2
bytes text markdown '# A heading\n\n**Strong**\n\n* item one\n* item two\n\f\n> quoted. Staff turnover is high.\n'
bytes text utf16 '\377\376P\000l\000a\000n\000s\000.\000'
bytes text cp1252 'The council\222s caf\351 \226 it is \223good\224.\r\nNext.'

seed metadata ilacs <<'E2'
reports/anytown-2023.pdf
Inspection of Anytown local authority children's services
Inspection dates: 11 September to 15 September 2023
Lead inspector: A B Person, His Majesty's Inspector

Judgement Grade
The impact of leaders on social work practice with children and families Good
The experiences and progress of children in care Requires improvement to be good
Overall effectiveness Inadequate
E2
seed metadata jtai <<'E2'
jtai/somewhere_county_council_50012345.pdf
Joint targeted area inspection of Somewhere
Inspection dates: 6 to 10 March 2023
20 April 2023
Dear Somewhere local safeguarding partnership
Joint targeted area inspection of the multi-agency response to abuse
E2

# layout: format, then lines: kind, flags, x, y, width (16 bits), size, level, number, length
bytes layout page 'A\000\001\106\000\050\000\220\001\030\000\000\007Heading\000\000\106\000\120\000\220\001\014\000\000\013First line,\000\000\106\000\136\000\220\001\014\000\000\013second line\000\020\106\000\050\000\220\001\014\000\000\013third line.'
bytes layout cells 'A\000\000\106\000\144\000\310\000\014\000\000\005Grade\000\000\054\001\144\000\310\000\014\000\000\004Good\000\000\106\000\170\000\310\000\014\000\000\006Impact\000\000\054\001\170\000\310\000\014\000\000\004Poor'
bytes layout blocks 'B\002\000\000\000\000\000\000\000\000\001\000\005Title\004\000\000\000\000\000\000\000\000\001\003\006An item\005\000\000\000\000\000\000\000\000\000\001\003a\tb'

bytes charset declared '<meta charset="iso-8859-1"><p>caf\351 \223x\224  y</p>'
bytes charset utf16 '\376\377\000<\000p\000>\330\075\336\000'
bytes charset bad '<meta http-equiv=content-type content="text/html; charset=koi8-r">\300\200\355\240\200'

bytes zip stored 'PK\003\004\024\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\010\000\000\000mimetypePK\001\002\024\000\024\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\010\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000mimetypePK\005\006\000\000\000\000\001\000\001\000\066\000\000\000\046\000\000\000\000\000'
bytes zip gzip '\037\213\010\000\000\000\000\000\000\003\003\000\000\000\000\000\000\000\000\000'
bytes zip pdf '%%PDF-1.7\n'
bytes zip zlib 'x\234\113\114\112\006\000\002\115\001\047'

seed yaml plain <<'E2'
# head
a: [b, c d, "e, f", 'it''s', {x: y, 'z': -3}]
list:
- one   # behind
- two: 3
  "f*": "a \"b\" \\c"
- - in
text: >-
  One
  two # three

flow: {term: care? leaver,
  unless: [a, b]}
quoted: 'over
  lines'
E2
bytes yaml not-plain 'a: &x |\n  b\n? c\n: *x\n--- !t\n'
bytes yaml found-blanks-behind-folded 'a: >-\n  b\n\n    '
bytes yaml found-open-list 'a: [b\n'

# pdf: what the rest is (content, packed content, CMap, widths, font), then that
bytes pdf content 'cq 0 0 600 800 re W n BT /T1 12 Tf 1 0 0 1 50 700 Tm (a!\\)b) Tj 0 -14 TD [(c) -300 <21>] TJ 2 Tr 14 TL T* (d) \047 1 2 (e) " ET Q /Fm Do'
bytes pdf marks 'c/Artifact BMC BT /T2 9 Tf 3 Tr <00030041> Tj ET EMC /OC /P BDC EMC /G gs 1 0 0 rg BX x EX'
bytes pdf paths 'cq 2 0 0 2 0 0 cm 1 1 m 2 2 l 3 3 4 4 5 5 c 1 2 3 4 v h W* n [1 2] 0 d BT /T1 5 Tf (x) Tj ET Q'
bytes pdf image 'cBI /W 1 /H 1 /BPC 8 /CS /G ID x EI BT /T1 5 Tf 50 Tz 1 Tc 2 Tw 3 Ts (x y) Tj ET'
bytes pdf packed 'z\170\234\163\012\121\320\017\061\124\060\064\122\010\111\123\060\065\120\060\067\060\120\010\111\121\320\110\114\322\124\010\311\122\160\015\001\000\174\202\007\247'
bytes pdf map 'u2 beginbfchar <03> <0020> <41> <006600660069> endbfchar 1 beginbfrange <50> <51> [<2019> <d83dde00>] endbfrange'
bytes pdf widths 'w3 [250 300.5] 65 67 600 100 [] 200 65535 1'
bytes pdf font 'f<< /Type /Font /Subtype /TrueType /BaseFont /A,Italic /FirstChar 32 /LastChar 34 /Widths [1 2 3] /ToUnicode 5 0 R /Encoding /MacRomanEncoding /FontDescriptor << /Ascent 905 /Descent 210 /FontFile2 3 0 R /MissingWidth 500 >> >>'
bytes pdf composite 'f<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 5 0 R /DescendantFonts [<< /Subtype /CIDFontType2 /BaseFont /B /DW 700 /FontDescriptor << /Ascent 905 /Descent -210 /FontFile2 3 0 R >> >>] >>'
bytes pdf plain 'f<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'

bytes word_index none 'LMw2\000\000\000\000\000\000\000\000'
bytes word_index one 'LMw2\001\000\000\000\003\000\000\000\007\000\000\000\002\000\000\000\000\002'
bytes word_index two 'LMw2\002\000\000\000\106\000\000\000\007\000\000\000\010\000\000\000\001\000\000\000\003\000\000\000\101\001\002'
bytes word_index sentence-over-all 'LMw2\001\000\000\000\003\000\000\000\007\000\000\000\002\000\000\000\001\002'
bytes word_index cut 'LMw2\002\000\000\000\003\000\000\000\007\000\000\000\010\000'

bytes kept_hits none 'LMh1'
bytes kept_hits one 'LMh1\003\007\000\001\002\003\004\005\000'
bytes kept_hits two 'LMh1\000\015\001\001\002\003\004\000\001\005\006\007\010\002\000\101\001\001'
bytes kept_hits long-number 'LMh1\001\010\000\001\002\003\004\200\001\000'
bytes kept_hits cut 'LMh1\001\007\000\001\002\003'

bytes kept_layers none 'LMl2\001\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000'
bytes kept_layers words 'LMl2\001\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\006Go on.\001\000\006\003\000\000\000\000\000\000\000\000\001\000\000\001\000\006\000\000\006\000\002\001\001\002\000'
bytes kept_layers cut 'LMl2\001\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\006Go on.\001\000\006\003\000\000\000\000\000\000\000\000\001\000\000\001\000\006\000\000\006\000\002'
bytes kept_layers word-behind-its-sentence 'LMl2\001\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\006Go on.\001\000\006\003\000\000\000\000\000\000\000\000\001\000\000\001\000\006\000\000\006\000\002\001\001\011\000'

# dictionary: the format, then the file
dictionary() { mkdir -p "$to/dictionary" && { printf "$1" && cat "tests/data/dictionaries/$2"; } >"$to/dictionary/seed-$2"; }
dictionary a small.yml
dictionary b conditions.dic
dictionary b mac.dic
dictionary c small.dicx
dictionary d rules.cat
dictionary e new.ykd
dictionary e old.ykd
dictionary e hostile.ykd
dictionary f small.lc3
dictionary g small.vbpro
dictionary h small.csv
dictionary h ours.tsv
bytes dictionary wide 'f\377\376+\000A\000\n\000b\000\n\000'

bytes html blocks '<!DOCTYPE html><html lang=en><title>A  title</title><h1>Report</h1><h3>Leaders</h3><p>Work is <b>well</b> <i>planned</i>.<sup>1</sup><br>One<br><br>two.<ul><li>One<ol><li>Two</ol></ul><blockquote>q</blockquote><pre>a\n\nb</pre>'
bytes html tables '<table><caption>c</caption><tr><th>Judgement<th>Grade<tr><td><p>Overall</p><p>effect</p><td>Good<tr><td><td>x</table><table><tr><td><h2>F</h2><p>A<td><p>B</table>'
bytes html furniture '<nav>Home</nav><header><h1>Rated</h1></header><main><p>Text of it.</main><div class=cookie-banner>c</div><p><a href=x>link</a><p hidden>h<div id=relatedLinks>r</div><footer>f</footer><figure><figcaption>t</figcaption></figure>'
bytes html properties '<meta charset=iso-8859-1><meta property=article:published_time content=2021-03-04T10:00Z><meta name=author content=A><time datetime=2021-03-04>4</time><script type=application/ld+json>{"datePublished": "2020-01-02"}</script><p>caf\351 &rsquo;&#8217;'
bytes html error-page '<title>Page not found</title><p>Sorry.'
bytes html wide '\377\376<\000p\000>\000\031\040x\000'
bytes html broken '<table><p>a<td></table><b><p>x</b>y<svg><p>z</svg><select><p>w<![CDATA[v]]><!-- u --><math><mi>t<frameset>'

seed docx text <<'E2'
<w:document xmlns:w='w' xmlns:mc='mc'><w:body><w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>One</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>Work is </w:t><w:tab/><w:br/><w:noBreakHyphen/><w:sym w:font='W' w:char='F0A7'/></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p><w:p><w:pPr><w:pStyle w:val='N'/><w:numPr><w:ilvl w:val='1'/><w:numId w:val='4'/></w:numPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>item</w:t></w:r></w:p></w:body></w:document>
%%
<w:styles xmlns:w='w'><w:style w:type='paragraph' w:styleId='H'><w:name w:val='heading 1'/></w:style><w:style w:type='paragraph' w:styleId='N'><w:name w:val='List Bullet 2'/><w:basedOn w:val='H'/><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr><w:outlineLvl w:val='2'/></w:pPr></w:style></w:styles>
%%
<w:footnotes xmlns:w='w'><w:footnote w:type='separator' w:id='0'><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote><w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Note.</w:t></w:r></w:p></w:footnote></w:footnotes>
%%
<w:hdr xmlns:w='w'><w:p><w:r><w:t>Head</w:t></w:r></w:p></w:hdr>
%%
<c xmlns:dc='d'><dc:title>T</dc:title><dc:creator>A</dc:creator></c>
%%
<R><Relationship Type='x/officeDocument' Target='/word/document.xml'/></R>
E2
seed docx tables <<'E2'
<w:d xmlns:w='w'><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc><w:tc><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>c</w:t></w:r></w:p><w:p/></w:tc></w:tr></w:tbl></w:d>
E2
seed docx changes <<'E2'
<w:d xmlns:w='w' xmlns:mc='m'><w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:ins><w:r><w:t>y</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>z</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>h</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p/></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p></w:d>
E2
bytes docx zip 'PK\003\004\024\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\010\000\000\000mimetypePK\001\002\024\000\024\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\010\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000mimetypePK\005\006\000\000\000\000\001\000\001\000\066\000\000\000\046\000\000\000\000\000'
bytes docx found-row-without-text '<d><tbl><tr><tc/></tr></tbl></d>'

# lexicon_image: changes, five bytes each
bytes lexicon_image unchanged ''
mkdir -p "$to/lexicon_image"
LC_ALL=C awk 'BEGIN { x = 7; for (i = 0; i < 500; i++) for (k = 0; k < 5; k++) {
	x = (x * 16807) % 2147483647; v = int(x / 65536) % 256
	if (k == 3) v = int(v / 52) == 0 ? 255 : int(v / 52) == 1 ? 0 : v
	printf("%d\n", (k == 4 ? (v > 200) : v)) } }' | while read -r v; do
	printf "\\$(printf '%03o' "$v")"
done >"$to/lexicon_image/seed-five-hundred"
