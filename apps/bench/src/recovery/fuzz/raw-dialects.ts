import type { ExpectedCall } from '../corpus.ts';
import type { FuzzDialect } from './dialect.ts';
import { printElement, printGemma, printPython } from './print-values.ts';

const membersOf = ({ input }: ExpectedCall) => Object.entries(input);
const lines = (calls: readonly ExpectedCall[], one: (call: ExpectedCall) => string) =>
  calls.map(one).join('\n');

/** `<tag attribute>content</tag>`. */
function element(tag: string, attribute: string, content: string): string {
  return `<${tag}${attribute}>${content}</${tag.split('=')[0]}>`;
}

/** `<invoke name="…"><parameter name="…">…</parameter></invoke>` with a prefix to both tags. */
function invoke(call: ExpectedCall, prefix: string, typed: boolean): string {
  const parameters = membersOf(call).map(([key, value]) => {
    const type = typed ? ` string="${typeof value === 'string'}"` : '';
    return `${element(`${prefix}parameter`, ` name="${key}"${type}`, printElement(value))}\n`;
  });
  return element(`${prefix}invoke`, ` name="${call.name}"`, `\n${parameters.join('')}`);
}

function qwenCoder(call: ExpectedCall): string {
  const parameters = membersOf(call).map(
    ([key, value]) => `${element(`parameter=${key}`, '', `\n${printElement(value)}\n`)}\n`,
  );
  return element('tool_call', '', `\n${element(`function=${call.name}`, '', `\n${parameters.join('')}`)}\n`);
}

function glm(call: ExpectedCall): string {
  const pairs = membersOf(call).map(
    ([key, value]) => `${element('arg_key', '', key)}\n${element('arg_value', '', printElement(value))}\n`,
  );
  return element('tool_call', '', `${call.name}\n${pairs.join('')}`);
}

function python(call: ExpectedCall): string {
  const named = membersOf(call).map(([key, value]) => `${key}=${printPython(value)}`);
  return `${call.name}(${named.join(', ')})`;
}

const wrapped = (tag: string, prefix: string, typed: boolean) => (calls: readonly ExpectedCall[]) =>
  element(tag, '', `\n${lines(calls, (call) => invoke(call, prefix, typed))}\n`);

const raw = { values: 'raw', several: true, prose: 'before' } as const;
const escaped = { values: 'escaped', several: true } as const;

/** Dialects whose arguments are elements, Python or Gemma's notation. */
export const rawDialects: readonly FuzzDialect[] = [
  { name: 'qwen coder', ...raw, prose: 'around', render: (calls) => lines(calls, qwenCoder) },
  { name: 'glm', ...raw, prose: 'around', render: (calls) => lines(calls, glm) },
  { name: 'invoke', ...raw, prose: 'around', render: wrapped('function_calls', '', false) },
  { name: 'minimax m2', ...raw, prose: 'around', render: wrapped('minimax:tool_call', '', false) },
  { name: 'deepseek dsml', ...raw, render: wrapped('｜DSML｜function_calls', '｜DSML｜', true) },
  { name: 'pythonic', ...escaped, prose: 'none', render: (calls) => `[${calls.map(python).join(', ')}]` },
  {
    name: 'tool_code',
    ...escaped,
    prose: 'before',
    render: (calls) => `\`\`\`tool_code\n${lines(calls, python)}\n\`\`\``,
  },
  {
    name: 'functiongemma',
    ...raw,
    render: (calls) =>
      lines(
        calls,
        ({ name, input }) =>
          `<start_function_call>call:${name}${printGemma(input, '<escape>')}<end_function_call>`,
      ),
  },
  {
    name: 'gemma 4',
    ...raw,
    render: (calls) =>
      lines(calls, ({ name, input }) => `<|tool_call>call:${name}${printGemma(input, '<|"|>')}<tool_call|>`),
  },
];
