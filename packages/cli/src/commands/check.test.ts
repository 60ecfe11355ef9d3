import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Ended, folderWith, pegboard, processMs, project } from '../cli.test-util.ts';

/** An error of the third agent is meant. */
const sound = `model: local/rules
plugins: [./tools.ts]
agents: { helper: { tools: ["*"] } }
`;

function check(cwd: string, env: Record<string, string> = {}, ...args: string[]): Promise<Ended> {
  return pegboard(['check', ...args], { cwd, env });
}

it('ends with 0 where everything fits, and says what was looked at', { timeout: processMs }, async () => {
  const { code, stdout } = await check(project({ 'pegboard.config.yaml': sound }));
  expect(code).toBe(0);
  expect(stdout).toMatch(/✓ fixture \(api 1\)/);
  expect(stdout).toMatch(/✓ helper with local\/rules: 4 tools/);
  expect(stdout).toContain('Everything fits.');
});

it(
  'a plugin that fails is an error with its stage, and the rest is checked',
  { timeout: processMs },
  async () => {
    const cwd = project({
      'pegboard.config.yaml': sound.replace('[./tools.ts]', '[./tools.ts, ./broken.ts, ./gone.ts]'),
      'broken.ts': `import { definePlugin } from '@pegboard/core/plugin';
export const plugin = definePlugin({ name: 'broken', api: 1, setup: () => { throw new TypeError('no luck'); } });`,
    });
    const { code, stdout } = await check(cwd);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ broken.*\n\s+setup: .*no luck/);
    expect(stdout).toContain('gone.ts');
    expect(stdout).toMatch(/✓ helper with/);
    expect(stdout).toContain('2 problems');
  },
);

it(
  'a tool that the API of a fallback refuses is an error, what it loses a warning',
  { timeout: processMs },
  async () => {
    const cwd = project({
      'pegboard.config.yaml': `model: local/rules
fallback: [tiny/one]
plugins: [./tools.ts, ./tiny.ts]
agents: { helper: { tools: [add] } }
`,
      'tiny.ts': `import { definePlugin } from '@pegboard/core/plugin';
const dialect = { name: 'tiny', keywords: ['type', 'properties'], limits: { properties: 1 } };
export const plugin = definePlugin({ name: 'tiny', api: 1, setup: () => ({ providers: [{ name: 'tiny', dialect, async *stream() {} }] }) });`,
    });
    const { code, stdout } = await check(cwd);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ helper with tiny\/one \(fallback\)/);
    expect(stdout).toContain('tools.add');
  },
);

const keyed = `import { definePlugin } from '@pegboard/core/plugin';
export const plugin = definePlugin({
  name: 'keyed',
  api: 1,
  permissions: { env: ['KEYED_API_KEY'], net: ['api.keyed.example'] },
  setup: () => ({ providers: [{ name: 'keyed', async *stream() {} }] }),
});`;

it(
  'a key that is missing is an error for the provider of an agent; it is never shown',
  { timeout: processMs },
  async () => {
    const cwd = folderWith({
      'pegboard.config.yaml': 'model: keyed/one\nplugins: [./keyed.ts]\nagents: { helper: {} }\n',
      'keyed.ts': keyed,
    });
    const without = await check(cwd);
    expect(without.code).toBe(1);
    expect(without.stdout).toContain('KEYED_API_KEY is not set');
    expect((await check(cwd, {}, '--skip', 'keys')).code).toBe(0);
    const secret = 'a-secret-of-ours';
    const set = await check(cwd, { KEYED_API_KEY: secret });
    expect(set.code).toBe(0);
    expect(set.stdout).not.toContain(secret);
    writeFileSync(join(cwd, '.env'), `KEYED_API_KEY=${secret}\n`);
    expect((await check(cwd)).stdout).toContain('KEYED_API_KEY is set');
  },
);

it(
  '--json is for programs, --strict fails on warnings, --skip names areas',
  { timeout: processMs },
  async () => {
    const cwd = project();
    const items: unknown = JSON.parse((await check(cwd, {}, '--json')).stdout);
    expect(items).toContainEqual(expect.objectContaining({ area: 'agents', severity: 'ok' }));
    const slip = await check(cwd, {}, '--skip', 'key');
    expect(slip.code).toBe(2);
    expect(slip.stderr).toContain('keys');
  },
);

it('tells tools that are not those of the lock', { timeout: processMs }, async () => {
  const cwd = project({ 'pegboard.config.yaml': sound });
  const written = await pegboard(['lock'], { cwd });
  expect(written.code).toBe(0);
  expect(written.stdout).toContain('pegboard-lock.json: 4 tools');
  expect((await pegboard(['lock', '--check'], { cwd })).code).toBe(0);
  expect((await check(cwd)).stdout).toContain('the tools are what pegboard-lock.json says');
  const tools = join(cwd, 'tools.ts');
  const { readFileSync } = await import('node:fs');
  writeFileSync(tools, readFileSync(tools, 'utf8').replace('Takes a nap', 'Takes a nap and your keys'));
  const drifted = await pegboard(['lock', '--check'], { cwd });
  expect(drifted.code).toBe(1);
  expect(drifted.stdout).toContain('Takes a nap and your keys');
  const warned = await check(cwd, {}, '--strict');
  expect(warned.code).toBe(1);
  expect(warned.stdout).toContain('take_nap');
  await pegboard(['lock'], { cwd });
  expect((await check(cwd, {}, '--strict')).code).toBe(0);
});
