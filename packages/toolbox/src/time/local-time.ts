import { ToolFailure } from '@pegboard/core';
import { offsetMinutes } from './zone.ts';

export interface Instant {
  readonly ms: number;
  /** What to know of it, such as that clocks showed this time twice. */
  readonly note?: string;
}

const shape = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** The instant that a text means; without an offset it is the time that clocks in the zone show. Throws `ToolFailure`. */
export function readTime(text: string, zone: string | undefined): Instant {
  const [, date, time = '00:00', offset] = shape.exec(text.trim()) ?? [];
  const wall = Date.parse(`${date}T${time}Z`);
  if (date === undefined || Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(date))
    throw new ToolFailure(
      `"${text.slice(0, 60)}" is no time. Write 2026-03-29T14:05, with or without an offset such as +02:00.`,
    );
  if (offset !== undefined) return { ms: wall - offsetMs(offset) };
  if (zone === undefined)
    throw new ToolFailure('The time has no offset: say in "from" which time zone it is in.');
  return atWall(wall, zone, text);
}

function offsetMs(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Where clocks are put forward a time does not exist, where they are put back it exists twice. */
function atWall(wall: number, zone: string, text: string): Instant {
  const day = 86_400_000;
  const offsets = [...new Set([wall - day, wall, wall + day].map((ms) => offsetMinutes(ms, zone)))];
  const candidates = offsets
    .map((minutes) => ({ ms: wall - minutes * 60_000, minutes }))
    .filter(({ ms, minutes }) => offsetMinutes(ms, zone) === minutes)
    .toSorted((a, b) => a.ms - b.ms);
  const [first, second] = candidates;
  if (!first)
    throw new ToolFailure(
      `Clocks in ${zone} never showed ${text.trim()}: they were put forward over it. Give a time an hour later or an offset.`,
    );
  if (!second) return { ms: first.ms };
  return { ms: first.ms, note: `Clocks in ${zone} showed this time twice; the earlier one is taken.` };
}
