import { importPeer } from '../../peers/install-peer.ts';
import { peerVersions } from '../../peers/peers.ts';
import type { Adapter } from '../adapter.ts';
import { readingOfValue } from './value-reading.ts';

interface PartialJson {
  readonly parse: (text: string) => unknown;
}

/** `partial-json` with everything allowed, as its README shows it, then the schema. */
export async function partialJsonAdapter(): Promise<Adapter> {
  const { parse } = await importPeer<PartialJson>('recovery', 'partial-json');
  return {
    name: 'partial-json',
    version: peerVersions['partial-json'],
    kinds: ['arguments'],
    read: (entry, tools) => readingOfValue(entry, tools, (text) => parse(text)),
    parse: (text) => parse(text),
    parseDeltas: parseEveryDelta(parse),
  };
}

/** What the library is for: the value after each delta, by parsing all of the text so far. */
function parseEveryDelta(parse: (text: string) => unknown) {
  return (deltas: readonly string[], giveUpAt: number): unknown => {
    let text = '';
    let value: unknown;
    for (const delta of deltas) {
      if (performance.now() > giveUpAt) throw new RangeError('gave up');
      text += delta;
      value = parse(text);
    }
    return value;
  };
}
