import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { project } from '../project.test-util.ts';

const timeout = 60_000;

const plugin = (more = ''): string => `import { defineTool } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
import { word } from './lib/word.mjs';
${more}
export const plugin = definePlugin({ name: 'p', api: 1, setup: () => ({ tools: [defineTool({ name: 'now', description: word, input: { type: 'object' }, execute: () => word })] }) });`;

const yaml = (model = 'local/echo'): string =>
  `model: ${model}\ninstructions: \${file:prompt.md}\nplugins: [./plugins/p.mjs]\ntools: ["*"]\n`;

interface Watched {
  readonly cwd: string;
  readonly child: ChildProcess;
  readonly write: (path: string, text: string) => void;
  /** The next fact after the ones already seen here. */
  readonly next: () => Promise<Record<string, unknown>>;
  /** Resolves when a fact like that one has come, and rejects when none comes. */
  readonly told: (expected: object) => Promise<void>;
}

async function watch(): Promise<Watched> {
  const files = {
    'pegboard.config.yaml': yaml(),
    'prompt.md': 'Be one.',
    'plugins/p.mjs': plugin(),
    'plugins/lib/word.mjs': "export const word = 'first';",
  };
  const cwd = project(files, ['core', 'provider-local', 'config']);
  const script = join(import.meta.dirname, 'watch-child.test-util.ts');
  const child = spawn(process.execPath, ['--conditions=@pegboard/source', script], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {},
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const facts: Record<string, unknown>[] = [];
  createInterface({ input: child.stdout }).on('line', (line) =>
    facts.push(JSON.parse(line) as Record<string, unknown>),
  );
  let seen = 0;
  const next = async (): Promise<Record<string, unknown>> => {
    await expect.poll(() => facts.length, { timeout: 30_000, interval: 20 }).toBeGreaterThan(seen);
    return facts[seen++] ?? {};
  };
  const told = async (expected: object): Promise<void> => {
    for (;;) {
      const fact = await next();
      // Two steps of one write may be seen as two changes.
      if (isLike(fact, expected)) return;
    }
  };
  await told({ started: true, tools: ['first'], instructions: 'Be one.' });
  return { cwd, child, next, told, write: (path, text) => writeFileSync(join(cwd, path), text) };
}

function isLike(fact: object, expected: object): boolean {
  try {
    expect(fact).toMatchObject(expected);
    return true;
  } catch {
    return false;
  }
}

describe('watchPegboard', { timeout }, () => {
  it('swaps a plugin whose module has changed, or a module that it imports', async () => {
    const { write, told } = await watch();
    write('plugins/lib/word.mjs', "export const word = 'second';");
    await told({ swapped: ['p'], tools: ['second'] });
    write('plugins/p.mjs', plugin().replace('description: word', "description: 'third'"));
    await told({ swapped: ['p'], tools: ['third'] });
  });

  it('makes another pegboard when the configuration or a text of it has changed', async () => {
    const { write, told, child } = await watch();
    write('prompt.md', 'Be two.');
    await told({ swapped: [], instructions: 'Be two.' });
    write('pegboard.config.yaml', yaml('local/rules'));
    await told({ swapped: [], model: 'local/rules', diagnostics: [] });
    child.stdin?.write('run\n');
    await told({ text: expect.any(String) });
  });

  it('goes on with what there was when a change cannot be used', async () => {
    const { write, told, child } = await watch();
    write('pegboard.config.yaml', 'modle: x');
    await told({
      error: expect.stringContaining('Did you mean "model"?'),
      tools: ['first'],
      model: 'local/echo',
    });
    write('plugins/p.mjs', plugin('throw new TypeError("half written");'));
    await told({ error: expect.stringContaining('half written'), tools: ['first'] });
    child.stdin?.write('run\n');
    await told({ text: expect.stringContaining('What is it?') });
    write('plugins/p.mjs', plugin().replace('description: word', "description: 'mended'"));
    await told({ tools: ['mended'] });
  });

  it('goes on when the configuration is gone, and takes it up when it is back', async () => {
    const { cwd, write, told } = await watch();
    rmSync(join(cwd, 'pegboard.config.yaml'));
    await told({ error: expect.stringContaining('cannot be read'), model: 'local/echo', tools: ['first'] });
    write('pegboard.config.yaml', yaml('local/rules'));
    await told({ swapped: [], model: 'local/rules', tools: ['first'] });
  });

  it('takes changes that come together as one, and ends when it is closed', async () => {
    const { write, next, told, child } = await watch();
    for (let step = 1; step <= 20; step++) write('prompt.md', `Be ${step}.`);
    let reloads = 0;
    for (let last: unknown; last !== 'Be 20.'; reloads++) last = (await next())['instructions'];
    expect(reloads).toBeLessThan(20);
    child.stdin?.write('close\n');
    await told({ closed: true });
    await expect.poll(() => child.exitCode, { timeout: 20_000 }).toBe(0);
  });
});
