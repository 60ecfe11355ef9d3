import { installPeer } from '../peers/install-peer.ts';
import type { Adapter } from './adapter.ts';
import { aiSdkParserAdapter } from './adapters/ai-sdk-parser.ts';
import { aiSdkAdapter, aiSdkRepairAdapter } from './adapters/ai-sdk.ts';
import { jsonRepairAdapter } from './adapters/jsonrepair.ts';
import { partialJsonAdapter } from './adapters/partial-json.ts';

type LoadPeer = () => Promise<Adapter>;

/** The peers by the names that `--peers` takes. */
export const peers: Readonly<Record<string, LoadPeer>> = {
  'ai-sdk-parser': aiSdkParserAdapter,
  ai: aiSdkAdapter,
  'ai-repair': aiSdkRepairAdapter,
  jsonrepair: jsonRepairAdapter,
  'partial-json': partialJsonAdapter,
};

/** Installs and loads the named peers. */
export async function loadPeers(names: readonly string[]): Promise<Adapter[]> {
  const chosen = names.map((name) => {
    const peer = peers[name];
    if (!peer) throw new TypeError(`There is no peer "${name}". Known: ${Object.keys(peers).join(', ')}.`);
    return peer;
  });
  const problem = chosen.length > 0 ? installPeer('recovery') : undefined;
  if (problem !== undefined) {
    throw new TypeError(`npm could not install the peers: ${problem}. Run with --peers none to go without.`);
  }
  return Promise.all(chosen.map((load) => load()));
}
