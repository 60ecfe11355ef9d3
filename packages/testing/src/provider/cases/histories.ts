import type { JsonObject, ModelRequest } from '@pegboard/core';
import { check, checkSame } from '../../conformance/check.ts';
import { clockTool, weatherTool } from '../model-request.ts';
import { providerCase } from '../provider-case.ts';
import { assistant, image, pixel, results, system, toolCall, toolResult, user } from '../transcripts.ts';
import { sent } from '../sent-request.ts';

const tools = [weatherTool, clockTool];
const hostile = JSON.parse(
  '{"__proto__":{"x":1},"constructor":{"prototype":null},"ключ 🔑":"значение","":[],"a\\nb":"\\u0000\\u2028","n":1e21}',
) as JsonObject;

export const historyCases = [
  providerCase('a conversation arrives in order', async (bench) => {
    const messages = [system('Be brief'), user('One?'), assistant('Two.'), user('Three?'), user('Four?')];
    const { facts } = await sent(bench, { messages });
    const roles = facts.messages.map(({ role, text }) => `${role}: ${text}`).join(' | ');
    check(
      roles.startsWith('system: Be brief | user: One? | assistant: Two. | user: Three?'),
      `the conversation arrived as ${roles}`,
    );
    check(roles.includes('Four?'), 'both of two user messages in a row must arrive');
  }),
  providerCase('a system message in the middle arrives', async (bench) => {
    const { facts } = await sent(bench, {
      messages: [user('One?'), assistant('Two.'), system('Be kind'), user('Three?')],
    });
    check(
      facts.messages.some(({ text }) => text.includes('Be kind')),
      'the text of the system message should arrive',
    );
    // Where the API takes them only behind a user message, or only as a user's words, it may stand beside the question.
    const question = facts.messages.findLast(({ role }) => role === 'user');
    check(question?.text.endsWith('Three?'), 'the question should be the last that the user says');
  }),
  providerCase('several text parts all arrive', async (bench) => {
    const { facts } = await sent(bench, {
      messages: [system('A'), user('one ', 'two'), assistant('three ', 'four'), user('five')],
    });
    const text = facts.messages.map((message) => message.text).join('|');
    for (const word of ['one', 'two', 'three', 'four']) check(text.includes(word), `"${word}" should arrive`);
  }),
  providerCase('calls and results arrive in pairs, in order', async (bench) => {
    const messages = [
      user('Weather?'),
      assistant('I look.', toolCall('c1', 'get_weather', { city: 'Rome' }), toolCall('c2', 'clock')),
      results(toolResult('c1', 'get_weather', 'sunny'), toolResult('c2', 'clock', 'noon')),
      assistant('Sunny.'),
      user('Thanks'),
    ];
    const { facts } = await sent(bench, { messages, tools });
    const caller = facts.messages.find(({ calls }) => calls);
    checkSame(
      caller?.calls?.map(({ name, input }) => ({ name, input })),
      [
        { name: 'get_weather', input: { city: 'Rome' } },
        { name: 'clock', input: {} },
      ],
      'the calls',
    );
    checkSame(caller?.text, 'I look.', 'the text beside the calls');
    const answers = facts.messages.filter(({ role }) => role === 'tool');
    checkSame(
      answers.map(({ text }) => text),
      ['sunny', 'noon'],
      'the results',
    );
    checkSame(
      answers.map(({ callId }) => callId),
      caller?.calls?.map(({ callId }) => callId),
      'the ids of the results',
    );
  }),
  providerCase('a tool turn at the end of the conversation is valid', async (bench) => {
    const messages = [
      user('?'),
      assistant(toolCall('c1', 'clock')),
      results(toolResult('c1', 'clock', 'noon')),
    ];
    const { facts } = await sent(bench, { messages, tools });
    checkSame(facts.messages.at(-1)?.text, 'noon', 'the last message');
  }),
  providerCase('a conversation with calls is valid without tools', async (bench) => {
    await sent(bench, {
      messages: [
        user('?'),
        assistant(toolCall('c1', 'clock')),
        results(toolResult('c1', 'clock', 'noon')),
        user('So?'),
      ],
    });
  }),
  providerCase('arguments with odd keys arrive unharmed', async (bench) => {
    const messages = [
      user('?'),
      assistant(toolCall('c1', 'clock', hostile)),
      results(toolResult('c1', 'clock', 'ok')),
    ];
    const { facts } = await sent(bench, { messages, tools });
    checkSame(facts.messages.find(({ calls }) => calls)?.calls?.[0]?.input, hostile, 'the input');
    check(!('x' in {}), 'Object.prototype must not be changed');
  }),
  providerCase('any text arrives to the letter', async (bench) => {
    const text = 'Grüße 東京 🙂👩‍👩‍👧 "\\" \n\t \u2028 \u0000 <b>&amp;</b> e\u0301 \u{10FFFF}';
    const { facts } = await sent(bench, { messages: [user(text)] });
    checkSame(facts.messages[0]?.text, text, 'the text');
  }),
  providerCase('half a character does not break the request', async (bench) => {
    const { facts } = await sent(bench, { messages: [user('cut \ud83d here')] });
    check(facts.messages[0]?.text.startsWith('cut '), 'the rest of the text should arrive');
  }),
  providerCase('results of every status arrive with their words', async (bench) => {
    for (const status of ['success', 'failed', 'denied', 'retry', 'interrupted'] as const) {
      const messages = [
        user('?'),
        assistant(toolCall('c1', 'clock')),
        results(toolResult('c1', 'clock', `words ${status}`, status)),
      ];
      const { facts } = await sent(bench, { messages, tools });
      check(
        facts.messages.at(-1)?.text.includes(`words ${status}`),
        `the words of a ${status} result should arrive`,
      );
    }
  }),
  providerCase('a JSON result arrives as JSON', async (bench) => {
    const value = { list: [1, null, 'ä'], nested: { deep: true } };
    const messages = [
      user('?'),
      assistant(toolCall('c1', 'clock')),
      results(toolResult('c1', 'clock', [{ type: 'json', value }])),
    ];
    const { facts } = await sent(bench, { messages, tools });
    checkSame(JSON.parse(facts.messages.at(-1)?.text ?? 'null'), value, 'the result');
  }),
  providerCase('a result of 10 MB arrives whole', async (bench) => {
    const text = 'Größe '.repeat(1_500_000);
    const messages = [
      user('?'),
      assistant(toolCall('c1', 'clock')),
      results(toolResult('c1', 'clock', text)),
    ];
    bench.answer({ blocks: [{ type: 'text', pieces: ['ok'] }] });
    await bench.run(bench.ask({ messages, tools }), { ms: 10_000 });
    check(bench.seen[0]?.facts.messages.at(-1)?.text === text, 'the result should be whole');
  }),
  providerCase('an image arrives, as data and as an address', async (bench) => {
    const address = 'https://example.com/cat.png?size=1&x=%20';
    const asked: string[] = [];
    const resolveMedia: ModelRequest['resolveMedia'] = async (url) => {
      asked.push(url);
      return { mediaType: 'image/png', data: pixel };
    };
    const { text } = await sent(bench, {
      messages: [user('Look', image, { type: 'media', mediaType: 'image/*', url: address })],
      ...(bench.wire.noMediaUrls && { resolveMedia }),
    });
    check(text.includes(pixel), 'the data should be in the request');
    if (!bench.wire.noMediaUrls) return check(text.includes(address), 'the address should be in the request');
    checkSame([...new Set(asked)], [address], 'what resolveMedia was asked for');
    check(text.split(pixel).length === 3, 'the data of both should be in the request');
  }),
  providerCase('media that nobody can fetch is left out with a warning', async (bench) => {
    if (!bench.wire.noMediaUrls) return { skipped: 'the API fetches media itself' };
    bench.answer({ blocks: [{ type: 'text', pieces: ['ok'] }] });
    const media = { type: 'media', mediaType: 'image/png', url: 'https://example.com/cat.png' } as const;
    const { warnings } = await bench.run(bench.ask({ messages: [user('Look', media)] }));
    check(warnings.length > 0, 'there should be a warning');
    checkSame(bench.seen[0]?.facts.messages[0]?.media ?? [], [], 'the media');
    return undefined;
  }),
  providerCase('several images in several messages all arrive', async (bench) => {
    const { facts } = await sent(bench, {
      messages: [user(image, 'two', image), assistant('Yes'), user(image)],
    });
    const found = facts.messages.flatMap(({ media = [] }) => media);
    checkSame(
      found.map(({ mediaType, data }) => ({ mediaType, data })),
      Array.from({ length: 3 }, () => ({ mediaType: 'image/png', data: pixel })),
      'the images',
    );
  }),
  providerCase('a file arrives or is left out with a warning', async (bench) => {
    const data = btoa('%PDF-1.7 test');
    bench.answer({ blocks: [{ type: 'text', pieces: ['ok'] }] });
    const file = { type: 'media', mediaType: 'application/pdf', data, filename: 'a.pdf' } as const;
    const { warnings } = await bench.run(bench.ask({ messages: [user('Read', file)] }));
    check(
      bench.seen[0]?.text.includes(data) || warnings.length > 0,
      'the file should arrive, or a warning say that it did not',
    );
  }),
  providerCase('media that the API may not know makes no invalid request', async (bench) => {
    for (const mediaType of ['audio/wav', 'video/mp4', 'image/tiff', 'application/x-unknown', 'text/plain']) {
      await sent(bench, {
        messages: [user('Look', { type: 'media', mediaType, data: btoa('data'), filename: 'f' })],
      });
    }
  }),
  providerCase('an image in a result arrives', async (bench) => {
    const messages = [
      user('?'),
      assistant(toolCall('c1', 'clock'), toolCall('c2', 'clock')),
      results(
        toolResult('c1', 'clock', [{ type: 'text', text: 'see' }, image]),
        toolResult('c2', 'clock', [image]),
      ),
      user('So?'),
    ];
    const { text, facts } = await sent(bench, { messages, tools });
    check(text.split(pixel).length === 3, 'both images should be in the request');
    check(
      facts.messages.some((message) => message.text.includes('see')),
      'the text beside the image should arrive',
    );
  }),
  providerCase('JSON in a user message arrives', async (bench) => {
    const { text } = await sent(bench, {
      messages: [user('Data:', { type: 'json', value: { answer: [42] } })],
    });
    check(text.includes('answer') && text.includes('42'), 'the value should be in the request');
  }),
];
