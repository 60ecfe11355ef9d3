/** What is known of a statement from its first words. */
export interface Statement {
  readonly kind: 'query' | 'change';
}

const queries = new Set(['SELECT', 'VALUES', 'EXPLAIN']);
const changing = /\b(INSERT|UPDATE|DELETE)\b|\bREPLACE\s+INTO\b/i;
const changes = new Set(['INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'CREATE', 'ALTER', 'DROP']);
const pragmas = new Set([
  'table_info',
  'table_xinfo',
  'table_list',
  'index_list',
  'index_info',
  'index_xinfo',
  'foreign_key_list',
]);

/**
 * Looks at a statement of SQLite before it is prepared: one alone, and of a kind that cannot reach other files or change how the connection
 * works (ATTACH, VACUUM INTO, most of PRAGMA). A text says what is wrong. Whether a query after WITH changes data, the connection judges.
 */
export function readStatement(sql: string): Statement | string {
  const words = significant(sql);
  if (words === undefined) return 'A text, a name or a comment in the statement has no end.';
  const [first, ...more] = words.replace(/[\s;]+$/, '').split(';');
  if (more.length > 0) return 'There are several statements: send one at a time.';
  const [keyword = '', name = ''] = first?.trim().split(/[\s(=.]+/) ?? [];
  const upper = keyword.toUpperCase();
  if (queries.has(upper)) return { kind: 'query' };
  if (upper === 'WITH') return { kind: changing.test(first ?? '') ? 'change' : 'query' };
  if (changes.has(upper)) return { kind: 'change' };
  if (upper === 'PRAGMA' && pragmas.has(name.toLowerCase()) && !first?.includes('='))
    return { kind: 'query' };
  return `${upper === '' ? 'An empty statement' : `${upper.slice(0, 20)} ${name.slice(0, 30)}`.trim()} is not possible here. Use SELECT, WITH, VALUES, EXPLAIN or PRAGMA table_info(…).`;
}

const opaque = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[^]*?(?:\*\/|$)/g;

/** The statement without what stands in quotes and comments; undefined when a quote is left open. */
function significant(sql: string): string | undefined {
  const rest = sql.replace(opaque, (text) => (/^(--|\/\*)/.test(text) ? ' ' : ' x '));
  return /['"`]/.test(rest) || sql.includes('\0') ? undefined : rest;
}
