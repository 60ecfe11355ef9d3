// Tools that the provider runs itself, tools of its design that you run, and one search for all of them.
import { Agent, isPegboardError } from '@pegboard/core';
import { adaptive, imageGeneration, memory, webSearch } from '@pegboard/builtin-tools';
import { braveSearch } from '@pegboard/common-tools';
import { anthropic } from '@pegboard/provider-anthropic';
import { openaiCompatible } from '@pegboard/provider-openai';
import { createPage } from 'example-print';
import { calls, host, notes, searched, searchService } from './hosts.ts';

const page = createPage();
const apiKey = 'your-key'; // without `fetch` and with a key of yours, the same program asks the real hosts
const question = 'When did workshops get pegboards?';

page.title('The provider searches');
const anthropicHost = host(searched);
const claude = { provider: anthropic({ apiKey, fetch: anthropicHost.fetch }), model: 'claude-sonnet-5-5' };
const { text, messages } = await new Agent({ ...claude, builtinTools: [webSearch({ maxUses: 2 })] }).run(
  question,
);
page.say('Claude', text);
for (const part of messages.flatMap(({ content }) => content)) {
  if (part.type === 'tool-call')
    page.note(`${part.executor} ran ${part.name}: ${JSON.stringify(part.input)}`);
  if (part.type === 'source') page.note(`Source: ${part.title}, ${part.url}: "${part.quote}"`);
}

page.title('What a provider lacks is told before anything runs');
const painter = (): Agent => new Agent({ ...claude, builtinTools: [imageGeneration()] });
try {
  painter();
} catch (error) {
  page.note(isPegboardError(error) ? error.message : 'Something else went wrong.');
}

page.title('One search, whoever answers');
const search = adaptive.webSearch({ local: braveSearch({ apiKey, fetch: searchService }), maxUses: 2 });
await new Agent({ ...claude, tools: [search] }).run(question);
page.note(`Anthropic was told of: ${anthropicHost.tools()}`);
const smallHost = host(...calls);
const provider = openaiCompatible({
  name: 'small',
  baseURL: 'https://small.example/v1',
  fetch: smallHost.fetch,
});
const answer = await new Agent({ provider, model: 'small-model', tools: [search] }).run(question);
page.note(`A host without a search of its own was told of: ${smallHost.tools()}`);
page.note(
  `Your tool was called ${answer.calls.count('web_search')} time: ${JSON.stringify(answer.calls.last('web_search')?.input)}`,
);

page.title('A tool of Anthropic’s design that you run');
const files = new Map<string, string>();
const memories = memory({
  execute: (command) => {
    if (command.command === 'create') files.set(command.path, command.file_text);
    return command.command === 'view' ? [...files.keys()].join('\n') || 'It is empty.' : 'Done.';
  },
});
const memoryHost = host(...notes);
const keeper = { provider: anthropic({ apiKey, fetch: memoryHost.fetch }), model: 'claude-sonnet-5-5' };
const noted = await new Agent({ ...keeper, tools: [memories] }).run(
  'Remember where Ana hangs her saws: on the left',
);
page.say('Claude', noted.text);
page.note(
  `Told of: ${memoryHost.tools()}. Its notes: ${[...files].map((file) => file.join(': ')).join('; ')}`,
);
