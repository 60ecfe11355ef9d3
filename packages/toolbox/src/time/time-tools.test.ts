import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertTime, currentTime, wait } from '@pegboard/toolbox';
import { call } from '../files/files.test-helper.ts';
import { inZone } from './zone.ts';

const now = (): Date => new Date('2026-03-29T00:59:59.500Z');

describe('the present', () => {
  it.each([
    [{}, { iso: '2026-03-29T00:59:59.500+00:00', zone: 'UTC', weekday: 'Sunday' }],
    [{ time_zone: 'Europe/Oslo' }, { iso: '2026-03-29T01:59:59.500+01:00', offset: '+01:00' }],
    [
      { time_zone: 'america/new_york' },
      { iso: '2026-03-28T20:59:59.500-04:00', zone: 'America/New_York', weekday: 'Saturday' },
    ],
    [{ time_zone: 'Asia/Kathmandu' }, { offset: '+05:45' }],
    [{ time_zone: 'America/St_Johns' }, { offset: '-02:30' }],
  ])('is told by a given clock, in %j', async (input, expected) => {
    const { result } = await call(currentTime({ now }), input);
    expect(result).toMatchObject({ ...expected, utc: '2026-03-29T00:59:59.500Z', unix_ms: now().getTime() });
  });

  it("is the machine's without one, in the zone of the options", async () => {
    const before = Date.now();
    const { result } = await call(currentTime({ timeZone: 'Asia/Tokyo' }), {});
    const { unix_ms, offset } = result as { unix_ms: number; offset: string };
    expect(offset).toBe('+09:00');
    expect(unix_ms).toBeGreaterThanOrEqual(before);
    expect(unix_ms).toBeLessThanOrEqual(Date.now());
  });

  it('in a zone that does not exist is a failure', async () => {
    expect((await call(currentTime(), { time_zone: 'Mars/Olympus' })).error).toContain(
      'no time zone "Mars/Olympus"',
    );
  });
});

describe('a time', () => {
  const convert = (time: string, from: string | undefined, ...to: string[]) =>
    call(convertTime({ now }), { time, ...(from !== undefined && { from }), to });

  it.each([
    ['2026-03-27T09:30', 'America/New_York', 'Europe/Oslo', '2026-03-27T14:30:00+01:00'],
    ['2026-07-01 12:00', 'Europe/Oslo', 'UTC', '2026-07-01T10:00:00+00:00'],
    ['2026-07-01', 'Asia/Tokyo', 'America/Los_Angeles', '2026-06-30T08:00:00-07:00'],
    ['2026-01-01T00:00:00Z', undefined, 'Australia/Sydney', '2026-01-01T11:00:00+11:00'],
    ['2026-01-01T00:00:00.250+05:30', 'Europe/Oslo', 'UTC', '2025-12-31T18:30:00.250+00:00'],
    ['now', undefined, 'UTC', '2026-03-29T00:59:59.500+00:00'],
  ])('%s of %s in %s', async (time, from, to, iso) => {
    expect((await convert(time, from, to)).result).toMatchObject({ times: [{ iso }] });
  });

  it('that clocks skip is refused, and one that they show twice is told', async () => {
    expect((await convert('2026-03-29T02:30', 'Europe/Oslo', 'UTC')).error).toContain('never showed');
    expect((await convert('2026-10-25T02:30', 'Europe/Oslo', 'UTC')).result).toMatchObject({
      utc: '2026-10-25T00:30:00.000Z',
      note: expect.stringContaining('twice'),
    });
    expect((await convert('2026-03-29T03:00', 'Europe/Oslo', 'UTC')).result).toMatchObject({
      utc: '2026-03-29T01:00:00.000Z',
    });
  });

  it.each(['tomorrow', '2026-02-30T10:00', '2026-13-01', '25:00', '2026-01-01T25:00Z', ''])(
    '%s is none',
    async (time) => {
      expect((await convert(time, 'UTC', 'UTC')).status).not.toBe('success');
    },
  );

  it('without an offset needs a zone', async () => {
    expect((await convert('2026-01-01T10:00', undefined, 'UTC')).error).toContain('"from"');
  });

  it('there and back is the same, but for hours that clocks show twice', async () => {
    const zones = fc.constantFrom(
      'Europe/Oslo',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Pacific/Apia',
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2_000_000_000 }), zones, async (seconds, zone) => {
        const { iso } = inZone(seconds * 1_000, zone);
        const local = iso.replace(/[+-]\d\d:\d\d$/, '');
        const { result } = await convert(local, zone, 'UTC');
        const { unix_ms, note } = result as { unix_ms: number; note?: string };
        if (note === undefined) expect(unix_ms).toBe(seconds * 1_000);
        else expect(inZone(unix_ms, zone).iso).toContain(local);
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});

describe('a wait', () => {
  it('ends by itself, or with the run', async () => {
    expect((await call(wait(), { seconds: 0.01 })).result).toEqual({ waited_seconds: 0.01 });
    const controller = new AbortController();
    const waiting = call(
      wait(),
      { seconds: 50 },
      { signal: controller.signal, onEvent: ({ type }) => type === 'tool-start' && controller.abort() },
    );
    expect((await waiting).status).toBe('interrupted');
  });

  it('has a limit', async () => {
    expect((await call(wait({ maxSeconds: 5 }), { seconds: 6 })).status).not.toBe('success');
  });
});
