// An agent that searches the web, reads what it found and saves notes. Here the web is a server on this machine and the model a script;
// the tools are the real ones. One of the pages tries to talk the model into sending the notes away.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searxngSearch } from '@pegboard/common-tools';
import { Agent } from '@pegboard/core';
import { toolbox } from '@pegboard/toolbox';
import { createPage } from 'example-print';
import { researcher } from './researcher.ts';
import { startSmallWeb } from './small-web.ts';

const page = createPage();
await using web = await startSmallWeb();
const root = await mkdtemp(join(tmpdir(), 'pegboard-research-'));

const agent = new Agent({
  provider: researcher(),
  model: 'scripted',
  instructions: 'You research questions on the web and save what you find, with sources.',
  tools: toolbox({
    root,
    search: searxngSearch({ baseURL: web.url }), // or duckduckgoSearch(), tavilySearch() …
    allowHosts: [web.host], // without it only public hosts can be reached
    only: ['web_search', 'fetch_page', 'http_request', 'read_file', 'write_file'],
  }),
});

page.title('Research');
const question = 'How far does a tern fly in a year? Save notes with sources.';
page.say('You', question);
const result = await agent.run(question, {
  onEvent: page.event,
  // Nobody needs to approve reading. Sending something out does need it, once pages of strangers have been read.
  onApproval: ({ name, reason }) => {
    page.note(`Somebody has to decide on ${name}. ${reason} This script says no.`);
    return { deny: 'Notes stay here.' };
  },
});

page.title('What is there now');
page.say('notes/terns.md', await readFile(join(root, 'notes/terns.md'), 'utf8'));
page.note(`${result.calls.count()} calls; http_request was ${result.calls.last('http_request')?.status}.`);
await rm(root, { recursive: true });
