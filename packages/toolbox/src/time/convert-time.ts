import { defineTool, type Tool } from '@pegboard/core';
import * as z from 'zod';
import { defaultZone, readClock, type TimeOptions } from './clock.ts';
import { readTime } from './local-time.ts';
import { inZone, zoneOf } from './zone.ts';

const zoneName = () => z.string().min(1).max(60);

const input = () =>
  z
    .object({
      time: z.string().max(60).describe('"2026-03-29T14:05", with or without an offset, or "now".'),
      from: zoneName().optional().describe('The zone of a time without an offset, such as Europe/Oslo.'),
      to: z.array(zoneName()).min(1).max(20).describe('The zones to show it in.'),
    })
    .meta({
      examples: [{ time: '2026-03-27T09:30', from: 'America/New_York', to: ['Europe/Oslo', 'Asia/Tokyo'] }],
    });

const zoned = () => z.object({ iso: z.string(), zone: z.string(), offset: z.string(), weekday: z.string() });

const output = () =>
  z.object({
    utc: z.string(),
    unix_ms: z.number(),
    times: z.array(zoned()),
    note: z.string().optional(),
  });

/** `convert_time`: one moment in several time zones, by the rules that hold on that day. */
export function convertTime(
  options: TimeOptions = {},
): Tool<z.input<ReturnType<typeof input>>, z.infer<ReturnType<typeof output>>> {
  const zone = defaultZone('convert_time', options);
  const usual = options.timeZone === undefined ? undefined : zone;
  return defineTool({
    name: 'convert_time',
    description:
      'Tells what clocks in other time zones show at a given moment, daylight saving included. Use it to plan meetings and to turn a time that somebody wrote into another zone or into UTC; do not add hours yourself. A time that clocks skip is refused, one that they show twice is told. Name zones as the IANA database does: Europe/Oslo, America/New_York, UTC.',
    input: input(),
    output: output(),
    effects: { idempotent: true },
    timeoutMs: 5_000,
    maxResultChars: 5_000,
    execute: ({ time, from, to }) => {
      const zones = to.map(zoneOf);
      const { ms, note } =
        time.trim().toLowerCase() === 'now'
          ? { ms: readClock(options) }
          : readTime(time, from === undefined ? usual : zoneOf(from));
      const times = zones.map((each) => inZone(ms, each));
      return { utc: new Date(ms).toISOString(), unix_ms: ms, times, ...(note !== undefined && { note }) };
    },
  });
}
