import { assert, describe, it } from 'vitest';
import type { Host } from '../host/open-host.ts';
import { type Transport, transports } from '../table/transports.ts';
import { openPlay, type Play } from './open-play.ts';

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

/** A refused request is why a conversation failed, so it is told first. */
export async function playOn(hosts: readonly Host[], act: () => Promise<void>): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  try {
    await act();
  } catch (error) {
    failure = { error };
  }
  const problems = hosts.flatMap((host) => host.problems);
  if (problems.length > 0) throw new TypeError(problems.join('\n\n'), { cause: failure?.error });
  if (failure) throw failure.error;
  for (const { left } of hosts) assert(left === 0, `${left} answers of the script were never asked for`);
}
