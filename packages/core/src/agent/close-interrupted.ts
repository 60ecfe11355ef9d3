import type { AssistantMessage } from '../contracts/message.ts';
import { createId } from '../lib/id.ts';
import { interrupted } from '../tools/execute-call.ts';
import { type ActiveRun, settle } from './active-run.ts';
import { resultsMessage } from './results-message.ts';
import { framed, spreadTaint } from './trust.ts';

/** After an abort: every call that has no result gets `interrupted`, and what had arrived of an answer is kept as text. */
export async function closeInterrupted(run: ActiveRun): Promise<void> {
  const { state, partialText } = run;
  const last = state.messages.at(-1);
  if (last?.role === 'assistant' && state.calls.some((call) => call.turn === state.turn)) {
    await interruptCalls(run);
    await spreadTaint(run);
    await run.record({ type: 'results', message: resultsMessage(run, framed) });
  } else if (partialText !== '') {
    await run.record({ type: 'answer', message: partialAnswer(run), calls: [], usage: {}, requests: 0 });
  }
}

/** Gives `interrupted` to the calls of this turn that have no result, or to one of them and those inside it. */
export async function interruptCalls(run: ActiveRun, outer?: string): Promise<void> {
  const { calls, turn } = run.state;
  for (const { callId, phase, turn: own } of calls)
    if (phase !== 'settled' && own === turn && (outer === undefined || `${callId}.`.startsWith(`${outer}.`)))
      await settle(run, callId, interrupted(), {});
}

function partialAnswer({ config, partialText }: ActiveRun): AssistantMessage {
  return {
    id: createId('msg'),
    role: 'assistant',
    content: [{ type: 'text', text: partialText }],
    origin: { provider: config.provider.name, model: config.model },
    finish: { unified: 'other', raw: 'aborted' },
  };
}
