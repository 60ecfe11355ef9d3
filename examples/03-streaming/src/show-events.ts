import type { AgentEvent, JsonValue } from '@pegboard/core';
import type { Page } from 'example-print';

/** The message of a postcard appears while the model still writes the call's arguments. */
export async function showEvents(events: AsyncIterable<AgentEvent>, page: Page): Promise<void> {
  let draft: ReturnType<Page['open']> | undefined;
  let shown = 0;
  for await (const event of events) {
    if (event.type !== 'tool-call-delta') {
      draft?.end();
      draft = undefined;
      page.event(event); // 'text', 'tool-start', 'tool-progress', 'tool-result' and the others
      continue;
    }
    const message = messageOf(event.partialInput); // what can be seen so far, of JSON that is still open
    if (message === undefined) continue;
    draft ??= page.open('The card, while it is written');
    draft.push(message.slice(shown));
    shown = message.length;
  }
}

function messageOf(input: JsonValue | undefined): string | undefined {
  const { message } = Object(input) as { message?: unknown };
  return typeof message === 'string' ? message : undefined;
}
