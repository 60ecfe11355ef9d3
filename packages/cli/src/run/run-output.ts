import { type AgentEvent, isPegboardError, type RunResult } from '@pegboard/core';
import { createRunPrinter } from '../chat/print-run.ts';
import { hideSecrets } from '../shell/hide-secrets.ts';
import { messageOf } from '../shell/report-error.ts';
import type { Shell } from '../shell/shell.ts';
import { visible } from '../terminal/visible.ts';

export interface OutputMode {
  readonly json: boolean;
  readonly stream: boolean;
  readonly quiet: boolean;
}

/** What a run writes: the answer for people, or JSON for programs. */
export interface RunOutput {
  event(event: AgentEvent): void;
  /** Makes room for a question. */
  pause(): void;
  end(result: RunResult, error: unknown, kept: string | undefined): void;
  /** Says how to go on with a run that is not done. */
  next(result: RunResult, kept: string | undefined): void;
}

export function createRunOutput(mode: OutputMode, shell: Shell): RunOutput {
  return mode.json ? jsonOutput(mode, shell) : textOutput(mode, shell);
}

function jsonOutput({ stream }: OutputMode, { out, env }: Shell): RunOutput {
  const hidden = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? hideSecrets(value, env) : value;
  const write = (value: unknown): void => out.write(`${JSON.stringify(value, hidden)}\n`);
  return {
    event: (event) => (stream ? write(event) : undefined),
    pause: () => {},
    end: (result, error, kept) =>
      write({ ...(stream && { type: 'result' }), ...plainResult(result, error, kept) }),
    next: () => {},
  };
}

/** What of a result programs use; the whole state is in the file that `state` names. */
function plainResult(result: RunResult, error: unknown, kept: string | undefined): object {
  const { runId, status, stopReason, stopDetail, text, output, turns, usage, cost, pending, calls } = result;
  return {
    runId,
    status,
    stopReason,
    stopDetail,
    text,
    output,
    turns,
    calls: calls.all.map(({ callId, name, input, status: end, result: value, error: why, durationMs }) => ({
      callId,
      name,
      input,
      status: end,
      result: value,
      error: why,
      durationMs,
    })),
    usage,
    cost,
    ...(pending.length > 0 && { pending }),
    ...(error !== undefined && { error: plainError(error) }),
    ...(kept !== undefined && { state: kept }),
  };
}

function plainError(error: unknown): object {
  const message = messageOf(error);
  return isPegboardError(error) ? { code: error.code, message } : { message };
}

function textOutput({ stream, quiet }: OutputMode, { out, err }: Shell): RunOutput {
  const notes = quiet ? { ...err, write: () => {}, say: () => {}, isLive: false } : err;
  let written = false;
  const printer = createRunPrinter({ notes, ...(stream && { text: out }) });
  return {
    event(event) {
      if (event.type === 'text' && !event.path) written = true;
      printer.print(event);
    },
    pause: printer.pause,
    end({ text, output, status }) {
      printer.end();
      if (stream && written) return;
      // A run with an output schema answers in JSON.
      const answer = text.trim() === '' && output !== undefined ? JSON.stringify(output, null, 2) : text;
      if (answer !== '' || status === 'done') {
        const shown = out.isTerminal ? visible(answer) : answer;
        out.write(shown.endsWith('\n') ? shown : `${shown}\n`);
      }
    },
    next({ status, stopReason, stopDetail, pending, runId }, kept) {
      if (status === 'done' || quiet) return;
      const waits = pending.map(({ name, callId }) => `${name} (${callId})`).join(', ');
      const why = status === 'paused' ? `waits for ${waits}` : (stopDetail ?? stopReason);
      if (status !== 'failed') err.say(err.style('yellow', `The run is ${status}: ${why}.`));
      if (kept !== undefined)
        err.say(
          err.style(
            'dim',
            `Its state is in ${kept}. Go on with it: --resume ${runId}${status === 'paused' ? ' --approve all' : ''}`,
          ),
        );
    },
  };
}
