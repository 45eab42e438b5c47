/* The sentences behind the figures, by theme, year, authority, polarity and words. */
const AT_ONCE = 40;
let shown = AT_ONCE, found = [];

function matching() {
	const theme = themes.findIndex((t) => t.id === $("f-theme").value);
	const year = $("f-year").value, authority = $("f-authority").value, polarity = polarities.indexOf($("f-polarity").value);
	const words = $("f-words").value.toLowerCase().split(/\s+/).filter(Boolean);
	const out = [];
	for (const s of sentences) {
		if ((year && s.doc.year !== year) || (authority && s.doc.authority !== authority))
			continue;
		const codes = [];
		for (let i = 0; i < s.codes.length; i += 2)
			if ((theme < 0 || s.codes[i] === theme) && (polarity < 0 || s.codes[i + 1] === polarity))
				codes.push({ theme: s.codes[i], polarity: s.codes[i + 1] });
		if (!codes.length)
			continue;
		s.lower = s.lower || s.text.toLowerCase();
		if (words.every((w) => s.lower.includes(w)))
			out.push({ s, codes });
	}
	return out.sort((a, b) => (a.s.doc.date < b.s.doc.date ? 1 : a.s.doc.date > b.s.doc.date ? -1 : 0));
}

function sentenceOf({ s, codes }) {
	const p = polarities[codes[0].polarity], d = s.doc;
	const place = [s.section && "\u201c" + s.section + "\u201d", s.page ? "page " + s.page : "", s.paragraph ? "paragraph " + s.paragraph : ""].filter(Boolean).join(", ");
	return el("article", { class: "sentence " + p }, el("p", null, s.text),
		el("p", { class: "source" }, el("span", { class: "tag " + p }, polarityWords[p]), " ",
			codes.map((c) => themes[c.theme].title).join("; ") + ". " + (d.authority || d.path) + ", " + kindOf(d) + ", " + long(d.date) + (place ? ", " + place : "") + "."));
}

function drawSentences() {
	const cut = data.about.kept < data.about.coded;
	$("found").textContent = count(found.length, "sentence", "sentences") + " found" +
		(cut ? "; this page holds " + grouped.format(data.about.kept) + " of " + grouped.format(data.about.coded) + ", chosen evenly over themes, years and judgements" : "") + ".";
	const more = found.length > shown ? [el("button", { type: "button", id: "more", on: { click: () => {
		const at = shown;
		shown += AT_ONCE;
		drawSentences();
		const next = document.querySelectorAll("#sentences article")[at];
		next.tabIndex = -1;
		next.focus();
	} } }, "Show more")] : [];
	const csv = () => [["authority", "kind", "date", "themes", "judged", "sentence", "page", "paragraph", "section", "document"],
		...found.map(({ s, codes }) => [s.doc.authority, s.doc.kind, s.doc.date, codes.map((c) => themes[c.theme].id).join("; "),
			[...new Set(codes.map((c) => polarities[c.polarity]))].join("; "), s.text, s.page || "", s.paragraph || "", s.section, s.doc.path])];
	fill("sentences", csvButton("sentences.csv", "the sentences found", csv), ...found.slice(0, shown).map(sentenceOf), ...more);
}

function search() {
	if (!sentences)
		return;
	shown = AT_ONCE;
	found = matching();
	drawSentences();
}

/* Show the sentences of a theme, year, authority, polarity, and go there. */
function openSentences(wanted) {
	for (const name of ["theme", "year", "authority", "polarity"])
		$("f-" + name).value = wanted[name] || "";
	$("f-words").value = "";
	search();
	$("evidence").scrollIntoView();
	$("evidence-h").focus({ preventScroll: true });
}
