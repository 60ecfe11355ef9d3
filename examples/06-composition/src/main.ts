// Tools made of tools. Each inner call lives the full life of a call: validated, approved, run, recorded, seen in the events.
import { Agent } from '@pegboard/core';
import { local } from '@pegboard/provider-local';
import { createPage } from 'example-print';
import { askGuide } from './guide.ts';
import { cityOverview, exchangeRate, ticketPrice, tripWeather } from './composed.ts';

const page = createPage();
const agent = new Agent({
  provider: local(),
  model: 'rules',
  tools: [tripWeather, cityOverview, ticketPrice, exchangeRate, askGuide],
});

const questions = {
  'pipe and mapReduce': 'What is the weather on the "Nordic" trip?',
  parallel: 'Give me an overview of Oslo.',
  branch: 'What is the price of a ticket for 350 or 8406 km?',
  fallbackTool: 'What is the exchange rate of EUR?',
  'An agent as a tool': 'Ask the guide: "What is there to see in Oslo and Tokyo?"',
};
for (const [title, question] of Object.entries(questions)) {
  page.title(title);
  page.say('You', question);
  const { usage, status } = await agent.run(question, { onEvent: page.event });
  if (status !== 'done') process.exitCode = 1;
  // The inner agent's tokens are counted here too.
  if (title === 'An agent as a tool') page.note(`About ${usage.totalTokens} tokens, the guide's included.`);
}
