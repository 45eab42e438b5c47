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
	const w = Math.max(280, Math.min(560, $("by-year").clientWidth || 560)), h = 190, left = 26, step = (w - left) / Math.max(1, years.length);
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

/* The first and last year with reports enough. */
const firstAndLast = (s) => {
	const known = data.periods.map((y, i) => i).filter((i) => s.v[i] !== null && enough(i));
	return known.length ? [known[0], known[known.length - 1]] : [];
};

/* "falls from 71% in 2014 to 34% in 2024" */
function course(s, m) {
	const [a, b] = firstAndLast(s), say = (i) => show[m](s.v[i]) + " in " + data.periods[i];
	const words = withoutKinds(s);
	return a === undefined || a === b ? words : /,/.test(words) ? `${words}: ${say(a)}, ${say(b)}` : `${words} from ${say(a)} to ${say(b)}`;
}
const withoutKinds = (s) => s.words.split(",").filter((w) => !/kinds/.test(w)).join(",");

/* What a reader must know of a change before taking it for one of practice. */
const caveat = (s) => s.changes && !s.holds
	? el("span", { class: "caveat", title: "Reports of one kind, compared with each other, do not show it clearly." }, "may be the form of reports")
	: null;

function drawStandsOut() {
	const items = [], told = new Set();
	for (const [m, most] of [["concern", 3], ["net", 2], ["share", 2]])
		for (const r of ranked(m).filter((x) => x.s.changes && !told.has(x.t.id)).slice(0, most)) {
			told.add(r.t.id);
			items.push(el("li", null, el("button", { type: "button", class: "link", on: { click: () => openSentences({ theme: r.t.id, polarity: m === "concern" ? "concern" : "" }) } }, r.t.title),
				measures[m].short + " " + course(r.s, m) + ". ", caveat(r.s)));
		}
	fill("stands-out", ...(items.length ? items : [el("li", null, "No theme changes more than chance would have it.")]));
}

/* Themes by the share of reports with a concern, over the last three years that have reports enough. */
function drawConcerns() {
	const years = data.periods.filter((y, i) => enough(i)).slice(-3);
	const recent = docs.filter((d) => years.includes(d.year));
	const rows = themes.map((t) => ({ t, n: recent.filter((d) => raised(d, t)).length })).sort((a, b) => b.n - a.n).slice(0, 8);
	$("concerns-h").textContent = years.length ? "Most often a concern, " + (years.length > 1 ? years[0] + "\u2013" : "") + years[years.length - 1] : "Most often a concern";
	fill("concerns", ...rows.map((r) => {
		const bar = el("span", { class: "mini concern", "aria-hidden": "true" });
		bar.style.width = 100 * r.n / Math.max(1, recent.length) + "%";
		return el("li", null, el("button", { type: "button", class: "link", on: { click: () => openSentences({ theme: r.t.id, polarity: "concern" }) } }, r.t.title),
			el("span", { class: "share" }, show.share(r.n / Math.max(1, recent.length))), bar);
	}));
	$("concerns-note").textContent = "Share of " + count(recent.length, "report", "reports") + ".";
}
