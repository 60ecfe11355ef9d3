import { statusOf } from './status-of.ts';

/** What was thrown, in words, with the causes that say more than the error itself. */
export function describe(thrown: unknown): string {
  const words: string[] = [];
  for (let error: unknown = thrown; words.length < 4; error = causeOf(error)) {
    const text = messageOf(error);
    if (text && !words.some((known) => known.includes(text))) words.push(text);
    if (causeOf(error) === undefined) break;
  }
  const told = words.join(': ').replace(/:\s*$/, '') || 'unknown error';
  const status = statusOf(thrown);
  return status === undefined || told.includes(String(status)) ? told : `${told} (HTTP ${status})`;
}

function messageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (!(error instanceof Error)) return '';
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0]);
  return error.message;
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}
