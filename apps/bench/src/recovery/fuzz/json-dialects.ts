import type { ExpectedCall } from '../corpus.ts';
import type { FuzzDialect } from './dialect.ts';
import { data } from './marks.ts';
import { printJson, type JsonStyle } from './print-values.ts';

type Shape = (call: ExpectedCall, style: JsonStyle) => string;

/** `{"name": …, "arguments": …}` under the given keys. */
function shape(nameKey: string, inputKey: string): Shape {
  return ({ name, input }, style) =>
    `{"${nameKey}"${style.colon}"${name}"${style.comma}"${inputKey}"${style.colon}${printJson(input, style)}}`;
}

const openai = shape('name', 'arguments');
const llama = shape('name', 'parameters');
const seed = shape('tool_name', 'parameters');
const action = shape('action', 'action_input');

const stringified: Shape = ({ name, input }) =>
  `{"name": "${name}", "arguments": "${data(JSON.stringify(JSON.stringify(input)).slice(1, -1))}"}`;
const toolUse: Shape = ({ name, input }, style) =>
  `{"type": "tool_use", "id": "toolu_1", "name": "${name}", "input": ${printJson(input, style)}}`;
const gemini: Shape = (call, style) => `{"functionCall": ${shape('name', 'args')(call, style)}}`;
const toolCall: Shape = (call, style) =>
  `{"id": "call_1", "type": "function", "function": ${openai(call, style)}}`;

const list = (one: Shape) => (calls: readonly ExpectedCall[], style: JsonStyle) =>
  `[${calls.map((call) => one(call, style)).join(', ')}]`;
const each = (one: Shape, before: string, after: string, between = '\n') => {
  return (calls: readonly ExpectedCall[], style: JsonStyle) =>
    calls.map((call) => `${before}${one(call, style)}${after}`).join(between);
};

const escaped = { values: 'escaped', several: true } as const;
const single = { values: 'escaped', several: false } as const;

/** Dialects whose arguments are JSON. */
export const jsonDialects: readonly FuzzDialect[] = [
  { name: 'marker', prose: 'before', ...escaped, render: each(seed, 'TOOL_CALL: ', '') },
  {
    name: 'marker, fenced',
    prose: 'before',
    ...single,
    render: each(seed, 'TOOL_CALL:\n```json\n', '\n```'),
  },
  { name: 'json', prose: 'before', ...escaped, render: each(openai, '', '') },
  { name: 'json, llama', prose: 'before', ...escaped, render: each(llama, '', '') },
  { name: 'json, stringified', prose: 'before', ...escaped, render: each(stringified, '', '') },
  { name: 'json, tool_use', prose: 'before', ...escaped, render: each(toolUse, '', '') },
  { name: 'json, functionCall', prose: 'before', ...escaped, render: each(gemini, '', '') },
  {
    name: 'json, tool_calls',
    prose: 'none',
    ...escaped,
    render: (calls, style) => `{"tool_calls": ${list(toolCall)(calls, style)}}`,
  },
  { name: 'json, array', prose: 'before', ...escaped, render: list(openai) },
  { name: 'json, fenced', prose: 'before', ...single, render: each(openai, '```json\n', '\n```') },
  { name: 'hermes', prose: 'around', ...escaped, render: each(openai, '<tool_call>\n', '\n</tool_call>') },
  {
    name: 'mistral, array',
    prose: 'before',
    ...escaped,
    render: (calls, style) => `[TOOL_CALLS] ${list(openai)(calls, style)}`,
  },
  {
    name: 'mistral',
    prose: 'before',
    ...escaped,
    render: (calls, style) =>
      calls.map(({ name, input }) => `[TOOL_CALLS]${name}[ARGS]${printJson(input, style)}`).join(''),
  },
  {
    name: 'llama, function tag',
    prose: 'around',
    ...escaped,
    render: (calls, style) =>
      calls.map(({ name, input }) => `<function=${name}>${printJson(input, style)}</function>`).join('\n'),
  },
  {
    name: 'llama, python tag',
    prose: 'before',
    ...escaped,
    render: (calls, style) => `<|python_tag|>${each(llama, '', '', '; ')(calls, style)}`,
  },
  {
    name: 'granite',
    prose: 'none',
    ...escaped,
    render: (calls, style) => `<|tool_call|>${list(openai)(calls, style)}`,
  },
  {
    name: 'command',
    prose: 'before',
    ...escaped,
    render: (calls, style) => `<|START_ACTION|>${list(seed)(calls, style)}<|END_ACTION|>`,
  },
  {
    name: 'minimax m1',
    prose: 'before',
    ...escaped,
    render: (calls, style) => `<tool_calls>\n${each(openai, '', '')(calls, style)}\n</tool_calls>`,
  },
  {
    name: 'deepseek v3',
    prose: 'before',
    ...escaped,
    render: (calls, style) =>
      deepSeek(
        calls,
        ({ name, input }) => `function<｜tool▁sep｜>${name}\n\`\`\`json\n${printJson(input, style)}\n\`\`\``,
      ),
  },
  {
    name: 'deepseek v3.1',
    prose: 'before',
    ...escaped,
    render: (calls, style) =>
      deepSeek(calls, ({ name, input }) => `${name}<｜tool▁sep｜>${printJson(input, style)}`),
  },
  { name: 'kimi', prose: 'before', ...escaped, render: kimi },
  {
    name: 'harmony',
    prose: 'none',
    ...escaped,
    render: (calls, style) =>
      calls
        .map(
          ({ name, input }) =>
            `<|channel|>commentary to=functions.${name} <|constrain|>json<|message|>${printJson(input, style)}<|call|>`,
        )
        .join('<|start|>assistant'),
  },
  {
    name: 'react',
    prose: 'none',
    ...single,
    render: (calls, style) =>
      calls.map(({ name, input }) => `Action: ${name}\nAction Input: ${printJson(input, style)}`).join('\n'),
  },
  { name: 'react, blob', prose: 'none', ...single, render: each(action, 'Action:\n```\n', '\n```') },
];

function deepSeek(calls: readonly ExpectedCall[], body: (call: ExpectedCall) => string): string {
  const blocks = calls.map((call) => `<｜tool▁call▁begin｜>${body(call)}<｜tool▁call▁end｜>`);
  return `<｜tool▁calls▁begin｜>${blocks.join('')}<｜tool▁calls▁end｜>`;
}

function kimi(calls: readonly ExpectedCall[], style: JsonStyle): string {
  const blocks = calls.map(
    ({ name, input }, index) =>
      `<|tool_call_begin|>functions.${name}:${index}<|tool_call_argument_begin|>${printJson(input, style)}<|tool_call_end|>`,
  );
  return `<|tool_calls_section_begin|>${blocks.join('')}<|tool_calls_section_end|>`;
}
