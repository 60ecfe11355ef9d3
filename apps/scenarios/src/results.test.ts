import { image, result, text } from '@pegboard/core';
import { expect } from 'vitest';
import { answer, call, say } from './lib/answers.ts';
import { blue, red } from './lib/pictures.ts';
import { broken, clock, giving, shot } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

const album = giving('album', result('pictures', { content: [blue, red] }));

scenario('results with images beside one without', async ({ agent, script, run }) => {
  script(
    answer(call('c1', 'shot', {}), call('c2', 'clock', {}), call('c3', 'album', {})),
    answer(call('c4', 'shot', {})),
    answer(say('Three pictures, four times.')),
  );
  const { status } = await run(agent({ tools: [shot, album, clock] }), 'Show me everything.');
  expect(status).toBe('done');
});

const facts = { list: [1, null, 'ä'], deep: { 'odd key': true }, empty: {} };

scenario(
  'results that are JSON: an object, a list, a number, nothing',
  async ({ agent, script, run, host }) => {
    const tools = [
      giving('facts', facts),
      giving('list', [1, 'two']),
      giving('number', 42),
      giving('nothing', undefined),
    ];
    script(answer(...tools.map(({ name }) => call(`c_${name}`, name, {}))), answer(say('Read.')));
    await run(agent({ tools }), 'Read them.');
    const told = host.seen[1]?.facts.messages.filter(({ role }) => role === 'tool') ?? [];
    expect(told.slice(0, 3).map((message) => JSON.parse(message.text) as unknown)).toEqual([
      facts,
      [1, 'two'],
      42,
    ]);
    expect(told).toHaveLength(4);
  },
);

scenario('a result with an error flag', async ({ agent, script, run, host, transport }) => {
  script(answer(call('c1', 'broken', {})), answer(say('It failed.')));
  await run(agent({ tools: [broken] }), 'Try.');
  if (transport.wire.codec === 'anthropic.messages') expect(host.seen[1]?.text).toContain('"is_error":true');
  if (transport.wire.codec === 'google.generate-content') expect(host.seen[1]?.text).toContain('"error":');
});

scenario('a result of a megabyte', async ({ agent, script, run, host }) => {
  const long = 'Größe '.repeat(1_048_576 / 7);
  const tools = [{ ...giving('long', long), maxResultChars: false } as const];
  script(answer(call('c1', 'long', {})), answer(say('Long.')));
  await run(agent({ tools }), 'Read it.');
  expect(host.seen[1]?.facts.messages.at(-1)?.text.length).toBe(long.length);
});

const byAddress = image('https://example.com/cat.png?x=%20');

scenario(
  'a result with the address of an image',
  async ({ agent, script, run }) => {
    script(answer(call('c1', 'found', {})), answer(say('A cat.')));
    const found = giving('found', result('a cat', { content: [text('Found'), byAddress] }));
    await run(agent({ tools: [found] }), 'Find a cat.');
  },
  { where: ({ wire }) => !wire.noMediaUrls },
);

scenario(
  'addresses of images, for an API that takes data only',
  async ({ agent, script, run, host }) => {
    const asked: string[] = [];
    const viewer = agent({
      tools: [giving('found', result('a cat', { content: [text('Found'), byAddress] }))],
      resolveMedia: async (url) => {
        asked.push(url);
        return { mediaType: red.mediaType, data: red.data ?? '' };
      },
    });
    script(answer(call('c1', 'found', {})), answer(say('Two cats.')));
    await run(viewer, [text('Find a cat like this:'), byAddress]);
    expect(new Set(asked)).toEqual(new Set([byAddress.url]));
    const media = host.seen[1]?.facts.messages.flatMap((message) => message.media ?? []);
    expect(media?.map(({ data }) => data)).toEqual([red.data, red.data]);
  },
  { holds: false, where: ({ wire }) => wire.noMediaUrls === true },
);
