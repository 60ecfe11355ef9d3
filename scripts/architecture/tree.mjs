import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSourceFile } from './source-file.mjs';

const leaves = (value) =>
  typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap((inner) => leaves(inner));

const sourcesOf = (map) => {
  const files = leaves(map).filter((path) => path.startsWith('./src/'));
  return [...new Set(files.map((path) => path.slice('./src/'.length)))];
};

function readPackage(root, name) {
  const folder = join(root, 'packages', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const src = join(folder, 'src');
  const paths = existsSync(src)
    ? readdirSync(src, { recursive: true }).filter((path) => path.endsWith('.ts'))
    : [];
  return {
    name,
    manifest,
    label: `packages/${name}`,
    doors: new Set(sourcesOf(manifest.exports)),
    imports: new Map(Object.entries(manifest.imports ?? {}).map(([key, value]) => [key, sourcesOf(value)])),
    files: new Map(paths.toSorted().map((path) => [path, readSourceFile(join(src, path))])),
  };
}

/** Every package under `packages/`, with its manifest, its doors and its parsed source files (keyed by path in `src`). */
export function readTree(root) {
  return readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'packages', entry.name, 'package.json')))
    .map((entry) => readPackage(root, entry.name));
}

/** The files of the same package that an import specifier stands for; none for an import of anything else. */
export function resolveInside(pkg, from, specifier) {
  if (specifier.startsWith('.')) return [join(dirname(from), specifier)];
  return pkg.imports.get(specifier) ?? [];
}
