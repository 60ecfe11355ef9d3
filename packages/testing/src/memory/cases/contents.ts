import type { JsonObject, Message } from '@pegboard/core';
import { check, checkSame } from '../../conformance/check.ts';
import { benchOf, idsOf, memoryCase, note, notes } from '../memory-case.ts';

/** Parsed, because a literal cannot have an own key of that name. */
const hostileInput = JSON.parse(
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"":null,"a.b":[[],{}],"deep":{"deep":{"deep":[1,[2,[3]]]}}}',
) as JsonObject;

const everyKind: readonly Message[] = [
  {
    id: 'u1',
    role: 'user',
    content: [
      { type: 'text', text: 'look' },
      { type: 'media', mediaType: 'image/png', data: 'iVBORw0KGgo='.repeat(2000), filename: 'a b.png' },
      { type: 'media', mediaType: 'image/*', url: 'https://example.com/ä?x=1&y=2#z' },
      {
        type: 'json',
        value: { list: [1, 2.5, -3, 0.1, 1e21, 5e-324, true, false, null, ''], empty: {}, none: [] },
      },
    ],
  },
  {
    id: 'a1',
    role: 'assistant',
    content: [
      {
        type: 'reasoning',
        text: 'hm',
        providerData: { 'x.y': { signature: 'c2ln/+==', model: 'm', list: [null] } },
      },
      { type: 'text', text: '' },
      { type: 'tool-call', callId: 'c1', name: 'f', input: hostileInput, executor: 'client' },
      { type: 'tool-call', callId: 'c2', name: 'web_search', input: {}, executor: 'provider' },
      {
        type: 'tool-result',
        callId: 'c2',
        name: 'web_search',
        status: 'success',
        content: [{ type: 'text', text: 'r' }],
        executor: 'provider',
        trust: 'untrusted',
      },
      { type: 'source', url: 'https://example.com', title: 'T', quote: 'q' },
      { type: 'json', value: null },
    ],
    origin: { provider: 'p', model: 'm' },
    finish: { unified: 'tool-calls', raw: 'tool_calls' },
    usage: { inputTokens: 3, outputTokens: 0, raw: { prompt_tokens: 3, nested: [{ a: null }] } },
  },
  {
    id: 't1',
    role: 'tool',
    content: [
      {
        type: 'tool-result',
        callId: 'c1',
        name: 'f',
        status: 'failed',
        content: [
          { type: 'media', mediaType: 'application/pdf', data: 'JVBERi0=' },
          { type: 'json', value: [hostileInput] },
        ],
        executor: 'client',
      },
    ],
  },
];

const texts = [
  'ä € 🙂 👩‍👩‍👧 \u{10FFFF}',
  'line\nbreak\r\n\ttab \u2028 \u2029',
  'nul \u0000 bell \u0007 escape \u001b[31m',
  'a lone \ud83d surrogate and \udc00 another',
  ' leading and trailing  ',
  '"quotes" \'single\' `back` \\ \\n %s $1 ${x}',
  '<script>&amp;</script>',
  'e\u0301 is not \u00e9',
  '2026-01-01T00:00:00Z',
  '123',
  'null',
];

export const contentCases = [
  memoryCase('messages of every kind come back as they were', async ({ append, load }) => {
    await append('t', everyKind);
    const loaded = await load('t');
    for (const [index, message] of everyKind.entries())
      checkSame(loaded[index], message, `message ${message.id}`);
    check(!('polluted' in {}), 'Object.prototype must not be changed by a key __proto__');
  }),
  memoryCase('any text comes back to the letter', async ({ append, load }) => {
    await append(
      't',
      texts.map((text, index) => note(`m${index}`, text)),
    );
    const loaded = await load('t');
    for (const [index, text] of texts.entries())
      checkSame(loaded[index], note(`m${index}`, text), 'the text');
  }),
  memoryCase('a message of 1 MB comes back whole', async ({ append, load }) => {
    const text = 'Größe 🙂 '.repeat(100_000);
    await append('t', [note('m', text)]);
    checkSame(await load('t'), [note('m', text)], 'the message');
  }),
  memoryCase('a large thread keeps all messages in order', async ({ append, load, subject }) => {
    const all = notes('m', subject.large ?? 1000);
    for (let at = 0; at < all.length; at += 100) await append('t', all.slice(at, at + 100));
    checkSame(idsOf(await load('t')), idsOf(all), 'the order');
  }),
  memoryCase('what was written is there after a restart', async ({ append, memory, subject }) => {
    if (!subject.reopen) return { skipped: 'no reopen in the options' };
    await append('t', everyKind);
    const again = await subject.reopen(memory);
    await benchOf(again, subject).holds('t', everyKind, 'the thread after the restart');
    await benchOf(again, subject).append('t', [...everyKind, note('later')]);
    check(
      (await benchOf(again, subject).load('t')).length === everyKind.length + 1,
      'ids must be known after a restart',
    );
  }),
];
