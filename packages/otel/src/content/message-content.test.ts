import { describe, expect, it } from 'vitest';
import { Agent } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { otel } from '../otel.ts';
import { type ReceivedSpan } from '../otlp-receiver.test-util.ts';
import { getWeather, named, one, useReceiver } from '../subject.test-util.ts';
import type { OtelOptions } from '../telemetry.ts';

const receiver = useReceiver();

describe('content', () => {
  async function chat(
    capture: OtelOptions['capture'],
    options: OtelOptions = {},
  ): Promise<readonly ReceivedSpan[]> {
    const provider = scriptedProvider([
      { reasoning: 'Hm', text: 'Let me see', calls: [{ name: 'get_weather', input: { city: 'Oslo' } }] },
      'Sunny it is',
    ]);
    const agent = new Agent({
      provider,
      model: 'm',
      instructions: 'Be brief',
      tools: [getWeather],
      hooks: [receiver.hooks({ ...(capture && { capture }), ...options })],
    });
    await agent.run([
      { type: 'text', text: 'Weather?' },
      { type: 'media', mediaType: 'image/png', data: 'c2VjcmV0' },
    ]);
    return receiver.current.spans();
  }

  it('of tools alone', async () => {
    const spans = await chat('tools');
    expect(one(spans, 'execute_tool get_weather').attributes).toMatchObject({
      'gen_ai.tool.call.arguments': '{"city":"Oslo"}',
      'gen_ai.tool.call.result': 'sunny in Oslo',
    });
    for (const span of named(spans, 'chat m'))
      expect(span.attributes).not.toHaveProperty('gen_ai.input.messages');
  });

  it('of messages, in the form of the conventions, without bytes', async () => {
    const spans = await chat('messages');
    const [first, second] = named(spans, 'chat m');
    expect(JSON.parse(String(first?.attributes['gen_ai.input.messages']))).toEqual([
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'Weather?' },
          { type: 'blob', content: '', mime_type: 'image/png', modality: 'image' },
        ],
      },
    ]);
    expect(JSON.parse(String(first?.attributes['gen_ai.output.messages']))).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'Hm' },
          { type: 'text', content: 'Let me see' },
          { type: 'tool_call', id: 'call_1', name: 'get_weather', arguments: '{"city":"Oslo"}' },
        ],
      },
    ]);
    expect(JSON.parse(String(second?.attributes['gen_ai.input.messages']))).toMatchObject([
      { role: 'user' },
      { role: 'assistant', parts: [{}, {}, { type: 'tool_call', arguments: { city: 'Oslo' } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: ['sunny in Oslo'] }] },
    ]);
    expect(first?.attributes).not.toHaveProperty('gen_ai.system_instructions');
  });

  it('of everything', async () => {
    const [first] = named(await chat('all'), 'chat m');
    expect(JSON.parse(String(first?.attributes['gen_ai.system_instructions']))).toEqual([
      { type: 'text', content: 'Be brief' },
    ]);
    expect(JSON.parse(String(first?.attributes['gen_ai.tool.definitions']))).toMatchObject([
      { type: 'function', name: 'get_weather', parameters: { type: 'object' } },
    ]);
  });

  it('is redacted and cut', async () => {
    const spans = await chat('all', {
      redact: (text) => text.replaceAll('Oslo', '[city]'),
      maxContentChars: 9,
    });
    expect(one(spans, 'execute_tool get_weather').attributes).toMatchObject({
      'gen_ai.tool.call.arguments': '{"city":"…',
      'gen_ai.tool.call.result': 'sunny in …',
    });
    for (const { attributes } of spans) expect(JSON.stringify(attributes)).not.toContain('Oslo');
  });

  it('has levels, and no others', () => {
    expect(() => otel({ capture: 'some' as never })).toThrow(/none, tools, messages, all/);
  });
});
