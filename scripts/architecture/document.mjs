import { readFileSync } from 'node:fs';

/** The cells of the Markdown table between `<!-- name -->` and `<!-- /name -->`, header and rule left out. */
function readTable(markdown, name) {
  const start = markdown.indexOf(`<!-- ${name} -->`);
  const end = markdown.indexOf(`<!-- /${name} -->`);
  if (start < 0 || end < start) {
    throw new Error(
      `ARCHITECTURE.md has no table between <!-- ${name} --> and <!-- /${name} -->. Restore both comments.`,
    );
  }
  const rows = markdown
    .slice(start, end)
    .split('\n')
    .filter((line) => line.trim().startsWith('|'))
    .map((line) =>
      line
        .trim()
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim()),
    );
  return rows.slice(2);
}

const codeWords = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1].replace(/\/$/, ''));

/** What ARCHITECTURE.md promises: core's floors, and what each package may depend on and where it runs. */
export function readArchitecture(file) {
  const markdown = readFileSync(file, 'utf8');
  const floors = new Map();
  for (const [number, folders] of readTable(markdown, 'floors')) {
    for (const folder of codeWords(folders)) floors.set(folder, Number(number));
  }
  const arrows = readTable(markdown, 'arrows').map(([names, targets, runsIn, tests = '']) => ({
    names: codeWords(names),
    targets: codeWords(targets),
    tests: codeWords(tests),
    portable: runsIn === 'everywhere',
  }));
  return { floors, arrows };
}

/** The row for a package: the first that names it, literally or by a pattern with `*`. */
export function arrowOf(arrows, name) {
  return arrows.find((row) => row.names.some((pattern) => fits(name, pattern)));
}

/** Whether a name is a pattern, in which `*` stands for anything. */
export function fits(name, pattern) {
  return new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name);
}
