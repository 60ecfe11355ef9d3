import { createHash } from 'node:crypto';
import type { JsonObject } from '@pegboard/core';
import { asText } from '../lib/shape.ts';

/** Kinds of items and the prefix that their ids keep. */
const prefixes: Readonly<Record<string, string>> = {
  message: 'msg',
  reasoning: 'rs',
  function_call: 'fc',
  function_call_output: 'fc',
  custom_tool_call: 'ctc',
  custom_tool_call_output: 'ctc',
  web_search_call: 'ws',
  file_search_call: 'fs',
  code_interpreter_call: 'ci',
  image_generation_call: 'ig',
  computer_call: 'cu',
  mcp_list_tools: 'mcpl',
  mcp_call: 'mcp',
  mcp_approval_request: 'mcpr',
  tool_search_call: 'tsc',
  tool_search_output: 'tso',
  compaction: 'cmp',
};

/** Ids given out behind a reasoning item name it, so that a strict server knows when one came back without the other. */
const behind = 'after';

export function prefixOf(type: string): string | undefined {
  return Object.hasOwn(prefixes, type) ? prefixes[type] : undefined;
}

export function itemId(type: string, content: string): string {
  return `${prefixOf(type) ?? 'item'}_${digest(content)}`;
}

/** The id of the item that follows the reasoning item `reasoning`. */
export function idBehind(type: string, reasoning: string): string {
  return `${prefixOf(type) ?? 'item'}_${behind}${digest(reasoning)}`;
}

/** Whether an item was given out behind some reasoning item. */
export function needsReasoning({ id }: JsonObject): boolean {
  return asText(id).includes(`_${behind}`);
}

export function belongsBehind(item: JsonObject, reasoning: string): boolean {
  return asText(item.id).endsWith(`_${behind}${digest(reasoning)}`);
}

/** Whether this package gave the id out; ids of the true host are longer. */
export function isOwnId(id: string): boolean {
  return /^[a-z]+_(after)?[0-9a-f]{16}$/.test(id);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
