import { readFile } from 'node:fs/promises';
import type { ApprovalDecision, CallRecord, RunState } from '@pegboard/core';
import type { Page } from 'example-print';
import { agent } from './agent.ts';

/** Tomorrow, in another process: all that is left of the run is the file. */
export async function resume(file: string, page: Page): Promise<void> {
  page.title('Resumed');
  const state = JSON.parse(await readFile(file, 'utf8')) as RunState; // written by `pause`, nobody else
  const waiting = state.calls.filter((call) => call.waitsFor === 'approval');
  const approvals = Object.fromEntries(waiting.map((call) => [call.callId, decide(call)]));
  const lines = waiting.map(({ callId, name }) => `${name}: ${JSON.stringify(approvals[callId])}`);
  page.say('Decided', lines.join('\n'));
  await agent.resume(state, { approvals, onEvent: page.event });
}

/** Yes; yes, but with another subject, which is validated like any other input; no, with a reason. */
function decide({ name, input }: CallRecord): ApprovalDecision {
  if (name === 'empty_trash') return true;
  if (name === 'send_mail') return { approve: true, input: { ...input, subject: 'Party on Friday' } };
  return { deny: 'Ask the security team first.' };
}
