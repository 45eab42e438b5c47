/* Small multiples with intervals; bars of strengths and concerns; the table of changes. */
function drawMultiple(t, most) {
	const s = series(t), w = 240, h = 92, left = 38, right = 36, bottom = 14, low = state.measure === "net" ? -1 : 0;
	const years = data.periods.map(Number), some = enough;
	const shown = years.filter((y, i) => some(i)), first = shown[0] || years[0], span = Math.max(1, (shown[shown.length - 1] || first) - first);
	const x = (i) => left + 6 + (years[i] - first) / span * (w - left - right - 12);
	const y = (v) => 6 + (most - Math.min(v, most)) / (most - low) * (h - bottom - 8);
	const known = years.map((v, i) => i).filter((i) => some(i) && s.v[i] !== null), last = known[known.length - 1];
	const path = (values) => known.map((i, k) => (k ? "L" : "M") + x(i).toFixed(1) + " " + y(values[i]).toFixed(1)).join("");
	const marks = known.filter((i) => s.l[i] !== null).map((i) => svg("rect", { class: "band", x: x(i) - 3, width: 6,
		y: y(s.h[i]), height: Math.max(1, y(s.l[i]) - y(s.h[i])) }));
	marks.push(svg("path", { class: "axis", d: `M${left} ${y(low)}H${w - right}` + (low < 0 ? `M${left} ${y(0)}H${w - right}` : "") }),
		svg("path", { class: "adjusted", d: path(s.a) }), svg("path", { class: "line", d: path(s.v) }),
		...known.map((i) => svg("circle", { class: s.s[i] ? "dot about" : "dot", cx: x(i), cy: y(s.v[i]), r: 2.4 })),
		svg("text", { x: left - 4, y: 12, "text-anchor": "end" }, show[state.measure](most)),
		svg("text", { x: left - 4, y: y(low), "text-anchor": "end" }, show[state.measure](low)),
		svg("text", { x: left, y: h - 1 }, String(first)),
		svg("text", { x: w - right, y: h - 1, "text-anchor": "end" }, String(first + span)));
	if (last !== undefined)
		marks.push(svg("text", { class: "now", x: w - right + 6, y: Math.min(h - bottom, y(s.v[last]) + 4) }, show[state.measure](s.v[last])));
	return el("button", { type: "button", class: "multiple", on: { click: () => openSentences({ theme: t.id }) } },
		el("strong", null, t.title), el("em", null, s.words.charAt(0).toUpperCase() + s.words.slice(1)),
		svg("svg", { viewBox: `0 0 ${w} ${h}`, "aria-hidden": "true" }, ...marks));
}

function drawMultiples() {
	const most = largest();
	fill("multiples", ...shownThemes().map((t) => drawMultiple(t, most)));
}

/* A line in a row of text, of the years with reports enough. */
function sparkline(s) {
	const known = data.periods.map((y, i) => i).filter((i) => enough(i) && s.v[i] !== null);
	const low = state.measure === "net" ? -1 : 0, most = largest(), w = 84, h = 20;
	const d = known.map((i, k) => (k ? "L" : "M") + (2 + k / Math.max(1, known.length - 1) * (w - 4)).toFixed(1) + " " +
		(2 + (most - Math.min(s.v[i], most)) / (most - low) * (h - 4)).toFixed(1)).join("");
	return svg("svg", { class: "spark", viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "img",
		"aria-label": known.length ? show[state.measure](s.v[known[0]]) + " to " + show[state.measure](s.v[known[known.length - 1]]) : "none" },
	svg("path", { class: "line", d }));
}

function drawMovers() {
	const rows = ranked(state.measure).filter((r) => !state.group || r.t.group === state.group);
	const s = state.measure;
	const at = (r, k) => { const i = firstAndLast(r.s)[k]; return i === undefined ? null : r.s.v[i]; };
	const said = (r, k) => { const i = firstAndLast(r.s)[k]; return i === undefined ? "" : el("span", null, show[s](r.s.v[i]), el("small", null, " " + data.periods[i])); };
	const columns = [
		{ title: "Theme", value: (r) => r.t.title },
		{ title: "Series", value: (r) => r.s.v.filter((v, i) => enough(i)).join(" "), show: (r) => sparkline(r.s) },
		{ title: "From", number: true, value: (r) => at(r, 0), show: (r) => said(r, 0) },
		{ title: "To", number: true, value: (r) => at(r, 1), show: (r) => said(r, 1) },
		{ title: "What happens", value: (r) => r.s.words, show: (r) => el("span", null, withoutKinds(r.s) + " ", caveat(r.s)) },
		{ title: "Change a year", number: true, value: (r) => r.s.slope, show: (r) => r.s.slope === null ? "" : s === "rate" || s === "net" ? show.net(r.s.slope) : show.net(100 * r.s.slope).replace(/(\.\d)\d$/, "$1") + " points" },
		{ title: "q", number: true, value: (r) => r.s.q, show: (r) => probability(r.s.q) },
		{ title: "Within kinds, p", number: true, value: (r) => r.s.pw, show: (r) => probability(r.s.pw) },
		{ title: "Level changes after", number: true, value: (r) => r.s.change || null, show: (r) => r.s.change },
	];
	fill("mover-table", ...sortable(columns, rows, { caption: measures[s].title + ": changes by theme", file: "changes.csv" }));
}

const totals = () => themes.map((t) => {
	const n = [0, 0, 0, 0];
	for (const d of docs)
		(d.counts.get(t.i) || []).forEach((v, k) => { n[k] += v; });
	return { t, n, judged: n[0] + n[1] + n[2], net: (n[0] - n[1]) / Math.max(1, n[0] + n[1] + n[2]) };
});

/* Parts of the judged sentences: concerns to the left, strengths to the right, mixed across the middle. */
function drawBars() {
	const rows = totals().filter((r) => r.judged && (!state.group || r.t.group === state.group)).sort((a, b) => a.net - b.net);
	const most = Math.max(...rows.map((r) => (Math.max(r.n[0], r.n[1]) + r.n[2] / 2) / r.judged));
	const piece = (r, p, part) => {
		if (!r.n[p])
			return null;
		const whole = Math.round(100 * r.n[p] / r.judged) + "%";
		const words = `${r.t.title}, ${polarityWords[polarities[p]].toLowerCase()}: ${count(r.n[p], "sentence", "sentences")}, ${whole}`;
		const b = el("button", { type: "button", class: polarities[p], title: words, "aria-label": words,
			on: { click: () => openSentences({ theme: r.t.id, polarity: polarities[p] }) } }, p < 2 && part > 0.12 ? whole : "\u00a0");
		b.style.width = 100 * part / most + "%";
		return b;
	};
	/* The right half of mixed sentences; the left half is their button. */
	const otherHalf = (r) => {
		const s = el("span", { class: "rest mixed", "aria-hidden": "true" });
		s.style.width = 50 * r.n[2] / r.judged / most + "%";
		return s;
	};
	const half = (side, ...c) => el("span", { class: "half " + side }, ...c);
	const list = el("dl", { class: "bars" });
	for (const r of rows)
		list.append(el("dt", null, el("span", null, r.t.title), el("small", null, "n\u2009=\u2009" + grouped.format(r.judged))), el("dd", null,
			half("left", piece(r, 1, r.n[1] / r.judged), piece(r, 2, r.n[2] / r.judged / 2)),
			half("right", otherHalf(r), piece(r, 0, r.n[0] / r.judged))));
	const csv = () => [["theme", ...polarities, "net"], ...rows.map((r) => [r.t.title, ...r.n, Number(r.net.toFixed(4))])];
	fill("bars", el("ul", { class: "legend" }, ...["concern", "mixed", "strength"].map((p) =>
		el("li", null, el("span", { class: "swatch " + p }), polarityWords[p]))), list,
	csvButton("strengths-and-concerns.csv", "strengths and concerns", csv));
}
