import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';

export const isTest = (path) => /\.test(-[a-z]+)?\.ts$/.test(path);

function* nodesOf(value) {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesOf(item);
  } else if (value && typeof value === 'object') {
    if (typeof value.type === 'string') yield value;
    for (const child of Object.values(value)) yield* nodesOf(child);
  }
}

const isErrorName = (node) => node?.type === 'Identifier' && node.name === 'Error';

/** One parsed source file: its imports of any form, its exports, and the expressions that rules forbid. */
export function readSourceFile(path) {
  const text = readFileSync(path, 'utf8');
  const { program, errors } = parseSync(path, text);
  const lineOf = (offset) => text.slice(0, offset).split('\n').length;
  const file = {
    path,
    lines: text.replace(/\n$/, '').split('\n').length,
    imports: [],
    bareErrors: [],
    consoles: [],
    problems: [],
  };
  file.problems = errors.map((error) => error.message);
  file.body = program.body.map((node) => ({ node, line: lineOf(node.start) }));
  for (const node of nodesOf(program.body)) {
    const line = lineOf(node.start);
    const source =
      node.type === 'TSImportType' ? (node.source ?? node.argument?.literal ?? node.argument) : node.source;
    if (typeof source?.value === 'string') file.imports.push({ specifier: source.value, line });
    if ((node.type === 'NewExpression' || node.type === 'CallExpression') && isErrorName(node.callee))
      file.bareErrors.push(line);
    if (
      node.type === 'MemberExpression' &&
      node.object.type === 'Identifier' &&
      node.object.name === 'console'
    )
      file.consoles.push(line);
  }
  return file;
}

/** How many names a door exports that exist at run time. */
export function countValueExports(file) {
  return file.body
    .filter(({ node }) => node.type === 'ExportNamedDeclaration' && node.exportKind !== 'type')
    .flatMap(({ node }) => node.specifiers)
    .filter((specifier) => specifier.exportKind !== 'type').length;
}
