import {
  AIMessage,
  HumanMessage,
  mapChatMessagesToStoredMessages,
  mapStoredMessagesToChatMessages,
  RemoveMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import { describe, expect, it } from 'vitest';
import type { Message } from '@pegboard/core';
import { fromLangChainMessages } from './from-lang-chain-messages.ts';
import { toLangChainMessages } from './to-lang-chain-messages.ts';

const call = (callId: string, city: string) => ({
  type: 'tool-call' as const,
  callId,
  name: 'get_weather',
  input: { city },
  executor: 'client' as const,
});
const told = (callId: string, text: string) => ({
  type: 'tool-result' as const,
  callId,
  name: 'get_weather',
  status: 'denied' as const,
  content: [{ type: 'text' as const, text }],
  executor: 'client' as const,
  trust: 'untrusted' as const,
});

const conversation: readonly Message[] = [
  { id: 'a', role: 'system', content: [{ type: 'text', text: 'Be brief' }] },
  {
    id: 'b',
    role: 'user',
    trust: 'untrusted',
    content: [
      { type: 'text', text: 'Where is this?' },
      { type: 'media', mediaType: 'image/png', data: 'iVBORw0=' },
      { type: 'media', mediaType: 'application/pdf', url: 'https://x.example/a.pdf', filename: 'a.pdf' },
    ],
  },
  {
    id: 'c',
    role: 'assistant',
    origin: { provider: 'anthropic', model: 'm' },
    finish: { unified: 'tool-calls', raw: 'tool_use' },
    usage: { inputTokens: 5, outputTokens: 7, totalTokens: 12, cachedInputTokens: 2, reasoningTokens: 3 },
    content: [
      { type: 'reasoning', text: 'Hm', providerData: { 'anthropic.messages': { signature: 's3cr3t' } } },
      { type: 'text', text: 'Let me see' },
      { ...call('1', 'Oslo'), providerData: { 'openai.responses': { id: 'fc_1' } } },
      call('2', 'Rome'),
    ],
  },
  { id: 'd', role: 'tool', content: [told('1', 'rain'), told('2', 'sun')] },
  { id: 'e', role: 'assistant', content: [{ type: 'text', text: 'Rain and sun' }] },
];

describe('to LangChain and back', () => {
  it('nothing is lost, also when LangChain has stored it in between', () => {
    const there = toLangChainMessages(conversation);
    expect(fromLangChainMessages(there)).toEqual(conversation);
    const stored: unknown = JSON.parse(JSON.stringify(mapChatMessagesToStoredMessages(there)));
    expect(fromLangChainMessages(mapStoredMessagesToChatMessages(stored as never))).toEqual(conversation);
  });

  it('the messages are what LangChain programs expect', () => {
    const [system, user, assistant, first, second, last] = toLangChainMessages(conversation);
    expect(system).toMatchObject({ type: 'system', content: 'Be brief' });
    expect(user?.content).toMatchObject([
      { type: 'text', text: 'Where is this?' },
      { type: 'image', data: 'iVBORw0=', mimeType: 'image/png' },
      { type: 'file', url: 'https://x.example/a.pdf', metadata: { filename: 'a.pdf' } },
    ]);
    expect(assistant).toMatchObject({
      type: 'ai',
      text: 'Let me see',
      tool_calls: [
        { id: '1', name: 'get_weather', args: { city: 'Oslo' } },
        { id: '2', name: 'get_weather', args: { city: 'Rome' } },
      ],
      usage_metadata: { input_tokens: 5, output_tokens: 7, input_token_details: { cache_read: 2 } },
      response_metadata: { model_name: 'm', finish_reason: 'tool_use' },
    });
    expect(first).toMatchObject({ type: 'tool', tool_call_id: '1', status: 'error', content: 'rain' });
    expect(second).toMatchObject({ type: 'tool', tool_call_id: '2' });
    expect(last?.content).toBe('Rain and sun');
  });

  it('what was changed there counts, and the opaque state that no longer fits goes', () => {
    const there = toLangChainMessages(conversation);
    const answer = there[2] as AIMessage;
    answer.tool_calls = [{ id: '1', name: 'get_weather', args: { city: 'Bergen' } }];
    expect(fromLangChainMessages([answer])[0]?.content).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: 'Let me see' },
      call('1', 'Bergen'),
    ]);
  });
});

describe('from LangChain', () => {
  it('all the ways in which a conversation is written', () => {
    const read = fromLangChainMessages([
      ['system', 'Be brief'],
      { role: 'user', content: 'Hi' },
      new AIMessage({ content: '', tool_calls: [{ name: 'get_weather', args: { city: 'Oslo' }, id: 'x' }] }),
      new ToolMessage({ content: [{ type: 'text', text: 'rain' }], tool_call_id: 'x' }),
    ]);
    expect(read).toMatchObject([
      { role: 'system', content: [{ text: 'Be brief' }] },
      { role: 'user', content: [{ text: 'Hi' }] },
      { role: 'assistant', content: [call('x', 'Oslo')] },
      {
        role: 'tool',
        content: [{ callId: 'x', name: 'get_weather', status: 'success', content: [{ text: 'rain' }] }],
      },
    ]);
    expect(new Set(read.map(({ id }) => id)).size).toBe(4);
  });

  it.each([
    ['an image_url', { type: 'image_url', image_url: { url: 'https://x.example/a.png' } }],
    ['a plain image_url', { type: 'image_url', image_url: 'https://x.example/a.png' }],
    ['a block with a source type', { type: 'image', source_type: 'url', url: 'https://x.example/a.png' }],
    ['a block', { type: 'image', url: 'https://x.example/a.png' }],
  ])('media: %s', (_, block) => {
    const [message] = fromLangChainMessages([new HumanMessage({ content: [block] as never })]);
    expect(message?.content).toEqual([
      { type: 'media', mediaType: 'image/*', url: 'https://x.example/a.png' },
    ]);
  });

  it('bytes and data URLs as base64', () => {
    const [message] = fromLangChainMessages([
      new HumanMessage({
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0=' } },
          { type: 'audio', source_type: 'base64', mime_type: 'audio/wav', data: 'UklG' },
          { type: 'file', mimeType: 'text/plain', data: new TextEncoder().encode('hi') },
        ] as never,
      }),
    ]);
    expect(message?.content).toEqual([
      { type: 'media', mediaType: 'image/png', data: 'iVBORw0=' },
      { type: 'media', mediaType: 'audio/wav', data: 'UklG' },
      { type: 'media', mediaType: 'text/plain', data: 'aGk=' },
    ]);
  });

  it('the calls and the thinking among the blocks of a vendor are read once', () => {
    const [message] = fromLangChainMessages([
      new AIMessage({
        content: [
          { type: 'thinking', thinking: 'Hm', signature: 's' },
          { type: 'text', text: 'Let me see' },
          { type: 'tool_use', id: 'x', name: 'get_weather', input: { city: 'Oslo' } },
        ],
        tool_calls: [{ id: 'x', name: 'get_weather', args: { city: 'Oslo' } }],
        response_metadata: { model_provider: 'anthropic' },
      }),
    ]);
    expect(message?.content).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: 'Let me see' },
      call('x', 'Oslo'),
    ]);
  });

  it.each([
    ['a file id', new HumanMessage({ content: [{ type: 'file', fileId: 'f_1' }] as never }), /vendor/],
    ['a message that removes another', new RemoveMessage({ id: 'x' }), /type remove/],
  ])('refuses %s', (_, message, words) => {
    expect(() => fromLangChainMessages([new SystemMessage('x'), message])).toThrow(words);
  });
});
