/* One authority's inspections side by side: what was raised each time, and what came back. */
const raised = (d, t) => (d.counts.get(t.i) || [0, 0])[1] > 0;

/* As history_standing() has it: of the inspections that speak of a theme. */
function standing(list, t) {
	let now = false, before = false, ever = false, praised = false, silent = false;
	for (const d of list) {
		const n = d.counts.get(t.i);
		silent = !n;
		if (silent)
			continue;
		ever = ever || now;
		before = now;
		now = n[1] > 0;
		praised = n[0] > 0;
	}
	if (now)
		return silent ? "open when last raised" : before ? "still a concern" : ever ? "came back" : "new concern";
	return !ever ? "" : praised ? "turned to strength" : "went away";
}

function authorityRows(list) {
	return themes.map((t) => ({ t, times: list.filter((d) => raised(d, t)).length, note: standing(list, t) }))
		.filter((r) => list.some((d) => d.counts.has(r.t.i))).sort((a, b) => b.times - a.times);
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
			el("td", { class: /still|came back/.test(r.note) ? "return" : null }, r.note)))));
	const csv = () => [["theme", ...list.flatMap((d) => [d.date + " strengths", d.date + " concerns"]), "concern"],
		...rows.map((r) => [r.t.title, ...list.flatMap((d) => (d.counts.get(r.t.i) || [0, 0]).slice(0, 2)), r.note])];
	fill("authority-page", el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, table),
		csvButton("authority.csv", "this authority's inspections", csv));
}
