import type { AssistantMessage } from '../contracts/message.ts';
import { createId } from '../lib/id.ts';
import { interrupted } from '../tools/execute-call.ts';
import { type ActiveRun, emitResult } from './active-run.ts';
import { resultsMessage } from './results-message.ts';
import { framed, spreadTaint } from './trust.ts';

/** After an abort: every call that has no result gets `interrupted`, and what had arrived of an answer is kept as text. */
export async function closeInterrupted(run: ActiveRun): Promise<void> {
  const { state, partialText } = run;
  const last = state.messages.at(-1);
  if (last?.role === 'assistant' && state.calls.some((call) => call.turn === state.turn)) {
    const { status, error, content } = interrupted();
    for (const { callId, phase, turn } of state.calls) {
      if (phase === 'settled' || turn !== state.turn) continue;
      await run.record({
        type: 'call',
        callId,
        set: { phase: 'settled', status, error: error ?? '', content },
      });
      const call = state.calls.find((known) => known.callId === callId);
      if (call) emitResult(run, call);
    }
    await spreadTaint(run);
    await run.record({ type: 'results', message: resultsMessage(run, framed) });
  } else if (partialText !== '') {
    await run.record({ type: 'answer', message: partialAnswer(run), calls: [], usage: {}, requests: 0 });
  }
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
