import type { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse/sync';
import type { CsvTable } from './sql-job.ts';

const number = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

/** A table `csv` of the text. A column becomes numbers when all of it is; an empty field is null. */
export function loadCsv(database: DatabaseSync, { text, delimiter, header }: CsvTable): void {
  const records: string[][] = parse(text, {
    bom: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const head = header ? records.shift() : undefined;
  const width = records.reduce((most, record) => Math.max(most, record.length), head?.length ?? 1);
  const names = namesOf(head ?? [], width);
  const numeric = names.map((_, at) => records.every((record) => isNumber(record[at])));
  const columns = names.map(
    (name, at) => `"${name.replaceAll('"', '""')}" ${numeric[at] ? 'NUMERIC' : 'TEXT'}`,
  );
  database.exec(`CREATE TABLE csv (${columns.join(', ')}); BEGIN`);
  const insert = database.prepare(`INSERT INTO csv VALUES (${names.map(() => '?').join(', ')})`);
  for (const record of records) insert.run(...names.map((_, at) => record[at]?.trim() || null));
  database.exec('COMMIT');
}

function isNumber(field: string | undefined): boolean {
  const text = field?.trim() ?? '';
  return text === '' || number.test(text);
}

/** Names are told apart; SQLite does not tell upper from lower case. */
function namesOf(head: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, at) => {
    const base = head[at]?.trim() || `column${at + 1}`;
    let name = base;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${base}_${count}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
