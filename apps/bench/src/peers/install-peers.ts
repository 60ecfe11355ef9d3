import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { peerVersions, type PeerPackage } from './peers.ts';

const folder = fileURLToPath(new URL('../../.peers/', import.meta.url));

/** Installs the packages that are missing or of another version, with npm, outside the workspace. */
export function installPeers(names: readonly PeerPackage[]): void {
  const missing = names.filter((name) => installedVersion(name) !== peerVersions[name]);
  if (missing.length === 0) return;
  mkdirSync(folder, { recursive: true });
  if (!existsSync(`${folder}package.json`)) writeFileSync(`${folder}package.json`, '{ "private": true }\n');
  // All at once: npm removes what is not listed with the rest.
  const specs = Object.entries(peerVersions).map(([name, version]) => `${name}@${version}`);
  const args = ['install', '--save-exact', '--no-audit', '--no-fund', '--ignore-scripts', ...specs];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) {
    throw new TypeError(`npm could not install ${missing.join(', ')}. Run with --peers none to go without.`);
  }
}

function installedVersion(name: PeerPackage): string | undefined {
  const manifest = `${folder}node_modules/${name}/package.json`;
  if (!existsSync(manifest)) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string };
  return version;
}

/** Loads a module of an installed peer. The type is the caller's, who writes down the part of the API that it uses. */
export async function importPeer<Module>(name: PeerPackage): Promise<Module> {
  const { createRequire } = await import('node:module');
  const path = createRequire(`${folder}package.json`).resolve(name);
  return (await import(path)) as Module;
}
