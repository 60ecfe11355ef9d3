// Tools of named services. What you fix in the options is yours: the model is not shown it and cannot change it.
import { Agent, type AgentEvent } from '@pegboard/core';
import { braveSearch, openMeteoWeather, slackPost, wikipedia } from '@pegboard/common-tools';
import { scriptedProvider } from '@pegboard/testing';
import { createPage } from 'example-print';
import { brief } from './brief.ts';
import { offline } from './offline-services.ts';

const page = createPage();
const onEvent = (event: AgentEvent): void => page.event(brief(event));
const fetch = offline; // leave it out, and the services themselves are asked

const weather = openMeteoWeather({ fetch, days: 2 });
const tools = [
  weather,
  wikipedia({ fetch, maxResults: 1 }),
  braveSearch({ fetch, apiKey: 'your-key' }), // or BRAVE_API_KEY
  slackPost({ fetch, apiKey: 'your-token', channel: '#winter' }), // or SLACK_BOT_TOKEN
];

page.title('What the model is shown');
page.note(
  `Parameters of open_meteo_weather: ${Object.keys(weather.inputSchema.properties ?? {}).join(', ')}. Days are fixed.`,
);

// A model that has its lines written down: it calls the tools, one of which is at its limit, and posts what it found.
const provider = scriptedProvider([
  {
    calls: [
      { name: 'open_meteo_weather', args: { place: 'Oslo, Norway' } },
      { name: 'wikipedia', args: { query: 'pegboard' } },
      { name: 'brave_search', args: { query: 'snow tyres rule Norway' } },
    ],
  },
  { calls: [{ name: 'slack_post', args: { text: 'Snow in Oslo today: take the train.' } }] },
  'It snows in Oslo. I have told #winter.',
]);

page.title('A run');
const agent = new Agent({ provider, model: 'scripted', tools });
const paused = await agent.run('Tell the team about the weather in Oslo', { onEvent });

page.title('Posting waits for a person');
const [wish] = paused.pending;
page.note(`${wish?.name} wants to run: ${JSON.stringify(wish?.input)}`);
const done = await agent.resume(paused.state, {
  approvals: Object.fromEntries(paused.pending.approvals.map(({ callId }) => [callId, true])),
  onEvent,
});

page.title('And for your program');
page.note(`Brave said: ${done.calls.last('brave_search')?.error}`);
page.note(`Slack keeps the message as ${JSON.stringify(done.calls.lastResult('slack_post'))}.`);
