import { describe, expect, it } from 'vitest';
import { loadPegboard } from '@pegboard/config';
import { project } from '../project.test-util.ts';

const settings = { model: 'local/echo', agents: { one: { limits: { turns: 3 } } } };
const json = JSON.stringify(settings);
const local = ['provider-local', 'core'];

function load(files: Readonly<Record<string, string>>): ReturnType<typeof loadPegboard> {
  return loadPegboard({ cwd: project(files, local), env: {} });
}

describe('the formats', () => {
  it.each([
    ['yaml', 'model: local/echo\nagents:\n  one: { limits: { turns: 3 } }\n'],
    ['yml', json],
    ['json', json],
    ['jsonc', `// here\n${json.replace('}}}}', '}}},}')}`],
    ['js', `export default ${json}`],
    ['mjs', `export default async () => (${json})`],
    ['ts', `const config: { model: string } = ${json};\nexport default config;`],
    ['mts', `export default ${json} as object;`],
  ])('%s says the same', async (extension, text) => {
    await using pegboard = await load({ [`pegboard.config.${extension}`]: text });
    expect(pegboard.config).toEqual(settings);
    expect(pegboard.settings['one']).toEqual({ model: 'local/echo', limits: { turns: 3 } });
    expect(Object.keys(pegboard.agents)).toEqual(['one']);
  });

  it('an empty file is an empty configuration', async () => {
    for (const name of ['pegboard.config.yaml', 'pegboard.config.json']) {
      await using pegboard = await load({ [name]: name.endsWith('json') ? '{}' : '# nothing\n' });
      expect(pegboard.config).toEqual({});
    }
  });

  it.each([
    ['yaml', 'model: [local/echo', /pegboard\.config\.yaml:1:\d+: /],
    ['yaml', 'model: a/b\nmodel: c/d', /:2:1: .*unique/i],
    ['yaml', 'model: !!js/function "() => 1"', /:1:8: .*tag/i],
    ['yaml', 'model: !local/echo x', /:1:8: .*tag/i],
    ['yaml', 'a: &a { x: 1 }\nlimits: { <<: *a }', /:2:11: merge keys/],
    ['yaml', 'model: a/b\n---\nmodel: c/d', /:2:1: there is a second document/],
    ['yaml', '? [a]\n: 1', /:1:3: a key is a text/],
    ['yaml', 'plugins: [@pegboard/mcp]', /:1:11: .*reserved character @: put it into quotes/],
    ['yaml', '- one', /holds a list/],
    ['yaml', `a: &a [1,1]\n${Array.from({ length: 60 }, (_, i) => `k${i}: *a`).join('\n')}`, /aliases/],
    ['yaml', 'model: a/b\nx: &a [*a]', /nested more than 100 levels deep/],
    ['yaml', `x: ${'['.repeat(150)}${']'.repeat(150)}`, /nested more than 100 levels deep/],
    ['yaml', `x: ${'['.repeat(50_000)}`, /YAML that can be read/],
    ['json', `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, /nested too deeply/],
    ['json', '{ "model": }', /pegboard\.config\.json:1:12: value expected/],
    ['json', '{\n  // no\n}', /:2:3: comments need a file named pegboard\.config\.jsonc/],
    ['json', '{ "a": 1, "a": 2 }', /:1:11: the key "a" stands twice/],
    ['json', '"text"', /holds a string/],
    ['json', '', /is not JSON that can be read/],
    ['js', 'export const config = {}', /no configuration as its default export.*exports config/],
    ['mjs', 'export default {\n  a: ,\n}', /pegboard\.config\.mjs cannot be loaded\. /],
    ['js', 'throw new TypeError("boom")', /pegboard\.config\.js cannot be loaded\. boom\./],
    ['js', 'export default () => { throw new TypeError("not now"); }', /gave no configuration\. not now/],
    ['js', 'export default new Map()', /no configuration as its default export/],
  ])('%s: %j is refused in words, with its place', async (extension, text, words) => {
    const failed = load({ [`pegboard.config.${extension}`]: text });
    await expect(failed).rejects.toThrow(words);
    await expect(failed).rejects.toMatchObject({ name: 'ConfigError' });
  });

  it('an agent with nothing behind its name is one all the same, unless a profile takes it away', async () => {
    const files = {
      'pegboard.config.yaml':
        'model: local/echo\nagents:\n  one:\n  two:\nprofiles: { less: { agents: { two: } } }',
    };
    const cwd = project(files, local);
    await using pegboard = await loadPegboard({ cwd, env: {} });
    expect(Object.keys(pegboard.agents)).toEqual(['one', 'two']);
    await using less = await loadPegboard({ cwd, env: {}, profile: 'less' });
    expect(Object.keys(less.agents)).toEqual(['one']);
  });

  it('strange names are names, or refused', async () => {
    await using pegboard = await load({
      'pegboard.config.json':
        '{ "agents": { "constructor": { "model": "local/echo" }, "toString": { "model": "local/echo" } } }',
    });
    expect(Object.keys(pegboard.agents)).toEqual(['constructor', 'toString']);
    expect(pegboard.agent('constructor').name).toBe('constructor');
    expect(() => pegboard.agent('valueOf')).toThrow('There is no agent "valueOf"');
    for (const text of ['{ "agents": { "__proto__": {} } }', '{ "__proto__": { "model": "local/echo" } }']) {
      for (const name of ['pegboard.config.json', 'pegboard.config.yaml']) {
        await expect(load({ [name]: text })).rejects.toThrow('the key "__proto__" is not taken');
      }
    }
  });

  it('a file may be named, and one that is not there is told', async () => {
    const cwd = project({ 'other.yaml': 'model: local/echo' }, local);
    await using pegboard = await loadPegboard({ cwd, file: 'other.yaml', env: {} });
    expect(pegboard.config.model).toBe('local/echo');
    await using same = await loadPegboard({ cwd, env: { PEGBOARD_CONFIG: 'other.yaml' } });
    expect(same.file).toBe(pegboard.file);
    await expect(loadPegboard({ cwd, file: 'none.yaml' })).rejects.toThrow(
      /cannot be read\. ENOENT.*none\.yaml/,
    );
  });
});
