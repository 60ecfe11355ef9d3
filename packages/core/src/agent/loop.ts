import type { AssistantMessage } from '../contracts/message.ts';
import type { RunStatus, StopReason } from '../contracts/run-state.ts';
import { clientCalls } from '../messages/repair-history.ts';
import { type ActiveRun, isPaused, turnCalls } from './active-run.ts';
import { callModel } from './call-model.ts';
import { closeTurn, mayRepeat, storeTurns } from './close-turn.ts';
import { reachedLimit } from './limits.ts';
import { prepareTurn } from './prepare-turn.ts';
import { settleCalls } from './settle-calls.ts';
import { onDemand } from './load-on-demand.ts';

/**
 * The one agent loop. Looks at the run state, does what comes next and records it, until the run is over. Whatever ends it between two
 * records, it goes on from the state, in this process or another.
 * Rejects with the signal's reason, or with the error that fails the run; the state then holds everything done so far.
 */
export async function loop(run: ActiveRun): Promise<void> {
  const { state } = run;
  run.signal.throwIfAborted();
  if (!state.loaded) await (await onDemand()).loadHistory(run);
  else if (state.turn > 0) {
    // A crash or a failure may have come between the end of a turn and what follows it.
    await storeTurns(run);
    await leaveTurn(run);
  }
  while (state.status === 'running') {
    const last = state.messages.at(-1);
    if (state.turn > 0 && last?.role === 'assistant' && !isPaused(run)) {
      if (clientCalls(last).length > 0) await runTools(run);
      else await finish(run, last);
      continue;
    }
    const limit = reachedLimit(run);
    if (limit) {
      await end(run, 'stopped', limit.stopReason, limit.stopDetail);
    } else {
      if (run.inbox?.length) await (await onDemand()).deliver(run, false);
      await callModel(run);
    }
  }
}

/** Runs the calls of an answer; then the turn is over, or the run waits for somebody. */
async function runTools(run: ActiveRun): Promise<void> {
  // A resumed run has not prepared this turn itself.
  if (run.preparedTurn !== run.state.turn) await prepareTurn(run);
  if (mayRepeat(run)) {
    const { stopRepeating } = await onDemand();
    const stop = await stopRepeating(run);
    if (stop) {
      await closeTurn(run);
      throw stop;
    }
  }
  await settleCalls(run);
  run.signal.throwIfAborted();
  if (turnCalls(run).some((call) => call.phase === 'waiting')) {
    const { pauseFor } = await onDemand();
    return end(run, 'paused', ...pauseFor(run));
  }
  await closeTurn(run);
  await leaveTurn(run);
}

/** Ends the run when a turn's results do; not when a prompt has come in the meantime. */
async function leaveTurn(run: ActiveRun): Promise<void> {
  if (run.state.messages.at(-1)?.role !== 'tool') return;
  const calls = turnCalls(run);
  if (calls.some((call) => call.handoff)) await (await onDemand()).handOver(run);
  if (calls.some((call) => call.final)) await end(run, 'done', 'tool-final');
  else if (isCutOffTwice(run)) {
    const detail = 'Two answers in a row were cut off by the token limit.';
    await end(run, 'stopped', 'length', detail);
  }
}

/** Each answer with calls is followed by their results. */
function isCutOffTwice({ state }: ActiveRun): boolean {
  const { messages, history } = state;
  return [2, 4].every((back) => {
    const at = messages.length - back;
    const answer = at < history ? undefined : messages[at];
    return answer?.role === 'assistant' && answer.finish?.unified === 'length';
  });
}

const stops: Partial<Record<string, StopReason>> = {
  length: 'length',
  'content-filter': 'content-filter',
  refusal: 'refusal',
};

/** An answer without calls is the last one. */
async function finish(
  run: ActiveRun,
  { finish: { unified, raw } = { unified: 'other' } }: AssistantMessage,
): Promise<void> {
  await storeTurns(run);
  run.emit?.({ type: 'turn-end', usage: run.state.usage });
  const stopped = stops[unified];
  if (stopped) await end(run, 'stopped', stopped, `The model stopped with "${raw ?? unified}".`);
  else if (!run.output || (await run.output.accept(run))) await end(run, 'done', 'final');
}

async function end(
  run: ActiveRun,
  status: Exclude<RunStatus, 'running'>,
  stopReason: StopReason,
  stopDetail?: string,
): Promise<void> {
  const spokenTo = status === 'done' && run.inbox?.length && !reachedLimit(run);
  if (spokenTo && (await (await onDemand()).deliver(run, true))) return;
  const elapsedMs = run.elapsedMs();
  await run.record({
    type: 'end',
    status,
    stopReason,
    elapsedMs,
    ...(stopDetail !== undefined && { stopDetail }),
  });
}
