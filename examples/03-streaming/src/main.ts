// All of a run as it happens: text, arguments while they are written, progress of a tool while it works.
import { Agent } from '@pegboard/core';
import { local } from '@pegboard/provider-local';
import { createPage } from 'example-print';
import { showEvents } from './show-events.ts';
import { printCards, writePostcard } from './tools.ts';

const page = createPage();
const agent = new Agent({
  provider: local({ delayMs: page.isInteractive ? 40 : 0 }), // slow enough to watch
  model: 'rules',
  tools: [writePostcard, printCards],
});

page.title('Every event');
const request =
  'Write a postcard to Ada with the message "Greetings from Lisbon: the trams are yellow, the tiles are blue, and the hills are steeper than they look on the map." Then print 3 copies.';
page.say('You', request);
const run = agent.stream(request);
await showEvents(run, page);
const { turns, usage } = await run.result;
page.note(`${turns} turns, about ${usage.totalTokens} tokens.`);

page.title('Only the text');
const question = 'Print 2 copies.';
page.say('You', question);
const answer = page.open('Answer');
for await (const piece of agent.stream(question).text) answer.push(piece);
answer.end();

page.title('A callback');
page.say('You', question);
let pieces = 0;
const { text } = await agent.run(question, { onText: () => void (pieces += 1) });
page.note(`${pieces} pieces made "${text}"`);

page.title('Leaving early');
const short = agent.stream(question);
for await (const event of short) if (event.type === 'tool-progress') break; // this aborts the run
page.note(`After break: ${(await short.result).status}.`);
