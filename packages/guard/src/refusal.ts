import { type ErrorCode, PegboardError } from '@pegboard/core';

interface Story {
  readonly what: string;
  readonly evidence?: string | undefined;
  readonly fix?: string | undefined;
  readonly cause?: unknown;
}

/** A URL that the rules keep closed: code `permission`. */
export function refusal(what: string, evidence: string, fix?: string): PegboardError {
  return failure('permission', { what, evidence, fix });
}

/** Anything else that goes wrong on the way. */
export function failure(code: ErrorCode, story: Story): PegboardError {
  return new PegboardError({ code, ...story });
}

/** How a URL is named in errors: paths, queries and credentials may hold secrets, so they are left out. */
export function nameOf(url: URL): string {
  return url.host === '' ? url.protocol : `${url.protocol}//${url.host}`;
}
