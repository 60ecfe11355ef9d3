// One program, any provider: change one string. `npm start -- --all` plays it against stand-ins of four vendors, offline.
import { isPegboardError } from '@pegboard/core';
import { anthropic } from '@pegboard/provider-anthropic';
import { google } from '@pegboard/provider-google';
import { local } from '@pegboard/provider-local';
import { ollama } from '@pegboard/provider-ollama';
import { openai } from '@pegboard/provider-openai';
import { createPage } from 'example-print';
import { ask } from './ask.ts';

const page = createPage();
const question = 'What are the weather and the time in Oslo?';
const [wanted = process.env['PEGBOARD_MODEL'] ?? 'local/rules'] = process.argv.slice(2);

try {
  if (wanted === '--all') await askAll();
  else await askOne(wanted);
} catch (error) {
  // Such as a key that is missing: its message says what to do.
  if (!isPegboardError(error)) throw error;
  page.note(error.message);
  process.exitCode = 1;
}

async function askOne(model: string): Promise<void> {
  page.title(model);
  page.say('You', question);
  // A provider that is not asked needs no key.
  page.say('Answer', await ask(model, question, [openai(), anthropic(), google(), ollama(), local()]));
  page.note(`Another provider: npm start -- openai/gpt-6-astra. All of them, offline: npm start -- --all`);
}

async function askAll(): Promise<void> {
  const { openStandIns } = await import('./stand-ins.ts');
  await using standIns = await openStandIns();
  const { providers, models } = standIns;
  page.say('You', question);
  for (const model of ['local/rules', ...models]) {
    page.title(model);
    page.say('Answer', await ask(model, question, [...providers, local()]));
  }
}
