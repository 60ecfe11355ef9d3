import { describe, it } from 'vitest';
import type { Transport } from '../table/rows.ts';
import { transports } from '../table/transports.ts';
import { openPlay, type Play } from './open-play.ts';
import { playOn } from './play-on.ts';

type Way = 'as a stream' | 'at once';

export interface ScenarioOptions {
  /** Rows whose API has what it is about. Default: all. */
  readonly where?: (transport: Transport) => boolean;
  /** False: what the model is sent differs from the conversation on purpose; only refused requests are looked for. Default true. */
  readonly holds?: boolean;
  /** Default: both. */
  readonly ways?: readonly Way[];
}

/** One conversation, played on each row of the table: no request may be refused, and each must hold what was said before. */
export function scenario(
  name: string,
  act: (play: Play) => Promise<void>,
  { where = () => true, holds = true, ways = ['as a stream', 'at once'] }: ScenarioOptions = {},
): void {
  describe(name, () => {
    for (const transport of transports.filter(where)) {
      for (const way of ways) {
        it(`${transport.name} by ${transport.carrier}, ${way}`, async () => {
          await using play = await openPlay(transport, way === 'as a stream');
          await playOn([play.host], () => act(play));
          if (holds) play.held();
        });
      }
    }
  });
}
