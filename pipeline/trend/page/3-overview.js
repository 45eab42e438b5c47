/* Figures at the top, reports by year, and the clearest changes in words. */
function drawTiles() {
	const years = data.periods;
	const tiles = [
		["reports", grouped.format(docs.length)],
		["authorities", grouped.format(authorities.length)],
		["years", years.length ? years[0] + "\u2013" + years[years.length - 1] : "none"],
		["sentences on a theme", grouped.format(data.about.coded)],
		["themes", grouped.format(themes.length)],
	];
	fill("tiles", ...tiles.map(([name, value]) => el("div", null, el("dt", null, name), el("dd", null, value))));
	$("subtitle").textContent = data.about.title + ": " + count(docs.length, "report", "reports") + " of " +
		count(authorities.length, "authority", "authorities") + ". Written by leitmotif " + data.about.program + ".";
}

/* The frameworks by how many reports they have; the rest together. */
function frameworks() {
	const n = new Map();
	for (const d of docs)
		n.set(d.framework || "other", (n.get(d.framework || "other") || 0) + 1);
	const names = [...n.keys()].sort((a, b) => n.get(b) - n.get(a));
	return names.length > 7 ? [...names.slice(0, 6), "other"] : names;
}

function drawByYear() {
	const names = frameworks(), years = data.periods;
	const of = (d) => names.includes(d.framework || "other") ? d.framework || "other" : "other";
	const cells = years.map((y) => names.map((f) => docs.filter((d) => d.year === y && of(d) === f).length));
	const most = Math.max(1, ...cells.map((c) => c.reduce((a, b) => a + b, 0)));
	const w = 560, h = 190, left = 26, step = (w - left) / Math.max(1, years.length);
	const marks = [];
	cells.forEach((c, i) => {
		let y = h - 20;
		c.forEach((n, k) => {
			const tall = n / most * (h - 40);
			y -= tall;
			if (n)
				marks.push(svg("rect", { class: "mark k" + k, x: left + i * step + 2, y, width: Math.max(1, step - 4), height: Math.max(0, tall - 1) },
					svg("title", null, years[i] + ", " + names[k] + ": " + n)));
		});
		marks.push(svg("text", { x: left + (i + 0.5) * step, y: h - 6, "text-anchor": "middle" }, step < 34 ? "\u2019" + years[i].slice(2) : years[i]));
		marks.push(svg("text", { x: left + (i + 0.5) * step, y: y - 4, "text-anchor": "middle" }, String(c.reduce((a, b) => a + b, 0))));
	});
	const words = years.map((y, i) => y + ": " + cells[i].reduce((a, b) => a + b, 0)).join(", ");
	fill("by-year", svg("svg", { viewBox: `0 0 ${w} ${h}`, role: "img", "aria-label": "Reports by year. " + words }, ...marks),
		el("ul", { class: "legend" }, ...names.map((f, k) => el("li", null, el("span", { class: "swatch k" + k }), f))));
}

/* Themes by how clear their change is, clearest first; one that holds within kinds before others. */
function ranked(measure) {
	return themes.map((t) => ({ t, s: data.series[measure][t.i] })).filter((r) => r.s.q !== null)
		.sort((a, b) => b.s.changes - a.s.changes || b.s.holds - a.s.holds || a.s.q - b.s.q ||
			Math.abs(b.s.slope) - Math.abs(a.s.slope));
}

function drawStandsOut() {
	const items = [];
	for (const m of ["concern", "net", "share"])
		for (const r of ranked(m).filter((x) => x.s.changes).slice(0, 3))
			items.push(el("li", null, el("strong", null, r.t.title), ": " + measures[m].title.toLowerCase() + " " + r.s.words +
				" (" + ends(r.s, m) + ")."));
	fill("stands-out", ...(items.length ? items : [el("li", null, "No theme changes more than chance would have it.")]));
}

/* "71% in 2014, 34% in 2024": the first and last year with five reports or more. */
function ends(s, m) {
	const known = data.periods.map((y, i) => i).filter((i) => s.v[i] !== null && data.reports[i] >= 5);
	if (!known.length)
		return "few reports in each year";
	const say = (i) => show[m](s.v[i]) + " in " + data.periods[i];
	return known.length === 1 ? say(known[0]) : say(known[0]) + ", " + say(known[known.length - 1]);
}
