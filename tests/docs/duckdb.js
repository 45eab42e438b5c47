// The statements of a file through DuckDB; prints what each gives as JSON, a row a line.
// usage: node duckdb.js FILE
const fs = require("fs");
const { DuckDBInstance } = require("@duckdb/node-api");

async function main() {
	const connection = await (await DuckDBInstance.create()).connect();
	for (const statement of fs.readFileSync(process.argv[2], "utf8").split(";").filter(s => s.trim())) {
		const reader = await connection.runAndReadAll(statement);
		for (const row of reader.getRowObjectsJson()) console.log(JSON.stringify(row));
	}
}
main().catch(error => { console.error(error.message); process.exit(1); });
