import type { Message } from '../contracts/message.ts';
import { repairHistory } from '../messages/repair-history.ts';
import { type ActiveRun, isPaused } from './active-run.ts';
import { guardMessages } from './guard-input.ts';

/**
 * Puts what was posted into the conversation: all that steers, and at the end of a task, where nothing does, the first that was queued.
 * True when the model has something to answer.
 */
export async function deliver(run: ActiveRun, done: boolean): Promise<boolean> {
  const { inbox = [] } = run;
  // A provider that has paused is asked again with what it sent so far, and nothing else.
  if (isPaused(run)) return false;
  const steering = inbox.filter((posted) => !posted.queued);
  const due = steering.length > 0 || !done ? steering : inbox.slice(0, 1);
  const messages: Message[] = [];
  const delivered: ((delivered: boolean) => void)[] = [];
  for (const posted of due) {
    inbox.splice(inbox.indexOf(posted), 1);
    const { messages: passed, stop } = await guardMessages(run, posted.messages);
    if (stop) {
      // A guard ends the run; what it has let in before is kept.
      posted.settle(false);
      await enter(run, messages, delivered);
      throw stop;
    }
    messages.push(...passed);
    delivered.push(posted.settle);
  }
  return enter(run, messages, delivered);
}

async function enter(
  run: ActiveRun,
  messages: readonly Message[],
  delivered: readonly ((delivered: boolean) => void)[],
): Promise<boolean> {
  if (messages.length === 0) return false;
  try {
    await run.record({ type: 'input', messages: repairHistory(messages) });
  } finally {
    for (const settle of delivered) settle(true);
  }
  return true;
}
