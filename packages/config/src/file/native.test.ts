import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { project } from '../project.test-util.ts';

/** What a program prints that loads the configuration with Node alone. */
function run(files: Readonly<Record<string, string>>): string {
  const code = `import { loadPegboard } from '@pegboard/config';
try {
  await using pegboard = await loadPegboard();
  console.log(pegboard.diagnostics, (await pegboard.agent('one').run('Hello from here')).text);
} catch (error) { console.log(error.name, error.message); }`;
  const cwd = project({ ...files, 'main.mjs': code }, ['core', 'config', 'provider-local']);
  const args = ['--conditions=@pegboard/source', 'main.mjs'];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: {},
    timeout: 50_000,
  });
  return `${stdout}${stderr}`;
}

describe('a configuration in TypeScript, with Node alone', { timeout: 60_000 }, () => {
  it('is run as it is, with its types and its imports', () => {
    const printed = run({
      'pegboard.config.ts': `import { defineConfig, type PegboardConfig } from '@pegboard/config';
import { agents } from './agents.ts';
const config: PegboardConfig = { model: 'local/echo', agents };
export default defineConfig(config);`,
      'agents.ts': `export const agents = { one: { limits: { turns: 3 as number } } } satisfies object;`,
    });
    expect(printed).toMatch(/^\[\] .*Hello from here\s*$/);
  });

  it('that needs a compiler says so', () => {
    const printed = run({
      'pegboard.config.ts': 'enum Kind { A }\nexport default { model: "local/echo", kind: Kind.A };',
    });
    expect(printed).toMatch(
      /^ConfigError Node runs TypeScript whose types can be erased.*pegboard\.config\.ts/,
    );
  });

  it('in a project of CommonJS says what to do', () => {
    const printed = run({
      'package.json': '{ "type": "commonjs" }',
      'pegboard.config.ts': 'export default { model: "local/echo" as string };',
    });
    expect(printed).toMatch(/^ConfigError pegboard\.config\.ts is read as CommonJS.*pegboard\.config\.mts/m);
  });

  it('that is not well-formed has the line of the mistake', () => {
    const printed = run({ 'pegboard.config.ts': 'export default {\n  a: ,\n};' });
    expect(printed).toMatch(/^ConfigError pegboard\.config\.ts cannot be loaded\. pegboard\.config\.ts:2: /);
  });

  it('whose imports are missing names them', () => {
    const printed = run({ 'pegboard.config.mts': "import './none.mts';\nexport default {};" });
    expect(printed).toMatch(/^ConfigError pegboard\.config\.mts cannot be loaded\. .*none\.mts/);
  });
});
