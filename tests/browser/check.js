// The report as people use it: by mouse, by keyboard, on a phone, in the dark. Prints each failed
// check and exits 1; an answer that is not the page's own fault (no browser) is an error as well.
"use strict";
const fs = require("fs");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let passed = 0, failed = 0;
function check(what, good, more) {
	good ? passed++ : failed++;
	if (!good)
		console.log("FAILED: " + what + (more ? ": " + more : ""));
}

async function open(browser, file, width, scheme) {
	const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, acceptDownloads: true });
	const page = await context.newPage();
	page.setDefaultTimeout(10000);
	page.faults = [];
	page.on("console", (m) => ["error", "warning"].includes(m.type()) && page.faults.push(m.text()));
	page.on("pageerror", (e) => page.faults.push(e.message));
	page.on("request", (r) => /^(file|blob|data):/.test(r.url()) || page.faults.push("request: " + r.url()));
	await page.goto("file://" + file);
	await page.waitForFunction(() => /found/.test(document.getElementById("found").textContent));
	return page;
}

async function accessible(page, name) {
	await page.evaluate(axe);
	const r = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
	const bad = r.violations.filter((v) => ["serious", "critical"].includes(v.impact));
	check(name + ": accessible", bad.length === 0,
		bad.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary || ""}`).join("\n  "));
}

const found = (page) => page.locator("#found").innerText();
const csvOf = async (page, button) => {
	const [download] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
	return fs.readFileSync(await download.path(), "utf8");
};

async function byMouse(page) {
	await page.click('#heat button[aria-label^="Caseloads and workload, 2019"]');
	check("a cell opens its sentences", /^[1-9]\d* sentences? found/.test(await found(page)), await found(page));
	check("its theme is chosen", await page.inputValue("#f-theme") === "caseloads");
	check("its year is chosen", await page.inputValue("#f-year") === "2019");
	const sources = await page.locator("#sentences .source").allInnerTexts();
	check("only its sentences are shown", sources.length > 0 && sources.every((s) => s.includes("Caseloads") && s.includes("2019")));
	check("the heading has the focus", await page.evaluate(() => document.activeElement.id) === "evidence-h");
	await page.click("#bars button.strength");
	check("a bar opens strengths", await page.inputValue("#f-polarity") === "strength");
	await page.selectOption("#authority", "Thornmere");
	await page.click("#authority-page td button");
	check("an inspection opens its authority", await page.inputValue("#f-authority") === "Thornmere");
	const near = await page.locator("#authority-page p .link").first().innerText();
	await page.click("#authority-page p .link");
	check("an authority alike is opened", await page.inputValue("#authority") === near && near !== "Thornmere");
	await page.click("#concerns .link");
	check("what is most often a concern opens", await page.inputValue("#f-polarity") === "concern" && await page.inputValue("#f-theme") !== "");
	await page.click("#multiples button");
	check("a chart opens its theme", await page.inputValue("#f-theme") !== "");
	await page.fill("#f-words", "zzzz");
	check("words that are nowhere", (await found(page)).startsWith("0 sentences"));
	await page.click("#f-clear");
	check("all again", !(await found(page)).startsWith("0 "));
	await page.click("#more");
	check("more sentences", await page.locator("#sentences article").count() === 80);
	await page.click("#mover-table th:first-child button");
	check("a table is sorted", await page.getAttribute("#mover-table th:first-child", "aria-sort") === "ascending");
	for (const m of ["share", "rate", "net", "concern"]) {
		await page.selectOption("#measure", m);
		check(m + " is drawn", await page.locator("#heat td button").count() > 100);
	}
	await page.selectOption("#group", "workforce");
	check("a group of themes", await page.locator("#heat tbody tr:not(.group)").count() < 10);
}

async function byKeyboard(page) {
	await page.focus('#heat td button[tabindex="0"]');
	const label = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
	const first = await label();
	await page.keyboard.press("ArrowDown");
	const below = await label();
	await page.keyboard.press("ArrowUp");
	await page.keyboard.press("ArrowRight");
	const right = await label();
	check("arrows move", first !== below && first !== right && right.split(",")[0] === first.split(",")[0], [first, below, right].join(" | "));
	check("one cell in the tab order", await page.locator('#heat td button[tabindex="0"]').count() === 1);
	await page.keyboard.press("End");
	check("End", /2026/.test(await label()), await label());
	await page.keyboard.press("Enter");
	check("Enter opens", await page.inputValue("#f-year") === "2026");
	check("focus follows", await page.evaluate(() => document.activeElement.id) === "evidence-h");
	await page.keyboard.press("Tab");
	check("on to the filters", await page.evaluate(() => document.activeElement.id) === "f-theme");
}

async function hostile(page) {
	await page.click("#f-clear");
	await page.fill("#f-words", "onerror");
	check("markup is text", (await page.locator("#sentences article").innerText()).includes("<img src=x"));
	await page.fill("#f-words", "hyperlink");
	const csv = await csvOf(page, "#sentences .tools button");
	check("no cell of the CSV is a formula", !/(^\ufeff?|,|\n)"?[=+@]/.test(csv), csv.slice(0, 400));
	check("the formula is there as text", csv.includes("'=HYPERLINK"), csv.slice(0, 400));
	check("nothing ran", await page.evaluate(() => window.hit === undefined));
	check("no element came of it", await page.locator("img, script:not([type])").count() === 1);
}

async function main() {
	const file = process.argv[2];
	const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
	const page = await open(browser, file, 1280, "light");
	await accessible(page, "light");
	await byMouse(page);
	await page.reload();
	await page.waitForFunction(() => /found/.test(document.getElementById("found").textContent));
	await byKeyboard(page);
	await hostile(page);
	const heat = await csvOf(page, "#heat .tools button");
	check("the map as CSV", heat.startsWith("\ufefftheme,2009,"), heat.slice(0, 60));
	check("no faults", page.faults.length === 0, page.faults.join("\n  "));
	const dark = await open(browser, file, 1280, "dark");
	await accessible(dark, "dark");
	const phone = await open(browser, file, 390, "light");
	await accessible(phone, "phone");
	check("the phone does not scroll sideways", await phone.evaluate(() => document.documentElement.scrollWidth) <= 390);
	check("no faults on other screens", dark.faults.length + phone.faults.length === 0, dark.faults.concat(phone.faults).join("\n  "));
	await browser.close();
	console.log(`browser: ${passed} passed, ${failed} failed`);
	process.exit(failed ? 1 : 0);
}
main().catch((e) => { console.error(e); process.exit(2); });
