import type { DatabaseSync } from 'node:sqlite';
import { likeness, pairsOf } from '../text/likeness.ts';

/** Characters of names that are told: what is told of a failure is cut when it is much longer. */
const mostChars = 300;
const mostTables = 3;

/**
 * What a statement could have meant, in words for a model: the columns of the tables that it speaks of when it names one that there is
 * not, the tables of the database when it names no table of it. Undefined for other errors.
 */
export function explainSql(database: DatabaseSync, sql: string, message: string): string | undefined {
  const [, kind, wanted = ''] = /^no such (column|table): (?:\w+\.)*"?([^"]*)/.exec(message) ?? [];
  if (kind === undefined) return undefined;
  const tables = columnsByTable(database);
  if (kind === 'table')
    return tables.size > 0
      ? `The tables are ${listed([...tables.keys()], wanted)}`
      : 'The database has no table';
  const words = sql.toLowerCase();
  const asked = [...tables].filter(([table]) => words.includes(table.toLowerCase())).slice(0, mostTables);
  const told = asked.map(
    ([table, columns]) => `The columns of ${table} are ${listed(columns, wanted, mostChars / asked.length)}`,
  );
  return told.length > 0 ? told.join(' ') : undefined;
}

function columnsByTable(database: DatabaseSync): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const rows = database
    .prepare(
      `SELECT m.name AS of, c.name AS name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
       WHERE m.type IN ('table', 'view') AND m.name NOT GLOB 'sqlite_*' LIMIT 2000`,
    )
    .all() as { readonly of: string; readonly name: string }[]; // what the statement selects
  for (const { of, name } of rows) found.set(of, [...(found.get(of) ?? []), name]);
  return found;
}

/** All names or, where there are many, those that are most like what is wanted. */
function listed(names: readonly string[], wanted: string, maxChars = mostChars): string {
  const pairs = pairsOf(wanted.toLowerCase());
  const likely = names
    .map((name) => ({ name, score: likeness(pairs, name.toLowerCase()) }))
    .toSorted((one, other) => other.score - one.score);
  const quoted = names.map((name) => `"${name}"`);
  const all = quoted.join(', ');
  if (all.length <= maxChars) {
    const [best] = likely;
    return best && best.score >= 0.4 ? `${all}; the nearest is "${best.name}".` : `${all}.`;
  }
  let chars = 0;
  const shown = likely
    .map(({ name }) => `"${name.slice(0, maxChars / 2)}"`)
    .filter((name) => (chars += name.length + 2) <= maxChars);
  return `${shown.join(', ')} and ${names.length - shown.length} more, the nearest first.`;
}
