/* What the report holds, from the data script; see report_data.c for its shape. */
const data = JSON.parse($("data").textContent);
const themes = data.themes.map(([id, title, group], i) => ({ i, id, title, group }));
const groups = [...new Set(themes.map((t) => t.group))];
const polarities = ["strength", "concern", "mixed", "neutral"];
const polarityWords = { strength: "Strength", concern: "Concern", mixed: "Mixed", neutral: "Not judged" };
const measures = {
	share: { title: "Share of reports that raise it", short: "The share of reports that raise it", note: "Of the reports of a year, those with at least one sentence on the theme." },
	concern: { title: "Share of reports with a concern", short: "The share of reports with a concern", note: "Of the reports of a year, those with at least one sentence that is a concern about the theme." },
	rate: { title: "Sentences per 1,000 words", short: "Sentences per 1,000 words", note: "How much is written on the theme, whatever the length of the reports." },
	net: { title: "Balance of strengths and concerns", short: "The balance of strengths and concerns", note: "From \u22121, all concerns, to +1, all strengths: (strengths \u2212 concerns) / (strengths + concerns + mixed), of sentences." },
};
const groupTitle = (g) => g ? g.replace(/-/g, " ").replace(/^./, (c) => c.toUpperCase()) : "Other";

/* Numbers are digits of base 62; one of 62 and more is a dash and two digits. */
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
function unpack(text) {
	const counts = new Map();
	let at = 0;
	const next = () => {
		if (text[at] !== "-")
			return digits.indexOf(text[at++]);
		at += 3;
		return 62 * digits.indexOf(text[at - 2]) + digits.indexOf(text[at - 1]);
	};
	while (at < text.length) {
		const theme = next();
		counts.set(theme, [next(), next(), next(), next()]);
	}
	return counts;
}

const docs = data.docs.map((d, i) => ({
	i, path: d[0], authority: d[1], region: d[2], kind: d[3], framework: d[4], date: d[5], grade: d[6],
	words: d[7], subject: d[8], counts: unpack(d[9]), year: d[5].slice(0, 4),
}));
const authorities = [...new Set(docs.map((d) => d.authority).filter(Boolean))].sort((a, b) => a.localeCompare(b, "en"));
/* The sentences come packed, and after the charts are drawn. */
let sentences = null;
async function readSentences() {
	const bytes = Uint8Array.from(atob($("sentence-data").textContent), (c) => c.charCodeAt(0));
	const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
	const more = JSON.parse(await new Response(stream).text());
	sentences = more.sentences.map((s) => ({
		doc: docs[s[0]], page: s[1], paragraph: s[2], section: s[3] < 0 ? "" : more.sections[s[3]], text: s[4], codes: s[5],
	}));
}

/* A year of fewer reports than this is shown pale, and not in lines: one report would move it too far. */
const FEW = docs.length >= 100 ? 5 : 3;
const enough = (i) => data.reports[i] >= FEW;

const state = { measure: "concern", group: "" };
const shownThemes = () => themes.filter((t) => !state.group || t.group === state.group);
const series = (t, m) => data.series[m || state.measure][t.i];

const reportKinds = new Map(data.kinds.map(([id, title, article]) => [id, { title, article }]));
const kindOf = (d) => (reportKinds.get(d.kind) || {}).title || d.kind || "report";
const isArticle = (d) => (reportKinds.get(d.kind) || {}).article === 1;
const month = (iso) => iso ? new Date(iso + "T12:00:00Z").toLocaleDateString("en-GB", { month: "short", year: "numeric", timeZone: "UTC" }) : "no date";
const long = (iso) => iso ? new Date(iso + "T12:00:00Z").toLocaleDateString("en-GB",
	{ day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }) : "no date";
