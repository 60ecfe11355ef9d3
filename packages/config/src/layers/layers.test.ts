import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPegboard, type Pegboard } from '@pegboard/config';
import { project } from '../project.test-util.ts';

const local = ['provider-local', 'core'];

async function load(
  yaml: string,
  options: Parameters<typeof loadPegboard>[0] = {},
  files: Record<string, string> = {},
): Promise<Pegboard> {
  return loadPegboard({
    cwd: project({ 'pegboard.config.yaml': yaml, ...files }, local),
    env: {},
    ...options,
  });
}

describe('references', () => {
  it('are filled in from the environment and from files, with defaults and an escape', async () => {
    const yaml = [
      'model: "local/${env:KIND}"',
      'instructions: ${file:prompts/it.md}',
      'version: "${env:NONE:-one:-two} $$5 $${env:KIND} $x ${env:EMPTY:-}"',
    ].join('\n');
    const files = { 'prompts/it.md': 'Be brief: ${env:KIND}\n' };
    await using pegboard = await load(yaml, { env: { KIND: 'echo' } }, files);
    expect(pegboard.config).toEqual({
      model: 'local/echo',
      instructions: 'Be brief: ${env:KIND}',
      version: 'one:-two $5 ${env:KIND} $x ',
    });
  });

  it.each([
    [
      'version: ${env:MISSING}',
      /pegboard\.config\.yaml:1:1: version: the environment variable MISSING is not set\. Set it, or write \$\{env:MISSING:-default\}/,
    ],
    ['version: "${env:EMPTY}"', /EMPTY is empty/],
    ['version: "${evn:X}"', /\$\{evn:X\} is no reference.*Did you mean "env"\?.*\$\$\{/],
    ['version: "${X}"', /is no reference/],
    ['version: "${env:A-B}"', /"A-B" is no name of an environment variable/],
    ['version: "${file:none.md}"', /\$\{file:none\.md\} cannot be read\. ENOENT/],
    ['version: "${file:/etc/hostname}"', /the path is absolute/],
    ['version: "${file:../outside.md}"', /leads out of the folder|ENOENT/],
    ['version: "${file:prompts}"', /it is no file/],
    ['version: "${file:long.md}"', /more than 256000 bytes/],
  ])('%s cannot be filled in', async (yaml, words) => {
    const files = { 'prompts/it.md': '', 'long.md': 'x'.repeat(300_000) };
    await expect(load(yaml, { env: { EMPTY: '' } }, files)).rejects.toThrow(words);
  });

  it('files lead nowhere outside, not by links either', async () => {
    const outside = project({ 'secret.txt': 'key-1234' });
    const cwd = project({ 'pegboard.config.yaml': 'model: local/echo\nversion: ${file:link.txt}' }, local);
    symlinkSync(join(outside, 'secret.txt'), join(cwd, 'link.txt'));
    const failed = loadPegboard({ cwd, env: {} });
    await expect(failed).rejects.toThrow(/leads out of the folder of the configuration/);
    await expect(failed).rejects.not.toThrow(/key-1234/);
  });

  it('what a plugin or an agent lacks fails that one only', async () => {
    const yaml = [
      'model: local/echo',
      'plugins:',
      '  - { use: ./a.mjs, config: { key: "${env:NO_KEY}" } }',
      'agents:',
      '  whole: {}',
      '  broken: { instructions: "${file:none.md}" }',
    ].join('\n');
    await using pegboard = await load(yaml, {}, { 'a.mjs': '' });
    expect(Object.keys(pegboard.agents)).toEqual(['whole']);
    expect(pegboard.diagnostics).toMatchObject([
      {
        about: 'plugin',
        name: './a.mjs',
        cause: expect.stringContaining('NO_KEY is not set'),
        where: 'pegboard.config.yaml:3:5',
      },
      { about: 'agent', name: 'broken', where: 'pegboard.config.yaml:6:13' },
    ]);
    expect(() => pegboard.agent('broken')).toThrow(/could not be made.*none\.md/);
  });

  it('of a profile that does not count are not looked at', async () => {
    await using pegboard = await load('model: local/echo\nprofiles: { x: { version: "${env:NONE}" } }');
    expect(pegboard.diagnostics).toEqual([]);
  });
});

describe('the layers', () => {
  const yaml = [
    'model: local/file',
    'limits: { turns: 3, tokens: 5 }',
    'fallback: [local/a, local/b]',
    'profiles:',
    '  small: { model: local/small, limits: { tokens: 1 }, fallback: [local/c] }',
    '  plain: { fallback: null, limits: { turns: null } }',
  ].join('\n');

  it('lie over each other: file, profile, environment, code', async () => {
    const of = async (options: Parameters<typeof loadPegboard>[0]): Promise<Pegboard['config']> => {
      await using pegboard = await load(yaml, options);
      return pegboard.config;
    };
    const env = { PEGBOARD_MODEL: 'local/env', PEGBOARD_LIMITS_TURNS: '7' };
    expect(await of({})).toMatchObject({ model: 'local/file', limits: { turns: 3, tokens: 5 } });
    expect(await of({ profile: 'small' })).toMatchObject({
      model: 'local/small',
      limits: { turns: 3, tokens: 1 },
      fallback: ['local/c'],
    });
    expect(await of({ profile: 'small', env })).toMatchObject({
      model: 'local/env',
      limits: { turns: 7, tokens: 1 },
    });
    const overrides = { model: 'local/code', limits: { tokens: 9 } };
    expect(await of({ profile: 'small', env, overrides })).toMatchObject({
      model: 'local/code',
      limits: { turns: 7, tokens: 9 },
    });
    const plain = await of({ profile: 'plain' });
    expect(plain).not.toHaveProperty('fallback');
    expect(plain.limits).toEqual({ tokens: 5 });
  });

  it('JSON of others is taken whole, its nulls too', async () => {
    const text =
      'model: local/echo\noutput: { type: object, properties: { a: { const: null } } }\nprofiles: { p: { providerOptions: { openai: { user: null } } } }';
    await using pegboard = await load(text, { profile: 'p' });
    expect(pegboard.config).toMatchObject({
      output: { properties: { a: { const: null } } },
      providerOptions: { openai: { user: null } },
    });
  });

  it('a profile is named by code, by the environment, or by the file', async () => {
    await using byFile = await load(`${yaml}\nprofile: small`);
    expect([byFile.profile, byFile.config.model]).toEqual(['small', 'local/small']);
    await using byEnv = await load(`${yaml}\nprofile: plain`, { env: { PEGBOARD_PROFILE: 'small' } });
    expect(byEnv.profile).toBe('small');
    await using byCode = await load(yaml, { profile: 'small', env: { PEGBOARD_PROFILE: 'plain' } });
    expect(byCode.profile).toBe('small');
    await expect(load(yaml, { profile: 'smal' })).rejects.toThrow(
      /no profile "smal".*small, plain.*Did you mean "small"/,
    );
  });

  it.each([
    [{ PEGBOARD_FALLBACK: 'local/a, local/b' }, { fallback: ['local/a', 'local/b'] }],
    [{ PEGBOARD_LIMITS_USD: '0.5' }, { limits: { usd: 0.5 } }],
    [{ PEGBOARD_LIMITS_TURNS: 'false' }, { limits: { turns: false } }],
    [{ PEGBOARD_TOOL_EXECUTION: 'sequential' }, { toolExecution: 'sequential' }],
    [{ PEGBOARD_MEMORY: 'in-process' }, { memory: 'in-process' }],
    [{ PEGBOARD_MODEL: '' }, { model: 'local/echo' }],
  ])('%j sets %j', async (env, expected) => {
    await using pegboard = await load('model: local/echo', { env });
    expect(pegboard.config).toMatchObject(expected);
  });

  it('the model of the environment is for agents without one of their own', async () => {
    await using pegboard = await load('model: local/a\nagents: { free: {}, own: { model: local/b } }', {
      env: { PEGBOARD_MODEL: 'local/c' },
    });
    expect([pegboard.settings['free']?.model, pegboard.settings['own']?.model]).toEqual([
      'local/c',
      'local/b',
    ]);
  });

  it('mistakes name the layer that they are in', async () => {
    await expect(load(yaml, { env: { PEGBOARD_LIMITS_TURNS: 'many' } })).rejects.toThrow(
      /PEGBOARD_LIMITS_TURNS: limits\.turns: expected a number/,
    );
    await expect(load(yaml, { overrides: { limits: { turns: 'x' } } })).rejects.toThrow(
      /overrides: limits\.turns/,
    );
    await expect(load(`${yaml}\n  bad: { limits: { turns: x } }`, { profile: 'bad' })).rejects.toThrow(
      /pegboard\.config\.yaml:7:20: limits\.turns/,
    );
  });

  it('a misspelt variable is a warning', async () => {
    await using pegboard = await load('model: local/echo', {
      env: { PEGBOARD_MODLE: 'x', PEGBOARD_SOMETHING_ELSE: 'y' },
    });
    expect(pegboard.diagnostics).toEqual([
      {
        about: 'environment',
        name: 'PEGBOARD_MODLE',
        severity: 'warning',
        cause: 'there is no such setting',
        hint: 'Did you mean PEGBOARD_MODEL?',
      },
    ]);
  });

  it('a file of one line is taken for a secret, a longer text is not', async () => {
    await using pegboard = await load(
      'model: local/echo\nversion: ${file:key.txt}\ninstructions: ${file:it.md}',
      {},
      { 'key.txt': 'key-5678\n', 'it.md': 'Be\nbrief' },
    );
    expect(pegboard.redact('key-5678: Be\nbrief')).toBe('[redacted]: Be\nbrief');
  });

  it('secrets of the environment show in no error', async () => {
    const secret = 'sk-very-secret-123';
    const cwd = project(
      {
        'pegboard.config.yaml':
          'model: local/echo\nplugins: [{ use: ./p.mjs, config: { key: "${env:KEY}" } }]\nagents: { a: { model: "${env:KEY}" } }',
      },
      local,
    );
    writeFileSync(
      join(cwd, 'p.mjs'),
      `import { definePlugin } from '@pegboard/core/plugin';
       export const plugin = definePlugin({ name: 'p', api: 1, setup({ config }) { throw new TypeError('bad key ' + config.key); } });`,
    );
    await expect(loadPegboard({ cwd, env: { KEY: secret } })).rejects.not.toThrow(secret);
    await using pegboard = await loadPegboard({ cwd, env: { KEY: `local/${secret}` } });
    expect(JSON.stringify(pegboard.diagnostics)).toContain('bad key [redacted]');
    expect(JSON.stringify(pegboard.diagnostics)).not.toContain(secret);
    expect(pegboard.redact(`x local/${secret}`)).toBe('x [redacted]');
    writeFileSync(join(cwd, 'pegboard.config.yaml'), 'plugins: ["${env:KEY}"]\nagents: {}');
    await using named = await loadPegboard({ cwd, env: { KEY: secret } });
    expect(JSON.stringify(named.diagnostics)).toContain('it is not installed');
    expect(JSON.stringify(named.diagnostics)).not.toContain(secret);
  });
});
