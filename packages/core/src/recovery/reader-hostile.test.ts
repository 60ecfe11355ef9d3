import { expect, test } from 'vitest';
import { readToolCalls } from './read-tool-calls.ts';
import { createToolCallReader } from './reader.ts';

const tools = [{ name: 'f', inputSchema: { type: 'object', properties: { a: { type: 'string' } } } }];

const patterns: readonly (readonly [name: string, unit: string, head?: string])[] = [
  ['braces', '{'],
  ['brackets', '['],
  ['braces in a tag', '{', '<tool_call>'],
  ['nested objects in a tag', '{"a":', '<tool_call>'],
  ['escaped quotes in a tag', '\\"', '<tool_call>{"a":"'],
  ['backticks', '`'],
  ['quotes', '"'],
  ['openers of tags', '<tool_call>'],
  ['openers of reasoning', '<think>'],
  ['openers of functions', '<function=f>'],
  ['code blocks', '```\n'],
  ['code blocks of JSON', '```json\n{"name": 1}\n```\n'],
  ['ReAct lines', 'Action:\n'],
  ['ReAct lines with names', 'Action: f\n'],
  ['markers', 'TOOL_CALL: {\n'],
  ['objects that are no calls', '{"name": "x"}\n'],
  ['lists that are no calls', '[f]\n'],
  ['parameters', '<parameter name="a">x', '<invoke name="f">'],
  ['calls', '<tool_call>{"name":"f","arguments":{"a":"x"}}</tool_call>\n'],
  ['ordinary text', 'lorem "ipsum" <dolor> [sit] {amet} '],
];

/** A second look at the same text for every opener would take minutes here; one pass takes milliseconds. */
test.each(patterns)(
  '400 kB of %s are read in one pass, whole and in single characters',
  (_, unit = '', head = '') => {
    const text = head + unit.repeat(Math.ceil(400_000 / unit.length));
    const whole = readToolCalls(text, { tools });
    const reader = createToolCallReader({ tools });
    for (const character of text) reader.push(character);
    expect(reader.end()).toEqual(whole);
  },
);
