import { ConfigError } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import { zoneOf } from './zone.ts';

/** What the time tools take; a fixed clock makes runs repeatable. */
export interface TimeOptions {
  /** The present instant, in milliseconds since 1970. Default: the clock of the machine. */
  readonly now?: () => number | Date;
  /** IANA zone where the model names none. Default UTC, whatever the machine is set to. */
  readonly timeZone?: string;
}

export function readClock({ now = Date.now }: TimeOptions): number {
  return Number(now());
}

/** The zone where the model names none. Throws `ConfigError` for options that cannot be meant. */
export function defaultZone(who: string, options: TimeOptions): string {
  checkOptionKinds(who, options, { now: 'function', timeZone: 'text' });
  try {
    return zoneOf(options.timeZone ?? 'UTC');
  } catch {
    throw new ConfigError({
      what: `${who} cannot use the option "timeZone"`,
      evidence: `There is no zone ${JSON.stringify(options.timeZone?.slice(0, 60))}`,
      fix: 'Use a name of the IANA database, such as Europe/Oslo',
    });
  }
}
