import { type ErrorText, PegboardError } from '@pegboard/core';
import { exitCodes } from './exit-codes.ts';

/** What went wrong in a command, with the exit code that says so. */
export class CommandError extends PegboardError {
  readonly exitCode: number;

  constructor(text: ErrorText, exitCode: number = exitCodes.failed) {
    super(text);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

/** The command was not called as it should be. */
export function usageError(what: string, evidence?: string, fix?: string): CommandError {
  return new CommandError({ code: 'invalid-input', what, evidence, fix }, exitCodes.usage);
}
