import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type PeerName, type PeerSet, peerSets } from './peers.ts';

const root = fileURLToPath(new URL('../../../../.cache/bench-peers/', import.meta.url));

/** Where a peer is installed. */
export function peerFolder(name: string): string {
  return `${root}${name}/`;
}

/** Installs a peer with npm, outside the workspace, unless these versions are there. Gives what npm said when it cannot. */
export function installPeer(name: PeerName): string | undefined {
  const { packages, overrides }: PeerSet = peerSets[name];
  return installSet(name, { private: true, type: 'module', dependencies: packages, overrides });
}

/** The same for a manifest of one's own; `anew` when it names files whose content may have changed. */
export function installSet(name: string, content: object, anew = false): string | undefined {
  const folder = peerFolder(name);
  const manifest = `${JSON.stringify(content, null, 2)}\n`;
  const done = `${folder}installed.json`;
  if (!anew && existsSync(done) && readFileSync(done, 'utf8') === manifest) return undefined;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}package.json`, manifest);
  // Modules are resolved from the file that imports them.
  writeFileSync(`${folder}load.js`, 'export const load = (name) => import(name);\n');
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  // npm passes over versions that are not for the Node that it runs on.
  const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`;
  const env = { ...process.env, PATH: path };
  const { status, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8', env });
  if (status !== 0) return stderr.trim() || `npm ended with ${status}`;
  writeFileSync(done, manifest);
  return undefined;
}

/** Loads a module of an installed peer. The type is the caller's, who writes down the part of the API that it uses. */
export async function importPeer<Module>(peer: PeerName, module: string): Promise<Module> {
  const url = pathToFileURL(`${peerFolder(peer)}load.js`).href;
  const { load } = (await import(url)) as { readonly load: (name: string) => Promise<Module> };
  return load(module);
}
