import type { ToolContentPart } from '../contracts/message.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import type { ActiveRun } from './active-run.ts';
import { repeatNote } from './repeats.ts';
import { framed, spreadTaint } from './trust.ts';
import { withdrawalNote, withdrawTools } from './withdraw-tools.ts';

/** What the model is given of a call. */
export type Note = (call: CallRecord, content: readonly ToolContentPart[]) => readonly ToolContentPart[];

/** What is said with the results of a turn: what is untrusted, what is withdrawn, what was repeated. */
export async function turnNotes(run: ActiveRun): Promise<Note> {
  await withdrawTools(run);
  await spreadTaint(run);
  const repeated = repeatNote(run);
  return (call, content) => [...framed(call, content), ...withdrawalNote(run, call), ...repeated];
}
