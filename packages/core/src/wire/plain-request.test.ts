import { describe, expect, it } from 'vitest';
import {
  type Message,
  type ModelRequest,
  plainRequest,
  type PlainRequestOptions,
  type ToolSpec,
} from '../doors/provider.ts';

const tool = (name: string): ToolSpec => ({ name, description: '', inputSchema: { type: 'object' } });
const said = (role: 'user' | 'system', ...texts: string[]): Message => ({
  id: texts.join(''),
  role,
  content: texts.map((text) => ({ type: 'text', text })),
});
const image = { type: 'media', mediaType: 'image/png', data: 'AAAA' } as const;
const calling: Message = {
  id: 'a',
  role: 'assistant',
  content: [
    { type: 'reasoning', text: 'hm' },
    { type: 'text', text: 'Look.' },
    { type: 'tool-call', callId: 'c1', name: 'look', input: { at: 1 }, executor: 'client' },
    { type: 'tool-call', callId: 's1', name: 'web_search', input: {}, executor: 'provider' },
  ],
  origin: { provider: 'acme', model: 'm' },
};
const results: Message = {
  id: 't',
  role: 'tool',
  content: [
    {
      type: 'tool-result',
      callId: 'c1',
      name: 'look',
      status: 'failed',
      executor: 'client',
      content: [{ type: 'json', value: { no: true } }, image],
    },
  ],
};

function plain(change: Partial<ModelRequest>, options: Partial<PlainRequestOptions> = {}) {
  const request: ModelRequest = {
    model: 'm',
    messages: [said('user', 'Hi')],
    tools: [],
    builtinTools: [],
    toolChoice: 'auto',
    settings: {},
    deltas: true,
    signal: new AbortController().signal,
    ...change,
  };
  return plainRequest(request, {
    provider: 'acme',
    settings: { maxTokens: 'max', stop: (texts) => ({ ends: [...texts] }) },
    takes: ({ mediaType }) => mediaType === 'image/png',
    ...options,
  });
}

describe('plainRequest', () => {
  it('gives a conversation with calls, results and their images', () => {
    const { turns, warnings } = plain({
      messages: [
        said('system', 'Be brief', ' '),
        said('user', 'Look'),
        calling,
        results,
        said('user', 'So?'),
      ],
    });
    expect(turns).toMatchObject([
      { role: 'system', text: 'Be brief\n ' },
      { role: 'user', content: [{ text: 'Look' }] },
      {
        role: 'assistant',
        text: 'Look.',
        reasoning: 'hm',
        calls: [{ id: 'c1', name: 'look', input: { at: 1 } }],
      },
      { role: 'tool', id: 'c1', name: 'look', failed: true },
      { role: 'user', content: [{ text: 'Files of the result of look (call c1):' }, image, { text: 'So?' }] },
    ]);
    expect(turns[3]).toMatchObject({ text: expect.stringContaining('{"no":true}') as string });
    expect(warnings).toEqual([]);
  });

  it('shows thoughts to the model that had them, and to no other', () => {
    const messages = [said('user', '?'), calling, results];
    expect(plain({ model: 'other', messages }).turns[1]).toMatchObject({ reasoning: '' });
    expect(plain({ messages }, { provider: 'other' }).turns[1]).toMatchObject({ reasoning: '' });
  });

  it('says later instructions by the user, leaves out what is blank, and sends something always', () => {
    const { turns } = plain({
      messages: [said('user', 'One'), said('system', 'Be kind'), said('user', ' ', 'Two')],
    });
    expect(turns).toEqual([
      {
        role: 'user',
        content: ['One', '<system>\nBe kind\n</system>', 'Two'].map((text) => ({ type: 'text', text })),
      },
    ]);
    expect(plain({ messages: [said('user', '')] }).turns).toHaveLength(1);
  });

  it('leaves out media that the API does not take, with a warning and words in its place', () => {
    const messages: Message[] = [{ id: 'u', role: 'user', content: [{ ...image, mediaType: 'audio/wav' }] }];
    const { turns, warnings } = plain({ messages });
    expect(warnings).toMatchObject([{ code: 'unsupported-part', details: { mediaType: 'audio/wav' } }]);
    expect(JSON.stringify(turns)).toContain('audio/wav was left out');
  });

  it('calls settings by the names of the API and leaves out others with a warning', () => {
    const settings = {
      maxTokens: 9,
      stop: ['x'],
      seed: 1,
      promptCache: true,
      parallelToolCalls: false,
    } as const;
    const { settings: keys, warnings } = plain({ settings });
    expect(keys).toEqual({ max: 9, ends: ['x'] });
    expect(warnings).toMatchObject([{ code: 'setting-dropped', details: { setting: 'seed' } }]);
    expect(plain({ settings: { stop: [] } }).settings).toEqual({});
    const modelInfo = (id: string) => ({ id, capabilities: { refusedSettings: ['maxTokens'] as const } });
    expect(plain({ settings: { maxTokens: 9 } }, { modelInfo })).toMatchObject({
      settings: {},
      warnings: [{ message: expect.stringContaining('m does not take it') as string }],
    });
  });

  it('offers one tool alone where that must be called, and no choice without tools', () => {
    const tools = [tool('a'), tool('b')];
    const one = plain({ tools, toolChoice: { tool: 'b' } });
    expect([one.tools.map(({ name }) => name), one.toolChoice]).toEqual([['b'], 'required']);
    expect(plain({ toolChoice: 'required' }).toolChoice).toBe('auto');
    expect(plain({ tools, toolChoice: 'none' })).toMatchObject({ tools, toolChoice: 'none' });
  });

  it('leaves out builtin tools with a warning', () => {
    const { warnings } = plain({ builtinTools: [{ type: 'web_search' }] });
    expect(warnings).toMatchObject([{ code: 'builtin-tool-dropped', details: { tool: 'web_search' } }]);
  });
});
