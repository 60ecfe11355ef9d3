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
