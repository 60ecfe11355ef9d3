import { importPeer } from '../../peers/install-peer.ts';
import { peerVersions } from '../../peers/peers.ts';
import type { Adapter } from '../adapter.ts';
import { readingOfValue } from './value-reading.ts';

interface JsonRepair {
  readonly jsonrepair: (text: string) => string;
}

/** `jsonrepair`, then `JSON.parse`, then the schema. */
export async function jsonRepairAdapter(): Promise<Adapter> {
  const { jsonrepair } = await importPeer<JsonRepair>('recovery', 'jsonrepair');
  const parse = (text: string): unknown => JSON.parse(jsonrepair(text));
  return {
    name: 'jsonrepair',
    version: peerVersions.jsonrepair,
    kinds: ['arguments'],
    read: (entry, tools) => readingOfValue(entry, tools, parse),
    parse,
    parseDeltas: (deltas) => parse(deltas.join('')),
  };
}
