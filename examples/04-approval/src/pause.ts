import { writeFile } from 'node:fs/promises';
import type { Page } from 'example-print';
import { agent } from './agent.ts';

/** Without `onApproval` the run stops where it is, as plain JSON. */
export async function pause(file: string, page: Page): Promise<void> {
  page.title('Paused');
  const request =
    'Send a mail to bob@example.org with the subject "Party", empty the trash, and delete the path ".env.local".';
  page.say('You', request);
  const { status, pending, state } = await agent.run(request, { onEvent: page.event });
  await writeFile(file, JSON.stringify(state));
  page.note(`The run is ${status} until somebody decides on ${pending.length} calls; its state is a file.`);
}
