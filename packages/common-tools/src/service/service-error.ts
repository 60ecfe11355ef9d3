import { type ErrorText, PegboardError } from '@pegboard/core';
import { codeOfStatus, isRetryable, parseRetryAfter, redact } from '@pegboard/core/provider';
import type * as z from 'zod';
import type { KeyDefinition, Refusal, TextAnswer } from './service-definition.ts';

interface Named {
  readonly title: string;
  readonly key?: KeyDefinition | undefined;
  readonly problem?: ((body: unknown) => string | undefined) | undefined;
  readonly refusal?: ((answer: TextAnswer) => Refusal | undefined) | undefined;
  readonly hints?: Partial<Record<ErrorText['code'], string>> | undefined;
}

/** An answer that is a refusal, in words for a model. Its key shows nowhere. */
export function refused(service: Named, answer: TextAnswer, secrets: readonly string[]): PegboardError {
  const { status } = answer;
  const { code = codeOfStatus(status), waitMs = parseRetryAfter(Object.fromEntries(answer.headers)) } =
    service.refusal?.(answer) ?? {};
  const words = wordsOf(service, answer.text);
  const wantsKey = code === 'authentication' && service.key !== undefined && secrets.length === 0;
  return new PegboardError({
    code,
    what: wantsKey ? `${service.title} does this only with a key` : whatOf(service, status, code),
    evidence: redact(`Status ${status}${words === undefined ? '' : `: ${words}`}`, secrets),
    fix: wantsKey
      ? `${service.key?.variable} must hold one; tell the user`
      : (service.hints?.[code] ?? fixOf(service, waitMs, code)),
  });
}

/** The service is there, and will not do more for now. */
export function limited({ title }: Named, evidence: string, fix: string): PegboardError {
  return new PegboardError({
    code: 'rate-limit',
    what: `${title} refuses more calls for now`,
    evidence,
    fix,
  });
}

export function notJson({ title }: Named, text: string): PegboardError {
  return new PegboardError({
    code: 'invalid-response',
    what: `The answer of ${title} cannot be read`,
    evidence: text.trim() === '' ? 'It is empty' : 'It is no JSON',
    fix: changed,
  });
}

const changed = 'The service may have changed: update @pegboard/common-tools, or use another tool';

/** An answer in another shape than the documented one. */
export function unfitAnswer({ title }: Named, error: z.ZodError | string): PegboardError {
  const evidence =
    typeof error === 'string'
      ? error
      : error.issues
          .slice(0, 3)
          .map(({ path, message }) => `${path.join('.') || 'the answer'}: ${message}`)
          .join('; ');
  return new PegboardError({
    code: 'invalid-response',
    what: `The answer of ${title} is not as documented`,
    evidence,
    fix: changed,
  });
}

/** A refusal that comes with a good status. */
export function toldProblem({ title }: Named, words: string): PegboardError {
  return new PegboardError({
    code: 'invalid-request',
    what: `${title} refused`,
    evidence: shortLine(words),
    fix: 'Change the arguments',
  });
}

function whatOf({ title, key }: Named, status: number, code: ErrorText['code']): string {
  if (code === 'authentication' && key) return `${title} does not accept the key`;
  if (code === 'rate-limit') return `${title} refuses more calls for now`;
  if (code === 'permission') return `${title} does not allow this`;
  if (code === 'not-found') return `${title} has nothing there`;
  return `${title} answered with status ${status}`;
}

function fixOf({ key }: Named, waitMs: number | undefined, code: ErrorText['code']): string | undefined {
  const later = waitMs === undefined ? 'Try again later' : `Try again in ${Math.ceil(waitMs / 1000)} s`;
  if (code === 'rate-limit') return `${later}, or use another tool`;
  if (code === 'authentication') return key && `The key in ${key.variable} must be valid; tell the user`;
  if (code === 'invalid-request') return 'Change the arguments';
  return isRetryable(code) ? later : undefined;
}

/** What the service says of it, in one short line. */
function wordsOf({ problem }: Named, text: string): string | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined; // A page for people.
  }
  return shortLine(problem?.(body) ?? usualWords(body) ?? '') || undefined;
}

function shortLine(words: string): string {
  return words.slice(0, 2_000).replace(/\s+/g, ' ').trim().slice(0, 300).toWellFormed();
}

const usualPlaces = ['message', 'detail', 'error', 'errors', 'reason', 'description', 'info'];

function usualWords(body: unknown, depth = 0): string | undefined {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null || depth > 4) return undefined;
  if (Array.isArray(body)) return usualWords(body[0], depth + 1);
  const found: Readonly<Record<string, unknown>> = { ...body };
  for (const place of usualPlaces) {
    const words = usualWords(found[place], depth + 1);
    if (words !== undefined) return words;
  }
  return undefined;
}
