import { own, peers } from '../contenders/all.ts';
import type { Contender } from '../contenders/contender.ts';
import type { BenchOptions } from '../lib/parse-options.ts';
import { installPeer } from '../peers/install-peer.ts';

/** The floor, ours and the chosen peers, as far as they install; `only` names any of them. Throws `TypeError` for unknown names. */
export function chooseContenders(options: BenchOptions, print: (line: string) => void): Contender[] {
  refuseUnknown(options.peers, peers);
  refuseUnknown(options.only, [...own, ...peers]);
  return wantedBy(options)
    .filter(({ wires }) => wires.includes(options.wire))
    .filter(({ peer, label }) => {
      const problem = peer && installPeer(peer);
      if (problem !== undefined) print(`${label} does not install: ${problem.split('\n')[0]}`);
      return problem === undefined;
    });
}

function wantedBy({ peers: chosen, only }: BenchOptions): Contender[] {
  if (only) return [...own, ...peers].filter(({ name }) => name === 'floor' || only.includes(name));
  return [...own, ...peers.filter(({ name }) => chosen?.includes(name) ?? true)];
}

function refuseUnknown(names: readonly string[] = [], contenders: readonly Contender[]): void {
  const known = contenders.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new TypeError(`Nothing is named ${unknown.join(', ')}. Known: ${known.join(', ')}.`);
}
