import type { TextPart, ToolMessage, ToolResultPart } from '../contracts/message.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import { createId } from '../lib/id.ts';
import { type ActiveRun, turnCalls } from './active-run.ts';
import type { Note } from './note.ts';

/** The results of the current turn's calls, in emission order. */
export function resultsMessage(run: ActiveRun, note?: Note): ToolMessage {
  return { id: createId('msg'), role: 'tool', content: turnCalls(run).map((call) => resultPart(call, note)) };
}

function resultPart(call: CallRecord, note?: Note): ToolResultPart {
  const { callId, name, status = 'failed', trust, content: own = [] } = call;
  const content = [...(note?.(call, own) ?? own), ...changeNote(call)];
  return { type: 'tool-result', callId, name, status, content, executor: 'client', ...(trust && { trust }) };
}

/** History keeps the call as the model made it. */
function changeNote({ inputChanged, input }: CallRecord): readonly TextPart[] {
  return inputChanged
    ? [{ type: 'text', text: `It was run with another input: ${JSON.stringify(input)}` }]
    : [];
}
