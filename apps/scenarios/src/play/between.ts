import { describe, it } from 'vitest';
import type { Transport } from '../table/rows.ts';
import { wires } from '../table/wires.ts';
import { openPlay, type Play } from './open-play.ts';
import { playOn } from './play-on.ts';

/** Every ordered pair of wire formats. */
const pairs: readonly (readonly [Transport, Transport])[] = wires.flatMap((from) =>
  wires.flatMap((to) => (from === to ? [] : [[from, to] as const])),
);

/** One conversation between two providers, played on every ordered pair of wire formats: no request may be refused. */
export function between(name: string, act: (from: Play, to: Play) => Promise<void>): void {
  describe(name, () => {
    for (const [from, to] of pairs) {
      for (const streamed of [true, false]) {
        it(`${from.name} to ${to.name}, ${streamed ? 'as a stream' : 'at once'}`, async () => {
          await using first = await openPlay(from, streamed);
          await using second = await openPlay(to, streamed);
          await playOn([first.host, second.host], () => act(first, second));
        });
      }
    }
  });
}
