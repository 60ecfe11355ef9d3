import { mkdir, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { ConfigError } from '@pegboard/core';
import type { PluginFs } from '@pegboard/core/plugin';

/** Files for plugins, paths relative to `root`. Links are not followed: what was granted is what is reached. */
export function createPluginFs(root: string): PluginFs {
  const open = async (path: string): Promise<string> => {
    const home = await realpath(root);
    const full = resolve(home, path);
    const real = await realpathOfExisting(full);
    if (full === real || full.startsWith(`${real}${sep}`)) return full;
    throw new ConfigError({
      code: 'permission',
      what: 'A plugin may not follow links in the file system',
      evidence: `"${path}" leads through one`,
      fix: 'Grant and name the path that the link stands for',
    });
  };
  return {
    readFile: async (path) => new Uint8Array(await readFile(await open(path))),
    readText: async (path) => await readFile(await open(path), 'utf8'),
    async writeFile(path, data) {
      const full = await open(path);
      await mkdir(dirname(full), { recursive: true });
      await writeFile(full, data);
    },
    async list(path) {
      const entries = await readdir(await open(path), { withFileTypes: true });
      return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).toSorted();
    },
    async stat(path) {
      const found = await stat(await open(path)).catch(ignoreMissing);
      return (
        found && {
          kind: found.isDirectory() ? 'folder' : 'file',
          size: found.isDirectory() ? 0 : found.size,
          modified: found.mtime,
        }
      );
    },
    remove: async (path) => rm(await open(path), { recursive: true, force: true }),
  };
}

/** The real path of the nearest thing that exists, from `path` up. */
async function realpathOfExisting(path: string): Promise<string> {
  const real = await realpath(path).catch(ignoreMissing);
  if (real !== undefined || dirname(path) === path) return real ?? path;
  return realpathOfExisting(dirname(path));
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // what node:fs throws
}
