import type { ArgsDef } from 'citty';
import { expect, it } from 'vitest';
import { readArgs } from './read-args.ts';

const defs: ArgsDef = {
  agent: { type: 'positional', required: true },
  words: { type: 'positional', required: false, valueHint: '...' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean', alias: 'q' },
  model: { type: 'string', valueHint: 'provider/model' },
  dryRun: { type: 'boolean' },
  format: { type: 'enum', options: ['yaml', 'json'] },
};

it('reads words and options in any order', () => {
  const args = readArgs(
    ['--model', 'a/b', 'helper', '-q', 'two', '--format=json', 'three', '--dry-run'],
    defs,
  );
  expect(args).toMatchObject({ agent: 'helper', model: 'a/b', quiet: true, format: 'json', dryRun: true });
  expect(args._).toEqual(['helper', 'two', 'three']);
});

it('takes a single dash and everything behind -- for words', () => {
  expect(readArgs(['helper', '-', '--', '-5', '--json'], defs)._).toEqual(['helper', '-', '-5', '--json']);
});

it('a value may look like an option where it is joined to its name', () => {
  expect(readArgs(['helper', '--model=--x'], defs)).toMatchObject({ model: '--x' });
});

it.each([
  [['helper', '--modle', 'x'], /no option --modle.*"--model"/],
  [['helper', '-x'], /no option -x/],
  [['helper', '--model', '--json'], /--model needs a value.*<provider\/model>/],
  [['helper', '--no-model'], /no option --no-model/],
  [[], /<agent> is missing/],
  [['helper', '--format', 'ymal'], /--format takes yaml, json.*Did you mean "yaml"/],
])('%j is refused', (raw, words) => {
  expect(() => readArgs(raw, defs)).toThrow(words);
});
