import { installPeers } from '../peers/install-peers.ts';
import type { PeerPackage } from '../peers/peers.ts';
import type { Adapter } from './adapter.ts';
import { aiSdkParserAdapter } from './adapters/ai-sdk-parser.ts';
import { aiSdkAdapter, aiSdkRepairAdapter } from './adapters/ai-sdk.ts';
import { jsonRepairAdapter } from './adapters/jsonrepair.ts';
import { partialJsonAdapter } from './adapters/partial-json.ts';

interface Peer {
  readonly packages: readonly PeerPackage[];
  readonly load: () => Promise<Adapter>;
}

/** The peers by the names that `--peers` takes. */
export const peers: Readonly<Record<string, Peer>> = {
  'ai-sdk-parser': { packages: ['@ai-sdk-tool/parser'], load: aiSdkParserAdapter },
  ai: { packages: ['ai'], load: aiSdkAdapter },
  'ai-repair': { packages: ['ai', 'jsonrepair'], load: aiSdkRepairAdapter },
  jsonrepair: { packages: ['jsonrepair'], load: jsonRepairAdapter },
  'partial-json': { packages: ['partial-json'], load: partialJsonAdapter },
};

/** Installs and loads the named peers. */
export async function loadPeers(names: readonly string[]): Promise<Adapter[]> {
  const chosen = names.map((name) => {
    const peer = peers[name];
    if (!peer) throw new TypeError(`There is no peer "${name}". Known: ${Object.keys(peers).join(', ')}.`);
    return peer;
  });
  installPeers([...new Set(chosen.flatMap(({ packages }) => packages))]);
  return Promise.all(chosen.map(({ load }) => load()));
}
