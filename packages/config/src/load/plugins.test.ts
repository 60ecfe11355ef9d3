import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPlugins, loadPegboard, type Pegboard } from '@pegboard/config';
import { definePlugin } from '@pegboard/core/plugin';
import { project } from '../project.test-util.ts';

const local = ['provider-local', 'core'];

/** A plugin with one tool, whose setup may be anything. */
function source(name: string, more = '', setup = 'setup: () => ({ tools: [tool] })'): string {
  return `import { defineTool } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
const tool = defineTool({ name: 'now', description: 'Tells it.', input: { type: 'object' }, execute: () => 'now of ${name}' });
export const plugin = definePlugin({ name: '${name}', api: 1, ${more}${more && ','} ${setup} });`;
}

function manifest(name: string, pegboard: object, more: object = {}): string {
  return JSON.stringify({
    name,
    version: '1.2.3',
    type: 'module',
    keywords: ['pegboard-plugin'],
    pegboard,
    ...more,
  });
}

function installed(name: string, code: string, pegboard: object = {}): Record<string, string> {
  return {
    [`packages/${name}/package.json`]: manifest(name, { entry: './index.js', api: 1, ...pegboard }),
    [`packages/${name}/index.js`]: code,
  };
}

async function load(
  yaml: string,
  files: Record<string, string> = {},
  options: Parameters<typeof loadPegboard>[0] = {},
): Promise<Pegboard> {
  return loadPegboard({
    cwd: project({ 'pegboard.config.yaml': yaml, ...files }, local),
    env: {},
    ...options,
  });
}

describe('plugins', () => {
  it('are packages or files; their tools have their namespace, or the one that `as` gives', async () => {
    const yaml = 'model: local/rules\nplugins: [acme-time, ./plugins/own.mjs, { use: acme-time, as: two }]';
    await using pegboard = await load(yaml, {
      ...installed('acme-time', source('acme-time')),
      'plugins/own.mjs': source('own'),
    });
    expect(pegboard.diagnostics).toEqual([]);
    expect(pegboard.registry.tools().map(({ name }) => name)).toEqual([
      'acme-time_now',
      'own_now',
      'two_now',
    ]);
    expect(pegboard.registry.plugins.map(({ name, state }) => [name, state])).toEqual([
      ['acme-time', 'ready'],
      ['own', 'ready'],
      ['two', 'ready'],
      ['@pegboard/provider-local', 'ready'],
    ]);
  });

  it('get their config, the environment that they declare, and files below the configuration', async () => {
    const code = source(
      'reader',
      "permissions: { env: ['READER_X'], fs: ['data'] }",
      "async setup({ config, env, fs }) { await fs.writeFile('data/out/a.txt', 'A'); return { tools: [tool.constructor && defineTool({ name: 'told', description: JSON.stringify([config, env.READER_X, await fs.readText('data/in.txt'), await fs.list('data'), await fs.stat('data/none')]), input: { type: 'object' }, execute: () => 1 })] }; }",
    );
    const yaml = 'model: local/echo\nplugins: [{ use: ./p.mjs, config: { a: "${env:VALUE}" } }]';
    await using pegboard = await load(
      yaml,
      { 'p.mjs': code, 'data/in.txt': 'in' },
      { env: { VALUE: 'v', READER_X: 'x' } },
    );
    expect(pegboard.diagnostics).toEqual([]);
    expect(pegboard.registry.tools()[0]?.description).toBe('[{"a":"v"},"x","in",["in.txt","out/"],null]');
  });

  it('follow no links out of what they were granted', async () => {
    const code = source(
      'reader',
      "permissions: { fs: ['data'] }",
      "async setup({ fs }) { const tell = (work) => work.catch((error) => error.message); return { tools: [defineTool({ name: 'told', description: JSON.stringify([await tell(fs.readText('data/link/x.txt')), await tell(fs.writeFile('data/link/y.txt', 'y')), await tell(fs.readText('data/../secret.txt'))]), input: { type: 'object' }, execute: () => 1 })] }; }",
    );
    const cwd = project(
      {
        'pegboard.config.yaml': 'model: local/echo\nplugins: [./p.mjs]',
        'p.mjs': code,
        'data/a.txt': '',
        'out/x.txt': 'x',
        'secret.txt': 's',
      },
      local,
    );
    symlinkSync(join(cwd, 'out'), join(cwd, 'data/link'), 'junction');
    await using pegboard = await loadPegboard({ cwd, env: {} });
    const told = JSON.parse(pegboard.registry.tools()[0]?.description ?? '[]') as string[];
    expect(told[0]).toContain('may not follow links');
    expect(told[1]).toContain('may not follow links');
    expect(told[2]).toContain('secret.txt');
    expect(existsSync(join(cwd, 'out/y.txt'))).toBe(false);
  });

  it.each([
    [
      'a package that is not installed',
      'acme-tim',
      /not installed/,
      /npm install acme-tim\. Did you mean "acme-time"\?/,
    ],
    [
      'a misspelt package of Pegboard',
      '"@pegboard/tolbox"',
      /not installed/,
      /Did you mean "@pegboard\/toolbox"\?/,
    ],
    ['a file that is not there', './none.mjs', /no such file/, /none\.mjs/],
    ['a file without its ending', './throws', /no such file/, /Did you mean "\.\/throws\.mjs"\?/],
    [
      'a file without the way to it',
      'throws.mjs',
      /not installed/,
      /The file of that name is "\.\/throws\.mjs"/,
    ],
    ['a folder', './packages', /is a folder/, /packages/],
    ['a package that is no plugin', 'plain', /has no field "pegboard"/, /take it out of plugins/],
    ['a manifest that will not do', 'odd', /pegboard\.api: expected a/, /Update it/],
    ['an api of the future', 'future', /api 99/, /Update @pegboard\/core/],
    ['a module that throws', './throws.mjs', /cannot be loaded\. no luck\..*node /, /installed and loads/],
    ['a module without a plugin', './empty.mjs', /exports no plugin/, /definePlugin/],
    ['a set-up that fails', './fails.mjs', /set-up failed here|failed here/, /./],
    [
      'code that asks for more than its manifest',
      'greedy',
      /asks for more than it is granted.*net/s,
      /permissions/,
    ],
  ])('%s is a diagnostic with place and remedy, and the rest works', async (_, use, cause, hint) => {
    const files = {
      ...installed('acme-time', source('acme-time')),
      ...installed('odd', '', { api: 'x' }),
      ...installed('future', '', { api: 99 }),
      ...installed('greedy', source('greedy', "permissions: { net: ['evil.example'] }"), {
        permissions: { env: ['X'] },
      }),
      'packages/plain/package.json': '{ "name": "plain" }',
      'throws.mjs': 'throw new TypeError("no luck")',
      'empty.mjs': 'export const x = 1',
      'fails.mjs': source('fails', '', 'setup() { throw new TypeError("failed here"); }'),
    };
    await using pegboard = await load(`model: local/echo\nplugins:\n  - ${use}\n  - acme-time`, files);
    expect(pegboard.diagnostics).toHaveLength(1);
    const [found] = pegboard.diagnostics;
    expect(found).toMatchObject({ about: 'plugin', severity: 'error', where: 'pegboard.config.yaml:3:5' });
    expect(found?.cause).toMatch(cause);
    expect(found?.hint).toMatch(hint);
    expect(pegboard.registry.tools().map(({ name }) => name)).toEqual(['acme-time_now']);
    expect((await pegboard.agent().run('Still here')).status).toBe('done');
  });

  it('what the manifest asks for must be granted where grants are given', async () => {
    const files = installed(
      'acme-net',
      source('acme-net', "permissions: { net: ['a.example', 'b.example'] }"),
      {
        permissions: { net: ['a.example', 'b.example'] },
      },
    );
    const of = async (permissions: string): Promise<Pegboard['diagnostics']> => {
      await using pegboard = await load(
        `model: local/echo\nplugins: [{ use: acme-net, permissions: ${permissions} }]`,
        files,
      );
      return pegboard.diagnostics;
    };
    expect(await of('{ net: [a.example, b.example] }')).toEqual([]);
    expect(await of('{ net: ["*.example"] }')).toEqual([]);
    expect(await of('{ net: [a.example] }')).toMatchObject([{ cause: expect.stringContaining('b.example') }]);
  });

  it('one that is required and fails stops the start', async () => {
    const files = { 'p.mjs': source('p', '', 'setup() { throw new TypeError("not today"); }') };
    await expect(
      load('model: local/echo\nplugins: [{ use: ./p.mjs, required: true }]', files),
    ).rejects.toThrow(/not today/);
  });

  it('may be objects in a file that is code, with whatever their config holds', async () => {
    const text = `import { definePlugin } from '@pegboard/core/plugin';
const config = { now: () => 'called', key: '\${env:KEY}' };
config.self = config;
const plugin = definePlugin({ name: 'inline', api: 1, setup: ({ config }) => ({ hooks: [{ name: config.now() + config.key + typeof config.self }] }) });
export default { model: 'local/echo', plugins: [definePlugin({ name: 'bare', api: 1, setup: () => ({}) }), { use: plugin, config }] };`;
    const cwd = project({ 'pegboard.config.mjs': text }, local);
    await using pegboard = await loadPegboard({ cwd, env: { KEY: 'k-123' } });
    expect(pegboard.diagnostics).toEqual([]);
    expect(pegboard.registry.plugins.slice(0, 2).map(({ name, state }) => [name, state])).toEqual([
      ['bare', 'ready'],
      ['inline', 'ready'],
    ]);
    expect(pegboard.agent().options.hooks?.[0]?.name).toBe('calledk-123object');
  });

  it('may be objects in overrides', async () => {
    const plugin = definePlugin({
      name: 'inline',
      api: 1,
      setup: ({ config }) => ({ hooks: [{ name: String(config) }] }),
    });
    await using pegboard = await load(
      'model: local/echo',
      {},
      { overrides: { plugins: [plugin, { use: plugin, as: 'again', config: 7 }] } },
    );
    expect(pegboard.registry.plugins.map(({ name, hooks }) => [name, hooks])).toEqual([
      ['inline', 1],
      ['again', 1],
      ['@pegboard/provider-local', 0],
    ]);
  });

  it('are found without running them, enabled or not', () => {
    const cwd = project(
      {
        ...installed('acme-time', 'throw new Error("never run")', {
          namespace: 'time',
          permissions: { net: ['a.example'] },
        }),
        ...installed('@scope/odd', '', { api: 'x' }),
        'packages/plain/package.json': '{ "name": "plain", "keywords": ["pegboard"] }',
      },
      ['provider-local'],
    );
    mkdirSync(join(cwd, 'deep/node_modules/acme-time'), { recursive: true });
    writeFileSync(
      join(cwd, 'deep/node_modules/acme-time/package.json'),
      manifest('acme-time', { api: 1 }, { version: '9.9.9', main: './m.js' }),
    );
    expect(findPlugins(cwd)).toMatchObject([
      { name: '@pegboard/provider-local', manifest: { api: 1 } },
      { name: '@scope/odd', problem: expect.stringContaining('pegboard.api') },
      {
        name: 'acme-time',
        version: '1.2.3',
        manifest: { namespace: 'time', permissions: { net: ['a.example'] } },
        entry: join(cwd, 'packages/acme-time/index.js'),
      },
    ]);
    expect(findPlugins(join(cwd, 'deep')).find(({ name }) => name === 'acme-time')?.version).toBe('9.9.9');
  });
});

describe('packages of Pegboard', () => {
  it('that a model names and that are missing say how to be installed', async () => {
    await using pegboard = await loadPegboard({
      cwd: project(
        { 'pegboard.config.yaml': 'model: openai/gpt-6-astra\nagents: { a: {}, b: { model: local/echo } }' },
        local,
      ),
      env: {},
    });
    expect(pegboard.diagnostics).toMatchObject([
      {
        about: 'plugin',
        name: '@pegboard/provider-openai',
        hint: expect.stringContaining('npm install @pegboard/provider-openai'),
      },
      { about: 'agent', name: 'a', where: expect.stringContaining('pegboard.config.yaml:2') },
    ]);
    expect(Object.keys(pegboard.agents)).toEqual(['b']);
  });

  it('a provider of nobody is told with what there is', async () => {
    await using pegboard = await load('model: opneai/x\nfallback: [local/echo]');
    expect(pegboard.diagnostics).toMatchObject([
      { about: 'agent', cause: expect.stringMatching(/no provider "opneai"/) },
    ]);
  });

  it.each([
    ['mcpServers', '@pegboard/mcp'],
    ['commonTools', '@pegboard/common-tools'],
    ['builtinTools', '@pegboard/builtin-tools'],
    ['langchainTools', '@pegboard/langchain'],
    ['aciTools', '@pegboard/common-tools'],
  ])('the section %s says to install %s where that is missing', async (key, name) => {
    await using pegboard = await load(`model: local/echo\n${key}: {}\nagents: { a: { ${key}: [] }, b: {} }`);
    expect(pegboard.diagnostics.filter(({ about }) => about === 'section')).toMatchObject([
      {
        name: key,
        severity: 'error',
        cause: `it belongs to ${name}, which is not installed`,
        hint: `Install it: npm install ${name}`,
        where: 'pegboard.config.yaml:2:1',
      },
      { name: key, where: expect.stringContaining('pegboard.config.yaml:3:') },
    ]);
    expect(pegboard.agent('b').name).toBe('b');
  });
});

describe('sections', () => {
  const code = `import { defineTool, jsonSchema } from '@pegboard/core';
import { definePlugin, defineSection } from '@pegboard/core/plugin';
const echo = (name) => defineTool({ name, description: name, input: { type: 'object' }, execute: () => name });
const greetings = defineSection({ schema: jsonSchema({ type: 'array', items: { type: 'string' } }), apply: (names) => ({ tools: names.map(echo) }) });
export const plugin = definePlugin({ name: 'greeter', api: 1, sections: { greetings }, setup: () => ({}) });`;

  it('are handed to the plugin that claims them, at the top and in agents', async () => {
    const yaml =
      'model: local/echo\nplugins: [./g.mjs]\ngreetings: [hello]\nagents:\n  a: { tools: [hello], greetings: [bye] }\n  b: {}';
    await using pegboard = await load(yaml, { 'g.mjs': code });
    expect(pegboard.diagnostics).toEqual([]);
    const names = (agent: string): unknown =>
      pegboard.agent(agent).options.tools?.map((tool) => 'name' in tool && tool.name);
    expect([names('a'), names('b')]).toEqual([['hello', 'bye'], []]);
  });

  it('whose value does not fit are diagnostics', async () => {
    const yaml = 'model: local/echo\nplugins: [./g.mjs]\nagents:\n  a: { greetings: 7 }\n  b: {}';
    await using pegboard = await load(yaml, { 'g.mjs': code });
    expect(pegboard.diagnostics).toMatchObject([
      { about: 'agent', name: 'a', cause: expect.stringContaining('greetings') },
    ]);
  });

  it('of a package are claimed by its manifest', async () => {
    const files = installed('greeter', code, { sections: ['greetings'] });
    await using pegboard = await load('model: local/echo\nplugins: [greeter]\ngreetings: [hi]', files);
    expect(pegboard.diagnostics).toEqual([]);
    await expect(load('model: local/echo\nplugins: [greeter]\ngreeting: [hi]', files)).rejects.toThrow(
      'Did you mean "greetings"?',
    );
  });
});
