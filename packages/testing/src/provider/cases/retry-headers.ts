import { check, checkSame } from '../../conformance/check.ts';
import { providerCase } from '../provider-case.ts';

const waits: readonly (readonly [string, Record<string, string>, number | undefined])[] = [
  ['retry-after in seconds', { 'retry-after': '7' }, 7000],
  ['retry-after of 0 seconds', { 'retry-after': '0' }, 0],
  ['retry-after of part of a second', { 'retry-after': '1.5' }, 1500],
  ['a long retry-after', { 'retry-after': '3600' }, 3_600_000],
  ['retry-after-ms', { 'retry-after-ms': '250' }, 250],
  ['retry-after-ms before retry-after', { 'retry-after': '9', 'retry-after-ms': '250' }, 250],
  ['an unreadable retry-after', { 'retry-after': 'soon' }, undefined],
  ['a negative retry-after', { 'retry-after': '-5' }, undefined],
  ['an empty retry-after', { 'retry-after': '' }, undefined],
  ['no header', {}, undefined],
];

export const retryHeaderCases = [
  ...waits.map(([name, headers, expected]) =>
    providerCase(`how long to wait is told by ${name}`, async ({ refuse, fail }) => {
      refuse({ status: 429, message: 'slow down' }, headers);
      const { error } = await fail();
      checkSame(error.retryAfterMs, expected, 'error.retryAfterMs');
      checkSame(error.retryable, true, 'error.retryable');
    }),
  ),
  providerCase('how long to wait is told by a date', async ({ refuse, fail }) => {
    refuse({ status: 503, message: 'later' }, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() });
    const { retryAfterMs = -1 } = (await fail()).error;
    check(
      retryAfterMs > 50_000 && retryAfterMs <= 61_000,
      `one minute from now is told as ${retryAfterMs} ms`,
    );
    refuse({ status: 503, message: 'later' }, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' });
    checkSame((await fail()).error.retryAfterMs, 0, 'a date that is over');
  }),
  providerCase('x-should-retry has the last word', async ({ refuse, fail }) => {
    refuse({ status: 429, message: 'no use' }, { 'x-should-retry': 'false' });
    checkSame((await fail()).error.retryable, false, 'error.retryable for false');
    refuse({ status: 400, message: 'try again' }, { 'x-should-retry': 'true' });
    checkSame((await fail()).error.retryable, true, 'error.retryable for true');
  }),
  providerCase('an error tells the rate limits', async ({ wire, refuse, fail }) => {
    if (!wire.rateLimits) return { skipped: 'the API tells no rate limits' };
    refuse({ status: 429, message: 'slow down' }, wire.rateLimits.headers);
    checkSame((await fail()).error.rateLimits, wire.rateLimits.expected, 'error.rateLimits');
  }),
  providerCase('a retry is left to the caller', async ({ refuse, fail, seen }) => {
    refuse({ status: 500, message: 'once' }, { 'retry-after-ms': '1' });
    await fail();
    checkSame(seen.length, 1, 'the number of requests');
  }),
];
