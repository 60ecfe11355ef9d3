import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * Where a program is, by PATH. Folders inside of `root` do not count: what a model may write there must not take the place of a program of
 * the system. Undefined when it is nowhere.
 */
export async function findProgram(name: string, root?: string): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  for (const folder of [...folders, '/usr/bin', '/bin', '/usr/local/bin']) {
    const path = await realpath(join(folder, name)).catch(() => undefined);
    if (path === undefined || (root !== undefined && path.startsWith(`${root}/`))) continue;
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return undefined;
}
