import { defineTool, type Tool } from '@pegboard/core';
import * as z from 'zod';
import { defaultZone, readClock, type TimeOptions } from './clock.ts';
import { inZone, zoneOf } from './zone.ts';

const inputOf = (zone: string) =>
  z
    .object({
      time_zone: z.string().min(1).max(60).default(zone).describe('IANA name, such as Europe/Oslo.'),
    })
    .meta({ examples: [{ time_zone: 'Europe/Oslo' }] });

type TimeInput = z.input<ReturnType<typeof inputOf>>;

const output = () =>
  z.object({
    iso: z.string().describe('Date, time and offset in the zone.'),
    zone: z.string(),
    offset: z.string(),
    weekday: z.string(),
    utc: z.string(),
    unix_ms: z.number(),
  });

/** `current_time`: date, time and weekday in any time zone. */
export function currentTime(options: TimeOptions = {}): Tool<TimeInput, z.infer<ReturnType<typeof output>>> {
  const zone = defaultZone('current_time', options);
  return defineTool({
    name: 'current_time',
    description: `Tells the date, the time and the day of the week right now, in any time zone (${zone} if none is given). Use it whenever something depends on today: you do not know the date by yourself. Name zones as the IANA database does, by a city: Europe/Oslo, America/New_York, Asia/Tokyo.`,
    input: inputOf(zone),
    output: output(),
    effects: { idempotent: true },
    timeoutMs: 5_000,
    maxResultChars: 1_000,
    execute: ({ time_zone }) => {
      const ms = readClock(options);
      return { ...inZone(ms, zoneOf(time_zone)), utc: new Date(ms).toISOString(), unix_ms: ms };
    },
  });
}
