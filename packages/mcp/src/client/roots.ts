import { basename, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Paths and `file:` URLs as the protocol wants them. */
export function rootsOf(roots: readonly string[]): { uri: string; name: string }[] {
  return roots.map((root) => {
    const path = root.startsWith('file:') ? fileURLToPath(root) : resolve(root);
    return { uri: pathToFileURL(path).href, name: basename(path) };
  });
}
