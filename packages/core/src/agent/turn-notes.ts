import type { ActiveRun } from './active-run.ts';
import type { Note } from './note.ts';
import { repeatNote } from './repeats.ts';
import { framed, spreadTaint } from './trust.ts';
import { withdrawalNote, withdrawTools } from './withdraw-tools.ts';

/** What is said with the results of a turn: what is untrusted, what is withdrawn, what was repeated. */
export async function turnNotes(run: ActiveRun): Promise<Note> {
  await withdrawTools(run);
  await spreadTaint(run);
  const repeated = repeatNote(run);
  return (call, content) => [...framed(call, content), ...withdrawalNote(run, call), ...repeated];
}
