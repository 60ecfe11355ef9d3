import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { installedFolder } from './installed-folder.ts';
import { workspaceTool } from './workspace-tool.ts';
import type { Weighing } from './weighing.ts';

/** What an install puts on disk, zod included where tools are written with it, and what a bundle of the library weighs. */
export const sizeWeighing: Weighing = {
  name: 'size',
  title: 'size',
  metrics: [
    { key: 'packages', label: 'packages', unit: '', absolute: true, goal: 4 },
    { key: 'disk', label: 'on disk', unit: 'MB', absolute: true },
    { key: 'first', label: 'bundle that loads first, gzip', unit: 'kB', absolute: true },
    { key: 'all', label: 'whole bundle, gzip', unit: 'kB', absolute: true },
  ],
  takes: ({ product }) => product !== undefined,
  weigh: (contender) => {
    const folder = installedFolder(contender);
    const modules = join(folder, 'node_modules');
    const lock = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as {
      readonly packages: object;
    };
    return {
      packages: Object.keys(lock.packages).length,
      disk: bytesIn(modules) / 1e6,
      ...bundle(folder, contender.product?.program ?? ''),
    };
  },
};

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

interface Metafile {
  readonly outputs: Readonly<Record<string, Output>>;
}

interface Output {
  readonly entryPoint?: string;
  readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[];
}

/** Sizes in kB, by esbuild with splitting, for Node. */
function bundle(folder: string, program: string): { readonly first: number; readonly all: number } {
  const out = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
  try {
    const entry = join(folder, 'program.js');
    writeFileSync(entry, program);
    const options = [
      '--bundle',
      '--splitting',
      '--minify',
      '--format=esm',
      '--platform=node',
      '--log-level=error',
    ];
    const args = [entry, ...options, `--outdir=${out}`, `--metafile=${join(out, 'meta.json')}`];
    const { status, stderr } = spawnSync(workspaceTool('esbuild'), args, { cwd: out, encoding: 'utf8' });
    if (status !== 0) throw new TypeError(`esbuild: ${stderr.trim()}`);
    const { outputs } = JSON.parse(readFileSync(join(out, 'meta.json'), 'utf8')) as Metafile;
    const sizeOf = (path: string): number =>
      gzipSync(readFileSync(join(out, basename(path))), { level: 9 }).length;
    const sum = (paths: Iterable<string>): number =>
      [...paths].reduce((all, path) => all + sizeOf(path), 0) / 1000;
    return { first: sum(loadedFirst(outputs)), all: sum(Object.keys(outputs)) };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function loadedFirst(outputs: Metafile['outputs']): Set<string> {
  const first = new Set<string>();
  const visit = (path: string): void => {
    const output = outputs[path];
    if (!output || first.has(path)) return;
    first.add(path);
    for (const { path: next, kind } of output.imports) if (kind === 'import-statement') visit(next);
  };
  for (const [path, { entryPoint }] of Object.entries(outputs)) {
    if (entryPoint?.endsWith('program.js')) visit(path);
  }
  return first;
}
