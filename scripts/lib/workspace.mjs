import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Where `scripts/pack.mjs` puts the tarballs. */
export const PACKS = '.cache/packs';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** The packages that are published and have sources already: `{ name, folder, manifest }`. */
export function publishedPackages() {
  return readdirSync('packages')
    .map((name) => `packages/${name}`)
    .filter((folder) => existsSync(`${folder}/package.json`) && existsSync(`${folder}/src/index.ts`))
    .map((folder) => ({ folder, manifest: readJson(`${folder}/package.json`) }))
    .filter(({ manifest }) => !manifest.private)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest }));
}

/** Runs a command and returns `{ ok, output }`; both streams in one text. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: 'utf8', ...options });
  const output =
    `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? result.error.message : ''}`.trim();
  return { ok: result.status === 0, output, stdout: result.stdout ?? '' };
}

/** Runs a command that must succeed; otherwise prints its output with `advice` and ends the script. */
export function mustRun(command, args, { advice, ...options }) {
  const result = run(command, args, options);
  if (result.ok) return result.stdout;
  const tail = result.output.split('\n').slice(-60).join('\n');
  console.error(`${tail}\n\n${command} ${args.join(' ')} failed. ${advice}`);
  return process.exit(1);
}

/** The tarballs that `scripts/pack.mjs` made: `{ name, folder, manifest, tarball }`, the manifest being the published one. */
export function packedPackages() {
  return readJson(`${PACKS}/index.json`).map((pkg) => ({ ...pkg, tarball: resolve(PACKS, pkg.tarball) }));
}

/** The names to import from a packed package. A door with the name of an optional peer is left out: it needs that peer. */
export function doorsOf({ name, manifest }) {
  return Object.keys(manifest.exports)
    .filter((door) => !door.endsWith('.json') && !door.includes('*'))
    .filter((door) => !manifest.peerDependenciesMeta?.[door.slice(2)]?.optional)
    .map((door) => name + door.slice(1));
}

/** Makes every workspace package and its peers resolvable by name from files in `folder`. */
export function linkPackages(folder) {
  const links = new Map();
  for (const pkg of publishedPackages()) {
    links.set(pkg.name, resolve(pkg.folder));
    // What documents show beside ours: peers, and what packages are tried with.
    const { peerDependencies, devDependencies } = pkg.manifest;
    for (const peer of Object.keys({ ...peerDependencies, ...devDependencies })) {
      const installed = resolve(pkg.folder, 'node_modules', peer);
      if (!links.has(peer) && existsSync(installed)) links.set(peer, installed);
    }
  }
  for (const [name, target] of links) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link, 'junction');
  }
}

/** The environment without keys and settings of the machine: what runs in it can rely on nothing that a reader lacks. */
export function bareEnvironment(more = {}) {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot', 'CI'];
  return {
    ...Object.fromEntries(kept.flatMap((key) => (key in process.env ? [[key, process.env[key]]] : []))),
    ...more,
  };
}

/** Node arguments that run TypeScript from the sources with every connection off this machine refused. */
export const OFFLINE_FROM_SOURCES = [
  '--conditions=@pegboard/source',
  '--disable-warning=ExperimentalWarning',
  `--import=${new URL('no-network.mjs', import.meta.url).href}`,
];
