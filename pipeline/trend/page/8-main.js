/* Controls, the method in words, and the first drawing of all. */
const numberWords = { 3: "three", 5: "five" };
const choose = (id, options) => fill(id, ...options.map(([value, text]) => el("option", { value }, text)));

function drawMethod() {
	const a = data.about, few = data.reports.filter((n, i) => !enough(i)).length;
	const item = (...c) => el("li", null, ...c);
	fill("method-text", el("p", null, "Each sentence in which inspectors set out what they found was matched with the terms of " + themes.length +
		" themes, and judged to be a strength, a concern, both or neither. Headings, addresses, standing phrases and the words of others are left out."),
	el("ul", null,
		item(`n: ${docs.length} of ${a.inputs} documents could be read and counted` + (a.undated ? `; ${a.undated} of them have no date and are in no year.` : ".")),
		item(`Lexicon: ${a.title}, ${a.lexicon}. Program: leitmotif ${a.program}. Last run: ${a.ended}.`),
		item(`Sentences: ${grouped.format(a.coded)} carry a theme` + (a.kept < a.coded ? `; ${grouped.format(a.kept)} are in this page, all are in the figures.` : ", and all are in this page.")),
		item("Intervals are 95 %: Wilson\u2019s for shares, by resampling whole reports for the others, since sentences of one report are not independent."),
		item("A change is named when a permutation of the reports over the years does as well so rarely that of all changes named at most 5 % are expected to be chance (Benjamini and Hochberg)."),
		item("Kinds of inspection come and go. \u201cNot within kinds\u201d says that reports of one kind, compared with each other, do not show the change."),
		item("Joint inspections about a theme raise it by their choice; a dot marks them."),
		few ? item(`${count(few, "year has", "years have")} fewer than ${numberWords[FEW]} reports: read nothing into them.`) : null,
		item("Which places are inspected in a year is not chance. Judgements by rules are often right, not always: read the sentences before you quote a figure."),
		item("Figures describe what reports say, not how places perform.")));
}

function drawAll() {
	$("measure-note").textContent = measures[state.measure].note;
	drawHeat();
	drawMultiples();
	drawMovers();
	drawBars();
}

function start() {
	choose("measure", Object.entries(measures).map(([k, m]) => [k, m.title]));
	choose("group", [["", "All"], ...groups.map((g) => [g, groupTitle(g)])]);
	choose("authority", authorities.map((a) => [a, a]));
	choose("f-theme", [["", "Any"], ...themes.slice().sort((a, b) => a.title.localeCompare(b.title, "en")).map((t) => [t.id, t.title])]);
	choose("f-year", [["", "Any"], ...data.periods.map((y) => [y, y])]);
	choose("f-authority", [["", "Any"], ...authorities.map((a) => [a, a])]);
	choose("f-polarity", [["", "Anything"], ...polarities.map((p) => [p, polarityWords[p]])]);
	$("measure").value = state.measure;
	for (const name of ["measure", "group"])
		$(name).addEventListener("change", () => { state[name] = $(name).value; drawAll(); });
	$("authority").addEventListener("change", drawAuthority);
	for (const name of ["theme", "year", "authority", "polarity"])
		$("f-" + name).addEventListener("change", search);
	$("f-words").addEventListener("input", search);
	$("f-clear").addEventListener("click", () => openSentences({}));
	dark.addEventListener("change", drawHeat);
	drawTiles();
	drawByYear();
	drawStandsOut();
	drawConcerns();
	document.querySelectorAll(".few-reports").forEach((e) => { e.textContent = numberWords[FEW]; });
	drawAll();
	const most = authorities.slice().sort((a, b) => docs.filter((d) => d.authority === b).length - docs.filter((d) => d.authority === a).length)[0];
	if (most) {
		$("authority").value = most;
		drawAuthority();
	}
	drawMethod();
	$("found").textContent = "The sentences are being unpacked.";
	readSentences().then(search, () => { $("found").textContent = "This browser is too old to unpack the sentences; all figures are complete."; });
}
start();
