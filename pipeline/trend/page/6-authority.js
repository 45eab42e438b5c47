/* One authority's inspections side by side: what was raised each time, and what came back. */
const raised = (d, t) => (d.counts.get(t.i) || [0, 0])[1] > 0;

function authorityRows(list) {
	return themes.map((t) => {
		const concerns = list.map((d) => raised(d, t));
		const first = concerns.indexOf(true), last = concerns.lastIndexOf(true);
		const times = concerns.filter(Boolean).length;
		let note = "";
		if (times > 1 && concerns[concerns.length - 1])
			note = concerns[concerns.length - 2] ? "again" : "came back";
		else if (times && last < concerns.length - 1)
			note = list.slice(last + 1).some((d) => (d.counts.get(t.i) || [0])[0] > 0) ? "turned to strength" : "went away";
		else if (times && first === concerns.length - 1 && list.length > 1)
			note = "new";
		return { t, times, note };
	}).filter((r) => list.some((d) => d.counts.has(r.t.i))).sort((a, b) => b.times - a.times);
}

function authorityCell(d, t) {
	const n = d.counts.get(t.i);
	if (!n)
		return el("td", null);
	const tags = [0, 1].filter((p) => n[p]).map((p) => el("span", { class: "tag " + polarities[p] }, (p ? "\u2212" : "+") + n[p]));
	const words = polarities.map((p, k) => n[k] ? n[k] + " " + polarityWords[p].toLowerCase() : null).filter(Boolean).join(", ");
	return el("td", { class: "cells" }, el("button", { type: "button", title: words,
		on: { click: () => openSentences({ theme: t.id, authority: d.authority, year: d.year }) } },
	el("span", { class: "unseen" }, `${t.title}, ${long(d.date)}: ${words}. `), ...(tags.length ? tags : [el("span", { class: "tag neutral" }, String(n[2] + n[3]))])));
}

function drawAuthority() {
	const name = $("authority").value;
	const list = docs.filter((d) => d.authority === name && d.kind !== "news");
	const rows = authorityRows(list);
	const head = list.map((d) => el("th", { scope: "col" }, d.date || "no date", el("br"), kindOf(d), d.grade ? el("br") : null, d.grade));
	const table = el("table", null, el("caption", null, name + ": concerns (\u2212) and strengths (+) at each inspection"),
		el("thead", null, el("tr", null, el("th", { scope: "col" }, "Theme"), ...head, el("th", { scope: "col" }, "Concern"))),
		el("tbody", null, ...rows.map((r) => el("tr", null, el("th", { scope: "row" }, r.t.title), ...list.map((d) => authorityCell(d, r.t)),
			el("td", { class: r.note === "came back" || r.note === "again" ? "return" : null }, r.note)))));
	const csv = () => [["theme", ...list.flatMap((d) => [d.date + " strengths", d.date + " concerns"]), "concern"],
		...rows.map((r) => [r.t.title, ...list.flatMap((d) => (d.counts.get(r.t.i) || [0, 0]).slice(0, 2)), r.note])];
	fill("authority-page", el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, table),
		csvButton("authority.csv", "this authority's inspections", csv));
}
