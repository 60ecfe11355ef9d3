import type { AnyTool, JsonValue } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';
import { exampleInput } from '@pegboard/core/tools';
import { firstSentence } from '../terminal/first-sentence.ts';
import { toolFacts } from './tool-facts.ts';

/** A Markdown page on tools: what each does, its parameters, an input that it accepts. */
export async function toolPage(title: string, tools: readonly AnyTool[]): Promise<string> {
  const sections = await Promise.all(tools.map((tool) => toolSection(tool)));
  const index = tools.map(
    ({ name, description }) => `| [${name}](#${name}) | ${cell(firstSentence(description))} |`,
  );
  return [`# ${title}`, '', '| tool | what it does |', '| --- | --- |', ...index, '', ...sections].join('\n');
}

async function toolSection(tool: AnyTool): Promise<string> {
  const facts = toolFacts(tool).map(([name, value]) => `${name}: ${value}`);
  const rows = parameterRows(tool);
  const example = await exampleInput(tool).catch(() => undefined);
  return [
    `## ${tool.name}`,
    '',
    tool.description.trim(),
    '',
    `*${facts.join(' · ')}*`,
    '',
    ...(rows.length > 0
      ? ['| parameter | type | |', '| --- | --- | --- |', ...rows, '']
      : ['No parameters.', '']),
    ...(example === undefined ? [] : ['```json', JSON.stringify(example, null, 2), '```', '']),
  ].join('\n');
}

function parameterRows({ inputSchema }: AnyTool): readonly string[] {
  const properties = isJsonObject(inputSchema['properties']) ? inputSchema['properties'] : {};
  const required = Array.isArray(inputSchema['required']) ? inputSchema['required'] : [];
  return Object.entries(properties).map(([name, schema]) => {
    const words =
      isJsonObject(schema) && typeof schema['description'] === 'string' ? schema['description'] : '';
    const optional = required.includes(name) ? '' : 'optional. ';
    return `| \`${name}\` | ${cell(typeWords(schema))} | ${cell(`${optional}${firstLine(words)}`)} |`;
  });
}

/** The type of a schema in a few words. */
function typeWords(schema: JsonValue | undefined): string {
  if (!isJsonObject(schema)) return 'anything';
  const { type, format, items, minimum, maximum } = schema;
  if (Array.isArray(schema['enum']))
    return schema['enum'].map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  if (schema['const'] !== undefined) return `\`${JSON.stringify(schema['const'])}\``;
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(alternatives)) return alternatives.map((one: JsonValue) => typeWords(one)).join(' or ');
  if (typeof schema['$ref'] === 'string') return schema['$ref'].split('/').at(-1) ?? 'anything';
  if (type === 'array') return `list of ${typeWords(items)}`;
  const bounds = [
    isBound(minimum) ? `at least ${minimum}` : '',
    isBound(maximum) ? `at most ${maximum}` : '',
  ].filter(Boolean);
  const name = Array.isArray(type) ? type.join(' or ') : typeof type === 'string' ? type : 'anything';
  return [name, typeof format === 'string' ? `(${format})` : '', bounds.join(', ')].filter(Boolean).join(' ');
}

function isBound(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').trim();
}
