import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PluginPermissions } from '@pegboard/core/plugin';

/** How to start a process that can do little. */
export interface Sandbox {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Whether the process has no network and sees no other process; without it sockets and signals of Node are open. */
  readonly closed: boolean;
}

export interface SandboxOptions {
  /** The plugin's module. */
  readonly file: string;
  /** The configuration's folder: granted paths are relative to it, and nothing else in it can be read. */
  readonly folder: string;
  readonly permissions: PluginPermissions;
}

const fromSources = import.meta.url.endsWith('.ts');
const childFile = fileURLToPath(
  fromSources ? new URL('./child-main.ts', import.meta.url) : new URL('./child-main.js', import.meta.url),
);

/**
 * Node's permission model around the plugin: files only where it must read its code and where it was granted, no programs, no threads, no
 * native code. Sockets (in Node 22 and 24) and signals to other processes stay open: bubblewrap closes them, where it is installed and may
 * make namespaces.
 */
export function createSandbox({ file, folder, permissions }: SandboxOptions): Sandbox {
  const granted = (paths: readonly string[] = []): string[] =>
    paths.flatMap((path) => withReal(resolve(folder, path)));
  const read = [
    ...codeOf(file, folder),
    ...codeOf(childFile, folder),
    ...granted(permissions.fsRead),
    ...granted(permissions.fs),
  ];
  const node = [
    process.execPath,
    '--permission',
    ...[...new Set(read)].map((path) => `--allow-fs-read=${path}`),
    ...[...new Set(granted(permissions.fs))].map((path) => `--allow-fs-write=${path}`),
    ...(permissions.spawn === true ? ['--allow-child-process'] : []),
    ...withoutSqlite,
    '--disable-warning=SecurityWarning',
    ...(fromSources ? ['--conditions=@pegboard/source'] : []),
    childFile,
  ];
  const closing = bubblewrap();
  const [command = '', ...args] = [...closing, ...node];
  return { command, args, cwd: dirname(file), closed: closing.length > 0 };
}

/** SQLite opens files by itself, which the permission model does not see. */
const withoutSqlite = ['--no-experimental-sqlite'].filter((flag) =>
  process.allowedNodeEnvironmentFlags.has(flag),
);

/** What must be read to run a module: its package, and where its imports may be. */
function codeOf(file: string, folder: string): string[] {
  const code = [file, packageOf(file, folder)];
  for (let at = dirname(realpathSync(file)); ; at = dirname(at)) {
    const modules = join(at, 'node_modules');
    const core = join(modules, '@pegboard/core');
    // A linked copy of core lies elsewhere.
    code.push(join(at, 'package.json'), modules, core);
    if (dirname(at) === at) break;
  }
  return code.filter((path) => existsSync(path)).flatMap(withReal);
}

/** The nearest folder with a package.json, or the module's own folder; never all of the project, where its keys may lie. */
function packageOf(file: string, project: string): string {
  const inside = (folder: string): boolean => !project.startsWith(folder);
  for (let folder = dirname(file); inside(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  return inside(dirname(file)) ? dirname(file) : file;
}

/** Node compares real paths. */
function withReal(path: string): string[] {
  return existsSync(path) ? [path, realpathSync(path)] : [path];
}

let known: readonly string[] | undefined;

/** The words in front of a command that take network and other processes away; none where bubblewrap cannot. */
function bubblewrap(): readonly string[] {
  known ??= findBubblewrap();
  return known;
}

function findBubblewrap(): readonly string[] {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'bwrap'))
    .find(existsSync);
  if (process.platform !== 'linux' || found === undefined) return [];
  const words = [
    '--dev-bind',
    '/',
    '/',
    '--unshare-net',
    '--unshare-pid',
    '--unshare-ipc',
    '--die-with-parent',
    '--',
  ];
  const { status } = spawnSync(found, [...words, 'true'], { timeout: 5_000, stdio: 'ignore' });
  return status === 0 ? [found, ...words] : [];
}
