import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

/** The real command, from its sources. */
export const command: readonly string[] = [
  process.execPath,
  '--conditions=@pegboard/source',
  fileURLToPath(new URL('bin.ts', import.meta.url)),
];

/** Milliseconds for a test that starts processes: machines may be busy. */
export const processMs = 60_000;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  readonly cwd: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A running command; `until` resolves when its output fits. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  until(pattern: RegExp): Promise<void>;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the tests, with these files in it. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pegboard-cli-')));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The variables of a machine on which nothing is set. */
function bareEnv(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

export function start(args: readonly string[], { cwd, stdin, env }: StartOptions): Running {
  const [node = '', ...before] = command;
  const child = spawn(node, [...before, ...args], { cwd, env: { ...bareEnv(), ...env }, timeout: processMs });
  let stdout = '';
  let stderr = '';
  let wake = (): void => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    wake();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    wake();
  });
  child.stdin.on('error', () => {}); // it may end before it has read everything
  if (stdin !== undefined) child.stdin.end(stdin);
  else if (env?.['KEEP_STDIN'] === undefined) child.stdin.end();
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
      wake();
    }),
  );
  const until = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(stdout + stderr)) {
      if (child.exitCode !== null) throw new TypeError(`It ended without ${pattern}:\n${stdout}${stderr}`);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return { child, ended, until };
}

/** Runs a command line to its end. Nothing comes on the standard input unless it is given. */
export function pegboard(args: readonly string[], options: StartOptions): Promise<Ended> {
  return start(args, options).ended;
}

const tools = `import { defineTool, ToolFailure } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
import { local } from '@pegboard/provider-local';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';

const add = defineTool({
  name: 'add',
  description: 'Adds two numbers and gives their sum',
  input: z.object({ a: z.number(), b: z.number() }),
  execute: ({ a, b }) => a + b,
});
const erase = defineTool({
  name: 'erase_file',
  description: 'Erases a file',
  input: z.object({ path: z.string() }),
  approval: 'it cannot be undone',
  execute: ({ path }) => \`\${path} is gone\`,
});
const open = defineTool({
  name: 'open_vault',
  description: 'Opens the vault',
  input: z.object({ code: z.string() }),
  execute: () => {
    throw new ToolFailure('the code is wrong');
  },
});
const nap = defineTool({
  name: 'take_nap',
  description: 'Takes a nap',
  input: z.object({ seconds: z.number() }),
  execute: async ({ seconds }, { signal }) => {
    await pause(seconds * 1000, undefined, { signal });
    return 'rested';
  },
});
export const plugin = definePlugin({
  name: 'fixture',
  api: 1,
  namespace: '',
  setup: () => ({ tools: [add, erase, open, nap], providers: [local()] }),
});
`;

const config = `# the model
model: local/rules
plugins:
  - ./tools.ts # ours
agents:
  helper:
    tools: ["*"]
  hasty:
    tools: ["*"]
    limits: { turns: 1 }
  lost:
    model: local/nowhere
`;

/** A project with four tools and three agents. */
export function project(more: Readonly<Record<string, string>> = {}): string {
  return folderWith({ 'pegboard.config.yaml': config, 'tools.ts': tools, ...more });
}
