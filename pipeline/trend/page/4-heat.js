/* Themes by years as a grid of buttons: a table to a screen reader, colours to the eye. */
const dark = matchMedia("(prefers-color-scheme: dark)");
const scales = {
	light: { one: [[240, 246, 250], [0, 78, 128]], low: [150, 58, 0], high: [0, 84, 138], middle: [244, 244, 244] },
	dark: { one: [[30, 42, 52], [120, 200, 250]], low: [246, 150, 80], high: [110, 195, 250], middle: [40, 48, 55] },
};
const between = (a, b, x) => a.map((v, i) => Math.round(v + (b[i] - v) * x));

/* Colour of a value, part of the way from 0 (or -1) to 1. */
function colour(part, twoSided) {
	const s = dark.matches ? scales.dark : scales.light;
	if (!twoSided)
		return between(s.one[0], s.one[1], part);
	return between(s.middle, part < 0 ? s.low : s.high, Math.min(1, Math.abs(part)));
}
const light = (c) => {
	const [r, g, b] = c.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
function paint(e, c) {
	e.style.backgroundColor = `rgb(${c.join(",")})`;
	e.style.color = light(c) > 0.183 ? "#000" : "#fff";
}

const largest = () => state.measure === "rate"
	? Math.max(0.1, ...themes.flatMap((t) => series(t).v.filter((v, i) => v !== null && enough(i)))) : 1;

function heatCell(t, i, most) {
	const s = series(t), v = s.v[i], year = data.periods[i];
	if (v === null)
		return el("td", null);
	const few = !enough(i), about = s.s[i] > 0;
	const b = el("button", { type: "button", tabindex: "-1", class: (few ? "few " : "") + (about ? "about" : ""),
		"aria-label": `${t.title}, ${year}: ${show[state.measure](v)}, ${count(data.reports[i], "report", "reports")}` +
			(about ? `, ${s.s[i]} of them inspections about this theme` : ""),
		title: s.l[i] === null ? null : `${t.title}, ${year}: ${show[state.measure](v)} (${show[state.measure](s.l[i])} to ${show[state.measure](s.h[i])}), ${count(data.reports[i], "report", "reports")}`,
		on: { click: () => openSentences({ theme: t.id, year, polarity: state.measure === "concern" ? "concern" : "" }) } },
	show[state.measure](v));
	if (!few)
		paint(b, colour(state.measure === "net" ? v : v / most, state.measure === "net"));
	return el("td", null, b);
}

function drawHeat() {
	const rows = [], most = largest();
	for (const g of groups) {
		const own = shownThemes().filter((t) => t.group === g);
		if (own.length)
			rows.push(el("tr", { class: "group" }, el("th", { scope: "rowgroup" }, groupTitle(g)), el("td", { colspan: data.periods.length })));
		for (const t of own)
			rows.push(el("tr", null, el("th", { scope: "row" }, t.title), ...data.periods.map((y, i) => heatCell(t, i, most))));
	}
	const caption = measures[state.measure].title + ", by theme and year";
	const table = el("table", { class: "heat" }, el("caption", null, el("span", { class: "stays" }, caption)),
		el("thead", null, el("tr", null, el("th", { scope: "col" }, "Theme"), ...data.periods.map((y, i) =>
			el("th", { scope: "col" }, y, el("br"), el("span", { class: "n" }, "n\u2009=\u2009" + data.reports[i]))))),
		el("tbody", { on: { keydown: moveInHeat } }, ...rows));
	const csv = () => [["theme", ...data.periods], ...shownThemes().map((t) => [t.title, ...series(t).v])];
	fill("heat", el("div", { class: "scroll" }, table), heatScale(most), csvButton("themes-by-year.csv", caption, csv));
	const first = table.querySelector("td button");
	if (first)
		first.tabIndex = 0;
	table.parentElement.scrollLeft = table.parentElement.scrollWidth;     /* a phone shows the latest years */
}

function heatScale(most) {
	const net = state.measure === "net";
	const cells = [0, 0.25, 0.5, 0.75, 1].map((x) => {
		const c = el("span", { class: "cell" });
		paint(c, colour(net ? 2 * x - 1 : x, net));
		return c;
	});
	return el("div", { class: "scale", "aria-hidden": "true" }, show[state.measure](net ? -1 : 0), ...cells, show[state.measure](net ? 1 : most));
}

/* One cell is in the tab order; arrows, Home and End move from there. */
function moveInHeat(event) {
	const td = event.target.closest("td");
	if (!td)
		return;
	const rows = [...td.closest("tbody").rows].filter((r) => r.querySelector("td button"));
	const r = rows.indexOf(td.parentElement), c = [...td.parentElement.cells].indexOf(td);
	const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0],
		Home: [0, 1 - c, 1], End: [0, data.periods.length - c, -1] }[event.key];
	if (!step)
		return;
	event.preventDefault();
	const [dr, dc] = [Math.sign(step[0]), step[2] || Math.sign(step[1])];
	let y = r + step[0], x = c + step[1];
	for (; rows[y] && rows[y].cells[x] && x > 0; y += dr, x += dc) {
		const b = rows[y].cells[x].querySelector("button");
		if (b) {
			event.target.tabIndex = -1;
			b.tabIndex = 0;
			b.focus();
			return;
		}
	}
}
