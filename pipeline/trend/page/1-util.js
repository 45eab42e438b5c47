"use strict";
/* Elements by hand: texts only ever become text nodes, so nothing in a report can be markup. */
const $ = (id) => document.getElementById(id);

function make(space, tag, attributes, children) {
	const e = space ? document.createElementNS("http://www.w3.org/2000/svg", tag)
		: document.createElement(tag);
	for (const [name, value] of Object.entries(attributes || {})) {
		if (name === "on")
			for (const [event, f] of Object.entries(value))
				e.addEventListener(event, f);
		else if (value !== null && value !== undefined && value !== false)
			e.setAttribute(name, value === true ? "" : value);
	}
	for (const c of children)
		if (c !== null && c !== undefined)
			e.append(c);
	return e;
}
const el = (tag, attributes, ...children) => make(false, tag, attributes, children);
const svg = (tag, attributes, ...children) => make(true, tag, attributes, children);
const fill = (id, ...children) => $(id).replaceChildren(...children);

/* Numbers as people read them. */
const grouped = new Intl.NumberFormat("en-GB");
const show = {
	share: (v) => Math.round(100 * v) + "%",
	concern: (v) => Math.round(100 * v) + "%",
	rate: (v) => v.toFixed(2),
	net: (v) => (v > 0 ? "+" : v < 0 ? "\u2212" : "") + Math.abs(v).toFixed(2),
};
const probability = (p) => p === null ? "" : p < 0.001 ? "<0.001" : p.toFixed(3);
const count = (n, one, many) => grouped.format(n) + " " + (n === 1 ? one : many);

/* A cell that a spreadsheet would run gets an apostrophe, as in all of leitmotif's CSV. */
function csvCell(v) {
	if (typeof v === "number")
		return String(v);
	let s = v === null || v === undefined ? "" : String(v);
	if (/^[=+\-@\t\r\n]/.test(s))
		s = "'" + s;
	return /[",\n\r]/.test(s) ? '"' + s.replace(/"/g, '""') + '"' : s;
}
const toCsv = (rows) => rows.map((r) => r.map(csvCell).join(",")).join("\n") + "\n";

function download(name, rows) {
	/* Excel takes a CSV without a byte order mark for the local code page. */
	const url = URL.createObjectURL(new Blob(["\ufeff", toCsv(rows)], { type: "text/csv" }));
	const a = el("a", { href: url, download: name });
	document.body.append(a);
	a.click();
	a.remove();
	setTimeout(() => URL.revokeObjectURL(url), 1000);
}

const csvButton = (name, what, rows) => el("div", { class: "tools" },
	el("button", { type: "button", "aria-label": "Download CSV: " + what, on: { click: () => download(name, rows()) } },
		"Download CSV"));

/* A table whose columns sort. columns: { title, value(row), show(row)?, number?, csv(row)? } */
function sortable(columns, rows, options) {
	let by = -1, up = true;
	const body = el("tbody");
	const heads = columns.map((c, i) => el("th", { scope: "col", class: c.number ? "num" : null },
		el("button", { type: "button", on: { click: () => sort(i) } }, c.title)));
	const draw = () => body.replaceChildren(...rows.map((r) => el("tr", null, ...columns.map((c, i) =>
		el(i ? "td" : "th", { class: c.number ? "num" : null, scope: i ? null : "row" },
			c.show ? c.show(r) : c.value(r))))));
	function sort(i) {
		up = by === i ? !up : true;
		by = i;
		const worth = (r) => columns[i].value(r);
		rows = rows.slice().sort((a, b) => {
			const x = worth(a), y = worth(b);
			if (x === null || y === null)
				return (x === null) - (y === null);
			return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1);
		});
		heads.forEach((h, k) => k === i ? h.setAttribute("aria-sort", up ? "ascending" : "descending")
			: h.removeAttribute("aria-sort"));
		draw();
	}
	draw();
	const table = el("table", { class: "wide-table" }, el("caption", null, options.caption),
		el("thead", null, el("tr", null, ...heads)), body);
	const csv = () => [columns.map((c) => c.title), ...rows.map((r) => columns.map((c) => (c.csv || c.value)(r)))];
	return [el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": options.caption }, table),
		csvButton(options.file, options.caption, csv)];
}
