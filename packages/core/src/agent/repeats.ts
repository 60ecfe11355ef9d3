import type { TextPart } from '../contracts/message.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import { failedOutcome } from '../tools/outcome.ts';
import { type ActiveRun, settle, turnCalls } from './active-run.ts';
import { RunStop } from './limits.ts';
import { isSameCall } from './same-call.ts';

/** What ends a run whose model was told that it goes in circles, and went on: the calls of this turn do not run. */
export async function stopRepeating(run: ActiveRun): Promise<RunStop | undefined> {
  const { repeatLimit } = run.config;
  if (!isOver(run, repeatLimit, 1)) return undefined;
  const open = turnCalls(run).filter((call) => call.phase !== 'settled');
  for (const { callId, name } of open) {
    const why = `${name} was not run: the same calls were made again and again.`;
    await settle(run, callId, failedOutcome('denied', why), { durationMs: 0 });
  }
  const names = [...new Set(turnCalls(run).map((call) => call.name))].join(', ');
  const stopDetail = `The model made the same calls, of ${names}, more than ${repeatLimit} times.`;
  return new RunStop({ stopReason: 'repeat', stopDetail }, stopDetail);
}

/** What a model is told that has made the same calls as often as it may. */
export function repeatNote(run: ActiveRun): readonly TextPart[] {
  const { repeatLimit } = run.config;
  if (!isOver(run, repeatLimit, 0) || isOver(run, repeatLimit, 1)) return [];
  const text = `You have now made the same calls ${repeatLimit} times. Do something else, or answer with what you have: the next repetition ends the run.`;
  return [{ type: 'text', text }];
}

/** Whether the newest turns are one turn so often, or two in turn, and so many more. */
function isOver(run: ActiveRun, repeatLimit: number, more: number): boolean {
  const limit = Math.max(2, repeatLimit);
  const [newest, before, earlier] = newestTurns(run, 3);
  // Most turns are like neither of the two before them.
  if (!isSameTurn(newest, before) && !isSameTurn(newest, earlier)) return false;
  const turns = newestTurns(run, limit * 2 + more);
  return [1, 2].some((period) => {
    const repeated = turns.findIndex((turn, at) => !isSameTurn(turn, turns[at % period]));
    return (repeated < 0 ? turns.length : repeated) >= limit * period + more;
  });
}

type Turn = readonly CallRecord[] | undefined;

/** What the newest turns called, newest first and no more than `most`, back to a message of the user or a turn that does not count. */
function newestTurns({ state }: ActiveRun, most: number): readonly (readonly CallRecord[])[] {
  const { calls, turn } = state;
  const oldest = turn - answersSinceUser(state, most);
  const found: CallRecord[][] = [];
  let end = calls.length;
  for (let at = turn; at > oldest; at--) {
    const from = calls.findLastIndex((call, index) => index < end && call.turn < at) + 1;
    const own = calls.slice(from, end).filter((call) => call.parent === undefined);
    end = from;
    // Refused calls, and those that asked for another try, have a budget of their own.
    if (own.length === 0 || own.some((call) => call.refused === true || call.status === 'retry')) break;
    found.push(own);
  }
  return found;
}

function answersSinceUser({ messages }: ActiveRun['state'], most: number): number {
  let answers = 0;
  for (let at = messages.length - 1; at >= 0 && answers < most; at--) {
    const message = messages[at];
    if (message?.role === 'user') break;
    if (message?.role === 'assistant' && message.finish?.unified !== 'pause') answers++;
  }
  return answers;
}

/** The same calls, in whatever order and however often each. */
function isSameTurn(a: Turn, b: Turn): boolean {
  return holds(a, b) && holds(b, a);
}

function holds(a: Turn = [], b: Turn = []): boolean {
  return b.every((call) => a.some((one) => isSameCall(one, call)));
}
