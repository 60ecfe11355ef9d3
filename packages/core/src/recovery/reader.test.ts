import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readToolCalls } from './read-tool-calls.ts';
import { createToolCallReader, type ToolCallReading } from './reader.ts';

const tools = [
  {
    name: 'get_weather',
    inputSchema: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer' }, unit: { enum: ['c', 'f'] } },
      required: ['city'],
    },
  },
  { name: 'now', inputSchema: { type: 'object', properties: {} } },
  {
    name: 'write_note',
    inputSchema: {
      type: 'object',
      properties: {
        title: { type: 'string' },
        body: { type: 'string' },
        tags: { type: 'array', items: { type: 'string' } },
      },
      required: ['title', 'body'],
    },
  },
] as const;

const read = (text: string, finish?: 'length' | 'stop'): ToolCallReading =>
  readToolCalls(text, { tools, ...(finish && { finish }) });
const calls = (text: string): unknown[] => read(text).calls.map(({ name, input }) => [name, input]);
const paris = [['get_weather', { city: 'Paris' }]];

/** One text per dialect, each a call of get_weather for Paris. */
const dialectTexts: readonly (readonly [dialect: string, text: string])[] = [
  ['marker', 'TOOL_CALL: {"tool_name": "get_weather", "parameters": {"city": "Paris"}}'],
  ['marker with other keys', 'TOOL_CALL: {"tool": "get_weather", "args": {"city": "Paris"}}'],
  ['marker and fence', 'TOOL_CALL:\n```json\n{"name": "get_weather", "arguments": {"city": "Paris"}}\n```'],
  [
    'bare OpenAI',
    '{"type": "function", "function": {"name": "get_weather", "arguments": "{\\"city\\": \\"Paris\\"}"}}',
  ],
  [
    'bare OpenAI list',
    '{"tool_calls": [{"id": "1", "type": "function", "function": {"name": "get_weather", "arguments": "{\\"city\\": \\"Paris\\"}"}}]}',
  ],
  [
    'bare Anthropic',
    '{"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"city": "Paris"}}',
  ],
  ['bare Gemini', '{"functionCall": {"name": "get_weather", "args": {"city": "Paris"}}}'],
  ['bare Llama 3', '{"name": "get_weather", "parameters": {"city": "Paris"}}'],
  ['bare array', '[{"name": "get_weather", "arguments": {"city": "Paris"}}]'],
  ['fenced JSON', '```json\n{"name": "get_weather", "arguments": {"city": "Paris"}}\n```'],
  ['tool_code', '```tool_code\nprint(get_weather(city="Paris"))\n```'],
  ['Hermes', '<tool_call>\n{"name": "get_weather", "arguments": {"city": "Paris"}}\n</tool_call>'],
  [
    'Qwen3-Coder',
    '<tool_call>\n<function=get_weather>\n<parameter=city>\nParis\n</parameter>\n</function>\n</tool_call>',
  ],
  ['GLM', '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Paris</arg_value>\n</tool_call>'],
  ['Mistral list', '[TOOL_CALLS][{"name": "get_weather", "arguments": {"city": "Paris"}}]'],
  ['Mistral named', '[TOOL_CALLS]get_weather[ARGS]{"city": "Paris"}'],
  ['Mistral with id', '[TOOL_CALLS]get_weather[CALL_ID]abc123[ARGS]{"city": "Paris"}'],
  ['Mistral short', '[TOOL_CALLS]get_weather{"city": "Paris"}'],
  ['Llama function tag', '<function=get_weather>{"city": "Paris"}</function>'],
  ['Llama python tag', '<|python_tag|>{"name": "get_weather", "parameters": {"city": "Paris"}}<|eom_id|>'],
  ['Llama 4', '<|python_start|>[get_weather(city="Paris")]<|python_end|>'],
  ['Pythonic list', '[get_weather(city="Paris")]'],
  [
    'DeepSeek V3',
    '<\uff5ctool\u2581calls\u2581begin\uff5c><\uff5ctool\u2581call\u2581begin\uff5c>function<\uff5ctool\u2581sep\uff5c>get_weather\n```json\n{"city": "Paris"}\n```<\uff5ctool\u2581call\u2581end\uff5c><\uff5ctool\u2581calls\u2581end\uff5c>',
  ],
  [
    'DeepSeek V3.1',
    '<\uff5ctool\u2581calls\u2581begin\uff5c><\uff5ctool\u2581call\u2581begin\uff5c>get_weather<\uff5ctool\u2581sep\uff5c>{"city": "Paris"}<\uff5ctool\u2581call\u2581end\uff5c><\uff5ctool\u2581calls\u2581end\uff5c>',
  ],
  [
    'DSML',
    '<\uff5cDSML\uff5cfunction_calls>\n<\uff5cDSML\uff5cinvoke name="get_weather">\n<\uff5cDSML\uff5cparameter name="city" string="true">Paris</\uff5cDSML\uff5cparameter>\n</\uff5cDSML\uff5cinvoke>\n</\uff5cDSML\uff5cfunction_calls>',
  ],
  [
    'Kimi',
    '<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0<|tool_call_argument_begin|>{"city": "Paris"}<|tool_call_end|><|tool_calls_section_end|>',
  ],
  ['MiniMax M1', '<tool_calls>\n{"name": "get_weather", "arguments": {"city": "Paris"}}\n</tool_calls>'],
  [
    'MiniMax M2',
    '<minimax:tool_call>\n<invoke name="get_weather">\n<parameter name="city">Paris</parameter>\n</invoke>\n</minimax:tool_call>',
  ],
  [
    'invoke block',
    '<function_calls>\n<invoke name="get_weather">\n<parameter name="city">Paris</parameter>\n</invoke>\n</function_calls>',
  ],
  ['invoke alone', '<invoke name="get_weather"><parameter name="city">Paris</parameter></invoke>'],
  [
    'Harmony',
    '<|channel|>analysis<|message|>Need weather.<|end|><|start|>assistant<|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>{"city": "Paris"}<|call|>',
  ],
  ['FunctionGemma', '<start_function_call>call:get_weather{city:<escape>Paris<escape>}<end_function_call>'],
  ['Granite', '<|tool_call|>[{"name": "get_weather", "arguments": {"city": "Paris"}}]'],
  [
    'Command A',
    '<|START_ACTION|>[{"tool_call_id": "0", "tool_name": "get_weather", "parameters": {"city": "Paris"}}]<|END_ACTION|>',
  ],
  ['Command R', 'Action: ```json\n[{"tool_name": "get_weather", "parameters": {"city": "Paris"}}]\n```'],
  ['ReAct', 'Thought: I need the weather.\nAction: get_weather\nAction Input: {"city": "Paris"}'],
  ['LFM2', '<|tool_call_start|>[get_weather(city="Paris")]<|tool_call_end|>'],
  ['functools', 'functools[{"name": "get_weather", "arguments": {"city": "Paris"}}]'],
];

describe('readToolCalls', () => {
  it.each(dialectTexts)('reads a call in the dialect %s', (_, text) => {
    const reading = read(text);
    expect(reading).toMatchObject({ outcome: 'calls' });
    expect(reading.calls.map(({ name, input }) => [name, input])).toEqual(paris);
    expect(reading.text.replace('Thought: I need the weather.', '')).toBe('');
  });

  it.each(dialectTexts)(
    'gives the same reading of the dialect %s whole, in single characters and in random pieces',
    (_, text) => {
      const whole = read(`Let me look.\n${text}`);
      const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 60 });
      fc.assert(
        fc.property(cuts, (sizes) => {
          const reader = createToolCallReader({ tools });
          let shown = '';
          let rest = `Let me look.\n${text}`;
          for (let turn = 0; rest !== ''; turn++) {
            const size = sizes[turn % sizes.length] ?? 1;
            shown += reader.push(rest.slice(0, size));
            rest = rest.slice(size);
          }
          const reading = reader.end();
          expect(reading).toEqual(whole);
          expect(reading.text.startsWith(shown)).toBe(true);
        }),
        { numRuns: 30 },
      );
      const reader = createToolCallReader({ tools });
      for (const character of `Let me look.\n${text}`) reader.push(character);
      expect(reader.end()).toEqual(whole);
    },
  );

  it('keeps the text around calls and nothing of the calls', () => {
    const reading = read(
      'I will check.\n<tool_call>{"name": "now", "arguments": {}}</tool_call>\nOne moment.',
    );
    expect(reading.text).toBe('I will check.\nOne moment.');
    expect(reading.calls).toHaveLength(1);
  });

  it('splits reasoning off, and reads no call in it', () => {
    const reading = read(
      '<think>Maybe <tool_call>{"name": "now", "arguments": {}}</tool_call></think>\n\nHello.',
    );
    expect(reading).toMatchObject({ outcome: 'none', text: 'Hello.' });
    expect(reading.reasoning).toContain('Maybe');
  });

  it('takes what stands before a stray end of reasoning for reasoning: it yields no call', () => {
    expect(read('<tool_call>{"name": "now", "arguments": {}}</tool_call></think>Hello').calls).toEqual([]);
  });

  it('reads no call in reasoning that never ends', () => {
    expect(read('<think>\n<tool_call>{"name": "now", "arguments": {}}</tool_call>').outcome).toBe('none');
  });

  it.each([
    ['a code block in a language', '```python\nprint(get_weather(city="Paris"))\n```'],
    [
      'a code block that is talked about',
      'Write it so:\n```json\n{"name": "get_weather", "arguments": {"city": "Paris"}}\n```\nThen the tool answers.',
    ],
    ['inline code', 'The format is `<tool_call>{"name": "now", "arguments": {}}</tool_call>`.'],
    ['a quoted marker', 'Models write "<tool_call>" before a call.'],
    ['a JSON answer', '{"name": "Ada", "born": 1815}'],
    [
      'a JSON answer with arguments of another kind',
      '{"name": "Ada", "arguments": ["a", "b"], "verdict": "guilty"}',
    ],
    ['an inner object of another one', '{"result": {"name": "get_weather", "arguments": {"city": "Paris"}}}'],
    ['an array of numbers', '[1, 2, 3]'],
    ['a Markdown link', '[get_weather](https://example.com) is a tool'],
    ['Action as a word', 'Action: please call me back tomorrow.'],
    ['braces in prose', 'Use {name} and {arguments} as placeholders.'],
  ])('takes %s for text', (_, text) => {
    const reading = read(text);
    expect(reading).toMatchObject({ outcome: 'none', calls: [] });
    expect(reading.text).toBe(text);
  });

  it('refuses an unknown tool and names the nearest', () => {
    const { outcome, error } = read(
      '<tool_call>{"name": "get_wether", "arguments": {"city": "Paris"}}</tool_call>',
    );
    expect(outcome).toBe('error');
    expect(error).toMatchObject({ code: 'unknown_tool' });
    expect(error?.message).toContain('get_weather');
  });

  it('is partial when one call is good and another is not', () => {
    const good = '<tool_call>{"name": "now", "arguments": {}}</tool_call>';
    const bad = '<tool_call>{"name": "get_weather", "arguments": {"days": "many"}}</tool_call>';
    expect(read(`${good}\n${bad}`)).toMatchObject({ outcome: 'partial', calls: [{ name: 'now' }] });
  });

  it('runs nothing of an answer that the token limit cut off', () => {
    const reading = read('<tool_call>{"name": "now", "arguments": {}}</tool_call>', 'length');
    expect(reading).toMatchObject({ outcome: 'error', calls: [], error: { code: 'truncated' } });
  });

  it.each([
    '<tool_call>{"name": "get_weather", "arguments": {"city": "Par',
    '<tool_call>{"name": "get_weather", "arguments": {"city": "Paris"}',
    'TOOL_CALL: {"name": "get_weather", "arguments": {"city": "Paris"',
    '[TOOL_CALLS][{"name": "get_weather", "arguments": {"city": "Paris"}}',
    '<function=get_weather><parameter=city>Par',
    '{"name": "get_weather", "arguments": {"city": "Par',
  ])('calls an unterminated payload truncated: %s', (text) => {
    expect(read(text)).toMatchObject({ outcome: 'error', calls: [], error: { code: 'truncated' } });
  });

  it('accepts whole JSON whose closing tag is missing', () => {
    expect(calls('<tool_call>{"name": "get_weather", "arguments": {"city": "Paris"}}')).toEqual(paris);
  });

  it('finds the closing tag behind one that is inside a string', () => {
    const body = 'a </tool_call> b';
    const text = `<tool_call>${JSON.stringify({ name: 'write_note', arguments: { title: 't', body } })}</tool_call>`;
    expect(calls(text)).toEqual([['write_note', { title: 't', body }]]);
  });

  it('gives untyped values the types of the schema', () => {
    const text =
      '<function=get_weather><parameter=city>75001</parameter><parameter=days>3</parameter></function>';
    expect(calls(text)).toEqual([['get_weather', { city: '75001', days: 3 }]]);
  });

  it('refuses a payload over the limit', () => {
    const text = `<tool_call>{"name": "write_note", "arguments": {"title": "t", "body": "${'x'.repeat(9000)}"}}</tool_call>`;
    expect(read(text).error).toMatchObject({ code: 'too_large' });
    expect(readToolCalls(text, { tools, maxPayloadChars: false }).outcome).toBe('calls');
  });

  it('repairs JSON inside a payload under the schema of its tool', () => {
    const text = `<tool_call>{'name': 'get_weather', 'arguments': {'city': 'Paris', 'days': '3',}}</tool_call>`;
    expect(calls(text)).toEqual([['get_weather', { city: 'Paris', days: 3 }]]);
  });

  it('never throws and shows what it was given, whatever it is', () => {
    const pieces = fc.constantFrom(
      '<tool_call>',
      '</tool_call>',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '`',
      '```',
      '\n',
      'Action:',
      '<think>',
      '</think>',
      'TOOL_CALL:',
      '<function=',
      'now',
      '(',
      ')',
      '=',
      ':',
      ',',
      '\\',
      ' ',
      '[TOOL_CALLS]',
      '\ud83d',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const whole = read(text);
        const reader = createToolCallReader({ tools });
        for (const part of parts) reader.push(part);
        expect(reader.end()).toEqual(whole);
      }),
      { numRuns: 2000 },
    );
  });
});
