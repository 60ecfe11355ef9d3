// A tool is a name, a description, a schema and a function. The schema checks what the model writes; the function gets it typed.
import { Agent } from '@pegboard/core';
import { local } from '@pegboard/provider-local';
import { createPage } from 'example-print';
import { echo } from './echo.ts';
import { checkOrder, createTicket, searchKb } from './support-tools.ts';

const page = createPage();
const model = { provider: local(), model: 'rules' }; // fixed rules in place of a language model

page.title('The smallest tool');
const parrot = new Agent({ ...model, tools: [echo], limits: { turns: 3 } });
page.say('You', 'Echo "Hello, world!"');
await parrot.run('Echo "Hello, world!"', { onEvent: page.event });

page.title('A support desk');
const support = new Agent({
  ...model,
  instructions: 'You help the customers of a web shop. Look things up before you answer.',
  tools: [searchKb, checkOrder, createTicket],
  limits: { turns: 5 },
});
const questions = [
  'Hi, I ordered something last week (order #12345) and have not received it yet. Can you help?',
  'Is there an article in your knowledge base on "password" problems?',
  'Where is order #99999?',
  'Create a ticket for ana@example.com with subject "Parcel is late", description "It was due last week" and high priority.',
];
const session = support.session();
for (const question of questions) {
  page.say('Customer', question);
  await session.run(question, { onEvent: page.event });
}

// What your program needs to know, it reads from the calls, not from the answer's text.
const ticket = session.calls.last('create_ticket');
page.note(
  `${session.calls.count()} calls. The ticket's record: ${JSON.stringify(ticket?.result)}, and beside it, never shown to the model: ${JSON.stringify(ticket?.metadata)}.`,
);
