import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError } from '../shell/command-error.ts';
import type { Shell } from '../shell/shell.ts';

const lockFiles = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
] as const;

/** The package manager of a project: by its lock file, then by `packageManager` in package.json; npm without either. */
export function packageManagerOf(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const found = lockFiles.find(([file]) => existsSync(join(folder, file)));
    if (found) return found[1];
    const named = /"packageManager":\s*"(npm|pnpm|yarn|bun)@/.exec(readText(join(folder, 'package.json')));
    if (named?.[1] !== undefined) return named[1];
    if (folder === dirname(folder)) return 'npm';
  }
}

/** Installs packages, or without names what package.json asks for; its output goes to the standard error. */
export async function installPackages(names: readonly string[], shell: Shell): Promise<void> {
  const manager = packageManagerOf(shell.cwd);
  const verb = names.length === 0 || manager === 'npm' ? 'install' : 'add';
  await runManager(manager, [verb, ...names], shell);
}

export async function uninstallPackage(name: string, shell: Shell): Promise<void> {
  const manager = packageManagerOf(shell.cwd);
  await runManager(manager, [manager === 'npm' ? 'uninstall' : 'remove', name], shell);
}

async function runManager(manager: string, args: readonly string[], { cwd, err }: Shell): Promise<void> {
  err.say(err.style('dim', `${manager} ${args.join(' ')}`));
  // Names were checked; on Windows managers are scripts, which only a shell starts.
  const child = spawn(manager, [...args], {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  const problem = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : `it ended with ${code}`));
  });
  if (problem === undefined) return;
  throw new CommandError({
    code: 'config',
    what: `${manager} ${args.join(' ')} failed`,
    evidence: problem,
    fix: 'Its own output is above; repair that and run it again',
  });
}

function readText(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
