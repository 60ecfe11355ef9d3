import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderWith } from '../cli.test-util.ts';
import { editPluginList } from './edit-plugin-list.ts';

async function edited(name: string, text: string, edit: 'add' | 'remove', plugin = 'acme'): Promise<string> {
  const file = join(folderWith({ [name]: text }), name);
  const list = await editPluginList(file);
  expect(list[edit](plugin)).toBe(true);
  await list.save();
  return readFileSync(file, 'utf8');
}

it.each([
  ['model: a/b # here\n', 'model: a/b # here\nplugins:\n  - acme\n'],
  ['plugins: []\n', 'plugins: [acme]\n'],
  ['plugins: [one, { use: two }] # all\n', 'plugins: [one, { use: two }, acme] # all\n'],
  [
    'plugins:\n- one\n- use: two\n  config:\n    a: 1\n\nmodel: a/b',
    'plugins:\n- one\n- use: two\n  config:\n    a: 1\n- acme\n\nmodel: a/b',
  ],
  ['plugins:\n  - one # first\nmodel: a/b\n', 'plugins:\n  - one # first\n  - acme\nmodel: a/b\n'],
  ['# nothing yet\nplugins:\n', '# nothing yet\nplugins:\n  - acme\n'],
])('adds to YAML: %j', async (before, after) => {
  expect(await edited('p.yaml', before, 'add')).toBe(after);
});

it('quotes the name of a scope in YAML', async () => {
  const after = await edited('p.yaml', 'plugins:\n  - "@one/two"\n', 'add', '@three/four');
  expect(after).toBe('plugins:\n  - "@one/two"\n  - "@three/four"\n');
});

it.each([
  ['{ "model": "a/b" }\n', { model: 'a/b', plugins: ['acme'] }],
  ['{\n  "plugins": ["one"]\n}\n', { plugins: ['one', 'acme'] }],
  ['{}', { plugins: ['acme'] }],
])('adds to JSON: %j', async (before, after) => {
  expect(JSON.parse(await edited('p.json', before, 'add'))).toEqual(after);
});

it('keeps the comments of JSONC', async () => {
  const after = await edited('p.jsonc', '{\n  // ours\n  "plugins": [\n    "one" // first\n  ],\n}\n', 'add');
  expect(after).toContain('// ours');
  expect(after).toContain('// first');
  expect(after).toContain('"acme"');
});

it.each([
  [
    'p.yaml',
    'plugins:\n  - one\n  - { use: acme, config: { a: 1 } } # gone\nmodel: a/b\n',
    'plugins:\n  - one\nmodel: a/b\n',
  ],
  ['p.yaml', 'plugins:\n  - use: acme\n    config:\n      a: 1\n  - one\n', 'plugins:\n  - one\n'],
  ['p.yaml', 'plugins:\n  - acme\nmodel: a/b\n', 'plugins: []\nmodel: a/b\n'],
  ['p.yaml', 'plugins: [acme, one]\n', 'plugins: [one]\n'],
  ['p.json', '{ "plugins": ["one", { "use": "acme" }] }', '{ "plugins": ["one"] }'],
  ['p.json', '{ "plugins": ["acme", "one"] }', '{ "plugins": ["one"] }'],
  ['p.json', '{ "plugins": ["acme"] }', '{ "plugins": [] }'],
])('removes an entry, also one with options: %s %j', async (name, before, after) => {
  expect(await edited(name, before, 'remove')).toBe(after);
});

it('knows what is listed already, and what is not', async () => {
  const file = join(folderWith({ 'p.yaml': 'plugins: [{ use: acme, as: wx }]\n' }), 'p.yaml');
  const list = await editPluginList(file);
  expect(list.add('acme')).toBe(false);
  expect(list.remove('other')).toBe(false);
});

it('refuses a file that it cannot read', async () => {
  const broken = folderWith({
    'p.yaml': 'plugins: [a\n',
    'p.json': '{ "plugins": ',
    'q.json': '{ "plugins": {} }',
  });
  await expect(editPluginList(join(broken, 'p.yaml')).then((list) => list.add('a'))).rejects.toThrow(
    'cannot be changed',
  );
  await expect(editPluginList(join(broken, 'p.json')).then((list) => list.add('a'))).rejects.toThrow(
    'cannot be changed',
  );
  await expect(editPluginList(join(broken, 'q.json')).then((list) => list.add('a'))).rejects.toThrow(
    'no list',
  );
});
