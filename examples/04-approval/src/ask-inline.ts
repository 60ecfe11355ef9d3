import { createInterface } from 'node:readline/promises';
import type { ApprovalDecision, PendingCall } from '@pegboard/core';
import type { Page } from 'example-print';
import { agent } from './agent.ts';

/** The run waits while a person decides. */
export async function askInline(page: Page): Promise<void> {
  page.title('Asked at once');
  const request = 'Delete "old.log", ".env.local" and "notes.txt".';
  page.say('You', request);
  await agent.run(request, {
    toolExecution: 'sequential', // so that nothing is printed into the question
    onEvent: page.event,
    onApproval: (call) => (page.isInteractive ? askPerson(call) : scripted(call, page)),
  });
}

async function askPerson({ name, input, reason }: PendingCall): Promise<ApprovalDecision> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const why = reason === undefined ? '' : ` (${reason})`;
    const answer = await terminal.question(`\n  May I run ${name} ${JSON.stringify(input)}?${why} [y/N] `);
    return /^y(es)?$/i.test(answer.trim()) || { deny: 'The person at the terminal said no.' };
  } finally {
    terminal.close();
  }
}

/** Where nobody can answer: in CI, in a pipe. */
function scripted({ name }: PendingCall, page: Page): ApprovalDecision {
  page.note(`Nobody is at the terminal, so this script says no to ${name}.`);
  return { deny: 'Secrets stay where they are.' };
}
