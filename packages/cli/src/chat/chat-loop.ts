import { type AgentOptions, isPegboardError, isProviderError, type RunResult, text } from '@pegboard/core';
import { exitCodes } from '../shell/exit-codes.ts';
import { reportError } from '../shell/report-error.ts';
import type { Shell } from '../shell/shell.ts';
import type { LineReader } from '../terminal/line-reader.ts';
import { createApprovalAsker } from './ask-approval.ts';
import { type ChatDesk, runChatCommand } from './chat-commands.ts';
import type { Listening } from './conversation.ts';
import { createRunPrinter, type RunPrinter } from './print-run.ts';

/** Reads a line, lets the agent answer, and again. Resolves with the exit code. */
export async function chatLoop(desk: ChatDesk, reader: LineReader, shell: Shell): Promise<number> {
  const { out } = shell;
  const prompt = `${out.style(['bold', 'cyan'], out.signs.prompt)} `;
  let interrupts = 0;
  for (;;) {
    out.write('\n');
    const said = await reader.ask(prompt);
    if (said === 'end') return exitCodes.done;
    if (said === 'interrupt') {
      if (++interrupts > 1) return exitCodes.cancelled;
      out.say(out.style('dim', 'Ctrl-C again leaves.'), '  ');
      continue;
    }
    interrupts = 0;
    const outcome = await answerLine(said.line.trim(), { desk, reader, shell });
    if (outcome === 'exit') return exitCodes.done;
    if (outcome === 'interrupted') interrupts = 1;
  }
}

interface Chat {
  readonly desk: ChatDesk;
  readonly reader: LineReader;
  readonly shell: Shell;
}

async function answerLine(line: string, chat: Chat): Promise<'exit' | 'interrupted' | undefined> {
  if (line === '') return undefined;
  try {
    if (!line.startsWith('/')) return await answer(line, chat);
    const outcome = await runChatCommand(line, chat.desk);
    return outcome === 'resume' ? await answer(undefined, chat) : outcome;
  } catch (error) {
    reportError(error, chat.shell);
    return undefined;
  }
}

/** One run; Ctrl-C aborts it. Without a line it goes on with the run before. */
async function answer(
  line: string | undefined,
  { desk, reader, shell }: Chat,
): Promise<'interrupted' | undefined> {
  const { conversation } = desk;
  const abort = new AbortController();
  const interrupt = (): void => abort.abort(new DOMException('Ctrl-C', 'AbortError'));
  process.on('SIGINT', interrupt);
  const hush = (): (() => void) => reader.hush(interrupt);
  const unhush = hush();
  const printer = createRunPrinter({ text: shell.out, notes: shell.out });
  const listening: Listening = {
    signal: abort.signal,
    onEvent: printer.print,
    onApproval: approver({ desk, reader, shell, printer, interrupt, hush }),
  };
  try {
    shell.out.write('\n');
    const parts = [...desk.attachments, ...(line === undefined ? [] : [text(line)])];
    if (line !== undefined) desk.attachments = [];
    const result = await (line === undefined
      ? conversation.resume(listening)
      : conversation.say(parts, listening));
    printer.end();
    if (result) reportEnd(result, shell);
    return result?.status === 'cancelled' ? 'interrupted' : undefined;
  } catch (error) {
    printer.end();
    reportError(error, shell);
    reportRemedy(error, shell);
    return undefined;
  } finally {
    unhush();
    process.off('SIGINT', interrupt);
  }
}

function approver(chat: {
  readonly desk: ChatDesk;
  readonly reader: LineReader;
  readonly shell: Shell;
  readonly printer: RunPrinter;
  readonly interrupt: () => void;
  readonly hush: () => void;
}): NonNullable<AgentOptions['onApproval']> {
  const ask = createApprovalAsker(chat.reader, chat.shell.out, chat.printer.pause, chat.desk.allowed);
  return async (call, ctx) => {
    try {
      return await ask(call, ctx);
    } catch (error) {
      // In a line editor Ctrl-C is a key.
      chat.interrupt();
      throw error;
    } finally {
      chat.hush();
    }
  };
}

function reportEnd({ status, stopReason, stopDetail, text: said, pending }: RunResult, { out }: Shell): void {
  const note = (words: string): void => out.say(out.style('yellow', words), '  ');
  switch (status) {
    case 'cancelled':
      return note('Stopped. What was done is kept: /resume goes on, Ctrl-C leaves.');
    case 'paused':
      return note(
        `It waits for ${pending.map(({ name, kind }) => `${name} (${kind})`).join(', ')}. /resume goes on.`,
      );
    case 'stopped':
      return note(`It ended early (${stopReason}). ${stopDetail ?? ''} Say something, and it goes on.`);
    default:
      if (said.trim() === '') out.say(out.style('dim', '(no answer)'), '  ');
  }
}

/** What can be done here; errors themselves speak to programs. */
function reportRemedy(error: unknown, { err }: Shell): void {
  const cause: unknown = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (isProviderError(cause) && cause.retryable) err.say('/resume tries again.', '  ');
  if (isPegboardError(cause) && cause.code === 'missing-key')
    err.say('A line in .env beside the configuration will do; then start again.', '  ');
}
