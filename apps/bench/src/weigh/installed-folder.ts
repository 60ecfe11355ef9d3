import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Contender } from '../contenders/contender.ts';
import { installPeer, installSet, peerFolder } from '../peers/install-peer.ts';
import { peerSets } from '../peers/peers.ts';

interface Pack {
  readonly name: string;
  readonly tarball: string;
}

const packs = fileURLToPath(new URL('../../../../.cache/packs/', import.meta.url));

/** The folder in which a library is installed as its users get it; ours from the packed packages. */
export function installedFolder({ name, peer, product }: Contender): string {
  const problem = peer ? installPeer(peer) : installPacked(name, product?.packed ?? []);
  if (problem !== undefined) throw new TypeError(`npm could not install ${name}: ${problem}`);
  return peerFolder(peer ?? name);
}

function installPacked(set: string, names: readonly string[]): string | undefined {
  const index = `${packs}index.json`;
  if (!existsSync(index)) return 'nothing is packed; run pnpm build and pnpm pack:all';
  const all = JSON.parse(readFileSync(index, 'utf8')) as readonly Pack[];
  const chosen = all.filter(({ name }) => names.includes(name));
  const dependencies = Object.fromEntries(
    chosen.map(({ name, tarball }) => [name, `file:${packs}${tarball}`]),
  );
  const { zod } = peerSets.ai.packages;
  return installSet(set, { private: true, type: 'module', dependencies: { ...dependencies, zod } }, true);
}
