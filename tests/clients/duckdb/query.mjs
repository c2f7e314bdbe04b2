// Runs SQL statements, one an argument, in one DuckDB; prints the rows of each as a line of JSON.
import { DuckDBInstance } from '@duckdb/node-api';

const connection = await (await DuckDBInstance.create(':memory:')).connect();
for (const sql of process.argv.slice(2)) {
    const reader = await connection.runAndReadAll(sql);
    console.log(JSON.stringify(reader.getRowObjectsJson()));
}
