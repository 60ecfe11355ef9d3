import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usageError } from '../shell/command-error.ts';
import type { NewKind } from './kinds.ts';
import type { NewNames, Replacements } from './names.ts';
import { newManifest } from './new-manifest.ts';

const templates = fileURLToPath(new URL('../../templates/', import.meta.url));

/** Registries leave files of this name out of packages, so it has another one here. */
const renamed: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

/** Writes a new package into a folder that is empty or not there. Gives the paths of its files. */
export async function writePackage(
  folder: string,
  names: NewNames,
  kind: NewKind,
): Promise<readonly string[]> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw usageError(
      `The folder ${folder} is not empty`,
      undefined,
      'Choose another name, or another place with --dir',
    );
  const files = new Map([['package.json', newManifest(names, kind)]]);
  for (const part of ['common', kind.template])
    for (const path of filesIn(join(templates, part)))
      files.set(
        renamed[path] ?? path,
        fill(await readFile(join(templates, part, path), 'utf8'), names.replacements),
      );
  for (const [path, text] of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return [...files.keys()].toSorted();
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** In one pass, so that what is put in is not looked at again. */
function fill(text: string, replacements: Replacements): string {
  const table = new Map(replacements);
  return text.replace(new RegExp([...table.keys()].join('|'), 'g'), (word) => table.get(word) ?? word);
}
