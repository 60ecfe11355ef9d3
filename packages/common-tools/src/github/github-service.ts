import * as z from 'zod';
import type { KeyDefinition, Refusal, TextAnswer } from '../service/service-definition.ts';

/** What the tools of GitHub have in common. Source: https://docs.github.com/en/rest (version 2022-11-28), checked 2026-11-21. */
export const githubService = {
  title: 'GitHub',
  baseURL: 'https://api.github.com',
  key: {
    variable: 'GITHUB_TOKEN',
    header: 'authorization',
    prefix: 'Bearer ',
    optional: true,
  } satisfies KeyDefinition as KeyDefinition,
  headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
  refusal,
  hints: {
    'not-found': 'Check the names; a private repository needs a token (GITHUB_TOKEN) that may read it',
  },
} as const;

export const repository = z
  .string()
  .regex(/^(?!\.\.?\/)[\w.-]+\/(?!\.\.?$)[\w.-]+$/)
  .describe('The repository as owner/name, such as nodejs/node.');

/** Limits come as 403 or 429, with the time of the end in a header of their own. */
function refusal({ status, headers }: TextAnswer): Refusal | undefined {
  const isLimit = headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after');
  if (!(status === 429 || (status === 403 && isLimit))) return undefined;
  const reset = Number(headers.get('x-ratelimit-reset'));
  const waitMs =
    reset > 0 && !headers.has('retry-after') ? Math.max(0, reset * 1000 - Date.now()) : undefined;
  return { code: 'rate-limit', ...(waitMs !== undefined && { waitMs }) };
}
