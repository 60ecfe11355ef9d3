import type { RateLimit, RateLimits } from '../contracts/provider.ts';
import type { HttpHeaders } from './http-types.ts';

/** Reads `x-ratelimit-*` (OpenAI and most compatible hosts) or `anthropic-ratelimit-*`; undefined when there is neither. */
export function parseRateLimits(headers: HttpHeaders, now: number = Date.now()): RateLimits | undefined {
  const requests = readLimit(headers, requestNames, now);
  const tokens = readLimit(headers, tokenNames, now);
  if (requests === undefined && tokens === undefined) return undefined;
  return { ...(requests && { requests }), ...(tokens && { tokens }) };
}

type LimitNames = Readonly<Record<'limit' | 'remaining' | 'reset', readonly [string, string]>>;

const requestNames = namesOf('requests');
const tokenNames = namesOf('tokens');

function namesOf(what: 'requests' | 'tokens'): LimitNames {
  const both = (field: string) =>
    [`x-ratelimit-${field}-${what}`, `anthropic-ratelimit-${what}-${field}`] as const;
  return { limit: both('limit'), remaining: both('remaining'), reset: both('reset') };
}

function readLimit(headers: HttpHeaders, names: LimitNames, now: number): RateLimit | undefined {
  const limit = readCount(find(headers, names.limit));
  const remaining = readCount(find(headers, names.remaining));
  const resetMs = readReset(find(headers, names.reset), now);
  if (limit === undefined && remaining === undefined && resetMs === undefined) return undefined;
  return {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetMs !== undefined && { resetMs }),
  };
}

function find(headers: HttpHeaders, [name, another]: readonly [string, string]): string | undefined {
  return headers[name] ?? headers[another];
}

/** Without a regular expression: there are six of them in each answer. */
function readCount(text = ''): number | undefined {
  const count = text === '' ? -1 : Number(text);
  return count >= 0 ? count : undefined;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration (`6m0s`, `20ms`, seconds without a unit) or a moment (RFC 3339). */
function readReset(text: string | undefined, now: number): number | undefined {
  const seconds = readCount(text);
  if (text === undefined || seconds !== undefined) return seconds && seconds * 1000;
  if (/^\d{4}-\d\d-\d\dT/.test(text)) {
    const moment = Date.parse(text);
    return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
  }
  return readDuration(text);
}

function readDuration(text: string): number | undefined {
  const single = /^(\d+(?:\.\d+)?)(ms|[smhd])$/.exec(text);
  if (single) return Number(single[1]) * (unitMs[single[2] ?? ''] ?? 0);
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit = ''] of text.matchAll(/([\d.]+)(ms|[smhd])/g)) {
    total += Number(amount) * (unitMs[unit] ?? 0);
  }
  return total;
}
