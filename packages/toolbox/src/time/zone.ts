import { ToolFailure } from '@pegboard/core';

export interface ZonedTime {
  /** `2026-03-29T14:05:00+02:00` */
  readonly iso: string;
  readonly zone: string;
  /** `+02:00` */
  readonly offset: string;
  readonly weekday: string;
}

/** The name of a zone as the time zone database spells it. Throws `ToolFailure` for one that does not exist. */
export function zoneOf(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw new ToolFailure(
      `There is no time zone "${name.slice(0, 60)}". Use a name of the IANA database, such as Europe/Oslo, America/New_York or UTC.`,
    );
  }
}

/** An instant as clocks in a zone show it. */
export function inZone(ms: number, zone: string): ZonedTime {
  const minutes = offsetMinutes(ms, zone);
  const offset = offsetText(minutes);
  const local = new Date(ms + minutes * 60_000).toISOString().replace(/\.000Z$|Z$/, '');
  const weekday = new Intl.DateTimeFormat('en', { timeZone: zone, weekday: 'long' }).format(ms);
  return { iso: local + offset, zone, offset, weekday };
}

const two = (value: number): string => String(value).padStart(2, '0');

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Minutes east of UTC; seconds, which zones had before 1972, are rounded. */
export function offsetMinutes(ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    ms,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /([+-])(\d+):?(\d+)?:?(\d+)?/.exec(name) ?? [];
  const size = Number(hours) * 60 + Number(minutes) + Math.round(Number(seconds) / 60);
  return sign === '-' ? -size : size;
}
