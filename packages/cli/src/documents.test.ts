import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { commandTable } from './command-table.ts';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');

it.each([
  ['write-a-tool-plugin', 'weather'],
  ['write-a-hook-plugin', 'audit-hook'],
])('%s shows the example %s as it is', (page, example) => {
  expect(read(`docs/extend/${page}.md`)).toContain(read(`examples/plugins/${example}/src/index.ts`));
});

it.each([
  ['render.ts', ''],
  ['read.ts', ''],
  ['models.ts', ''],
  ['provider.ts', 'const codec'],
  ['index.ts', '/** What a configuration'],
])('write-a-provider shows %s of the example provider-cohere as it is', (file, from) => {
  const source = read(`examples/plugins/provider-cohere/src/${file}`);
  expect(read('docs/extend/write-a-provider.md')).toContain(source.slice(source.indexOf(from)));
});

it.each(['docs/guides/command-line.md', 'packages/cli/README.md'])('%s names every command', (path) => {
  const text = read(path);
  const words = Object.entries(commandTable).flatMap(([name, { commands = {} }]) => [
    name,
    ...Object.keys(commands),
  ]);
  expect(words.filter((word) => !text.includes(word))).toEqual([]);
});
