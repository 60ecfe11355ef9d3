import { expect, it } from 'vitest';
import { ollama, type OllamaOptions } from './index.ts';
import {
  assistant,
  done,
  host,
  results,
  run,
  streams,
  toolCall,
  toolResult,
  user,
} from './loopback.test-util.ts';

const long = 'The quick brown fox. '.repeat(2000); // 42,000 characters: about 9,000 tokens
const question = [user(long)];

const warned = async (
  counted: number | undefined,
  options: OllamaOptions = {},
  change: Parameters<typeof run>[1] = { messages: question },
): Promise<unknown[]> => {
  const counters = counted === undefined ? {} : { prompt_eval_count: counted };
  const { baseURL } = await host(streams(done(counters)));
  const { warnings } = await run(ollama({ baseURL, ...options }), change);
  return warnings.map(({ code, details }) => [code, details]);
};

it('a count far below what the messages come to is a prompt that was cut', async () => {
  expect(await warned(4096)).toEqual([['prompt-truncated', { estimatedTokens: 7000, promptTokens: 4096 }]]);
});

it('a context that cannot hold the messages has cut them, whatever was counted', async () => {
  for (const counted of [undefined, 2, 2048]) {
    expect(await warned(counted, { numCtx: 2048 })).toMatchObject([['prompt-truncated', { numCtx: 2048 }]]);
  }
  const providerOptions = { ollama: { options: { num_ctx: 1024 } } };
  expect(await warned(2, { numCtx: 16_384 }, { messages: question, providerOptions })).toMatchObject([
    ['prompt-truncated', { numCtx: 1024 }],
  ]);
});

it('a fitting count, none, or the low one of a cached prompt says nothing', async () => {
  for (const counted of [9000, 7000, undefined, 30]) expect(await warned(counted)).toEqual([]);
  expect(await warned(9000, { numCtx: 16_384 })).toEqual([]);
});

it('calls and results count, thoughts and images do not', async () => {
  const talk = [
    user('?'),
    assistant([toolCall('c', 'f', { text: long })]),
    results(toolResult('c', 'f', long)),
  ];
  expect(await warned(8000, {}, { messages: talk })).toHaveLength(1);
  const silent = [
    user('?', { type: 'media', mediaType: 'image/png', data: `iVBORw0KGgo${'A'.repeat(100_001)}` }),
    assistant([
      { type: 'reasoning', text: long },
      { type: 'text', text: 'x' },
    ]),
    user('So?'),
  ];
  expect(await warned(2000, {}, { messages: silent })).toEqual([]);
});
