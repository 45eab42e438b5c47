/* One authority's inspections side by side: what was raised each time, what came back, and how that
 * compares with others; the authorities of which most nearly the same is written. */
const raised = (d, t) => (d.counts.get(t.i) || [0, 0])[1] > 0;

/* As history_standing() has it: of the inspections that speak of a theme. In the order of its table. */
const standings = ["still a concern", "came back", "open when last raised", "new concern", "turned to strength", "went away", ""];
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

/* Of the reports of others of the same kinds, those with a concern of the theme. */
function elsewhere(list) {
	const kinds = new Set(list.map((d) => d.kind)), others = docs.filter((d) => kinds.has(d.kind) && d.authority && d.authority !== list[0].authority);
	return (t) => others.length ? others.filter((d) => raised(d, t)).length / others.length : null;
}

function authorityRows(list) {
	const share = elsewhere(list);
	return themes.map((t) => ({ t, times: list.filter((d) => raised(d, t)).length, note: standing(list, t), others: share(t) }))
		.filter((r) => list.some((d) => d.counts.has(r.t.i)))
		.sort((a, b) => standings.indexOf(a.note) - standings.indexOf(b.note) || b.times - a.times);
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

/* Sentences a word of each theme, over the mean of all authorities; as nearest_authorities() has it. */
const profiles = (() => {
	const of = new Map(authorities.map((a) => [a, { words: 0, n: themes.map(() => 0) }]));
	for (const d of docs) {
		const p = of.get(d.authority);
		if (!p)
			continue;
		p.words += d.words;
		for (const [t, n] of d.counts)
			p.n[t] += n[0] + n[1] + n[2] + n[3];
	}
	for (const p of of.values())
		p.n = p.n.map((v) => v / Math.max(1, p.words));
	const mean = themes.map((t, i) => [...of.values()].reduce((sum, p) => sum + p.n[i], 0) / Math.max(1, of.size));
	for (const p of of.values()) {
		p.n = p.n.map((v, i) => mean[i] > 0 ? v / mean[i] : 0);
		p.length = Math.hypot(...p.n);
	}
	return of;
})();

function alike(name) {
	const own = profiles.get(name);
	const cosine = (p) => p.n.reduce((sum, v, i) => sum + v * own.n[i], 0) / (p.length * own.length || 1);
	return authorities.filter((a) => a !== name).map((a) => [a, cosine(profiles.get(a))]).sort((a, b) => b[1] - a[1]).slice(0, 5).map((x) => x[0]);
}

function showAuthority(name) {
	$("authority").value = name;
	drawAuthority();
	$("authority").focus();
}

function drawAuthority() {
	const name = $("authority").value;
	const list = docs.filter((d) => d.authority === name && !isArticle(d));
	if (!list.length)
		return fill("authority-page", el("p", null, "No inspections of " + name + " are in this report."));
	const rows = authorityRows(list), percent = (v) => v === null ? "" : show.share(v);
	const head = list.map((d) => el("th", { scope: "col" }, el("span", { class: "when", title: long(d.date) }, month(d.date)), el("br"), kindOf(d), d.grade ? el("br") : null, d.grade ? el("strong", null, d.grade) : null));
	const table = el("table", { class: "authority" }, el("caption", null, name + ": concerns (\u2212) and strengths (+) in sentences at each inspection"),
		el("thead", null, el("tr", null, el("th", { scope: "col" }, "Theme"), el("th", { scope: "col" }, "Now"), ...head,
			el("th", { scope: "col", class: "num", title: "Of the reports of the same kinds on others, those with a concern" }, "A concern in others\u2019 reports"))),
		el("tbody", null, ...rows.map((r) => el("tr", null, el("th", { scope: "row" }, r.t.title),
			el("td", { class: /still|came back/.test(r.note) ? "now return" : "now" }, r.note), ...list.map((d) => authorityCell(d, r.t)),
			el("td", { class: "num" }, percent(r.others))))));
	const csv = () => [["theme", "now", ...list.flatMap((d) => [d.date + " strengths", d.date + " concerns"]), "share of others' reports with a concern"],
		...rows.map((r) => [r.t.title, r.note, ...list.flatMap((d) => (d.counts.get(r.t.i) || [0, 0]).slice(0, 2)), r.others === null ? "" : Number(r.others.toFixed(4))])];
	const near = alike(name);
	fill("authority-page", el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, table),
		near.length ? el("p", { class: "note" }, "Most nearly the same is written of ", ...near.flatMap((a, i) => [i ? ", " : "", el("button", { type: "button", class: "link", on: { click: () => showAuthority(a) } }, a)]), ".") : null,
		csvButton("authority.csv", "this authority's inspections", csv));
}
