import { isPegboardError, isRunError } from '@pegboard/core';
import { visible } from '../terminal/visible.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';

/** Says on standard error what went wrong, with a stack only where it is asked for, and gives the exit code. */
export function reportError(thrown: unknown, { err, debug }: Shell): number {
  const isKnown = isPegboardError(thrown);
  const message = messageOf(thrown);
  const words = isKnown
    ? message
    : `Something failed that pegboard did not expect. ${message || 'It gave no reason'}${/[.!?]$/.test(message) ? '' : '.'} Run it again with --debug to see where.`;
  err.say(`${err.style('red', err.signs.bad)} ${visible(words)}`);
  if (debug && thrown instanceof Error) err.write(`\n${err.style('dim', detailsOf(thrown))}\n`);
  return isKnown && 'exitCode' in thrown && typeof thrown.exitCode === 'number'
    ? thrown.exitCode
    : exitCodes.failed;
}

/** What went wrong, without what an error of a run tells programs. */
export function messageOf(thrown: unknown): string {
  if (isRunError(thrown)) return thrown.result.stopDetail ?? thrown.message;
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function detailsOf(error: Error): string {
  const own = error.stack ?? String(error);
  return error.cause instanceof Error ? `${own}\ncaused by: ${detailsOf(error.cause)}` : own;
}
