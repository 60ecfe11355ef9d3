import type { JsonObject, JsonValue } from '@pegboard/core';
import { asText, isObject, objectsIn, type Report } from '../lib/shape.ts';
import { checkThoughtOrder } from './thought-order.ts';

/** What one side said: messages of one role in a row are one turn. */
export interface Turn {
  readonly role: string;
  /** Path of its first message. */
  readonly at: string;
  readonly blocks: readonly { readonly block: JsonObject; readonly at: string }[];
}

export function turnsOf(messages: readonly JsonValue[]): Turn[] {
  const turns: Turn[] = [];
  for (const [index, message] of messages.entries()) {
    if (!isObject(message) || typeof message.role !== 'string') continue;
    const { role, content } = message;
    const found = typeof content === 'string' ? [{ type: 'text', text: content }] : objectsIn(content);
    const blocks = found.map((block, place) => ({ block, at: `[${index}].content[${place}]` }));
    const last = turns.at(-1);
    // Two system messages in a row are no turn but a mistake.
    if (last?.role === role && role !== 'system')
      turns[turns.length - 1] = { ...last, blocks: [...last.blocks, ...blocks] };
    else turns.push({ role, at: `[${index}]`, blocks });
  }
  return turns;
}

export function validateTurns(turns: readonly Turn[], report: Report, manualThinking: boolean): void {
  if (turns[0] && turns[0].role !== 'user')
    report('must have the role user, as the first message', turns[0].at);
  checkIds(turns, report);
  /** Calls of the server's own tools that have no result yet. */
  const running = new Set<string>();
  for (const [index, turn] of turns.entries()) {
    const before = turns[index - 1];
    const after = turns[index + 1];
    if (turn.role === 'system') checkSystem(turn, before, after, report);
    if (turn.role === 'assistant') {
      checkServerCalls(turn, running, report);
      checkThoughtOrder(turn.blocks, report);
      checkEnd(turn, after, running, report);
      if (manualThinking && index >= turns.length - 2) checkThinkingFirst(turn, report);
    }
    if (turn.role === 'user') checkResults(turn, before, running.size > 0, report);
  }
}

/** Ids of calls by anybody are used once. */
function checkIds(turns: readonly Turn[], report: Report): void {
  const ids = new Set<string>();
  for (const { block, at } of turns.flatMap(({ blocks }) => blocks)) {
    if (typeof block.id !== 'string' || !isCall(block)) continue;
    if (ids.has(block.id)) report(`repeats the id ${block.id}`, `${at}.id`);
    ids.add(block.id);
  }
}

function checkSystem(turn: Turn, before: Turn | undefined, after: Turn | undefined, report: Report): void {
  const paused = before?.role === 'assistant' && before.blocks.at(-1)?.block.type === 'server_tool_use';
  if (before && before.role !== 'user' && !paused)
    report('has the role system, which must follow a user message', turn.at);
  if (after && after.role !== 'assistant')
    report('has the role system, which only an assistant message may follow', turn.at);
}

/** Results of the server's own tools stand behind their calls, if need be in a later turn. */
function checkServerCalls(turn: Turn, running: Set<string>, report: Report): void {
  for (const { block, at } of turn.blocks) {
    if (block.type === 'server_tool_use' || block.type === 'mcp_tool_use') running.add(asText(block.id));
    else if (isServerResult(block) && !running.delete(asText(block.tool_use_id)))
      report(`answers ${JSON.stringify(block.tool_use_id)}, which is no call before it`, `${at}.tool_use_id`);
  }
}

function checkEnd(turn: Turn, after: Turn | undefined, running: ReadonlySet<string>, report: Report): void {
  const calls = callsOf(turn);
  if (!after) {
    for (const id of calls) report(`has the call ${id}, which has no result`, turn.at);
    const paused = turn.blocks.some(({ block }) => isServerResult(block)) || running.size > 0;
    if (!paused && calls.length === 0)
      report('has the role assistant, which the last message must not have', turn.at);
  } else if (after.role === 'user' && running.size > 0 && calls.length === 0) {
    for (const id of running) report(`has the call ${id} of a server tool, which has no result`, turn.at);
  }
}

/** With manual thinking, the turn in progress begins with what was thought. */
function checkThinkingFirst(turn: Turn, report: Report): void {
  const first = turn.blocks[0]?.block.type;
  if (callsOf(turn).length > 0 && first !== 'thinking' && first !== 'redacted_thinking')
    report('must begin with its thinking block while thinking is enabled', turn.at);
}

function checkResults(turn: Turn, before: Turn | undefined, serverRuns: boolean, report: Report): void {
  const open = new Set(before?.role === 'assistant' ? callsOf(before) : []);
  const waiting = open.size > 0;
  let others = false;
  for (const { block, at } of turn.blocks) {
    if (block.type !== 'tool_result') {
      others = true;
      if (waiting && serverRuns) report('must be a tool_result: a call of a server tool still waits', at);
    } else if (!open.delete(asText(block.tool_use_id)))
      report(`answers ${JSON.stringify(block.tool_use_id)}, which is no open call of the message before`, at);
    else if (others) report('is a result, which must come before all else', at);
  }
  for (const id of open) report(`does not hold the result of call ${id}`, turn.at);
}

function callsOf({ blocks }: Turn): string[] {
  return blocks.flatMap(({ block }) => (block.type === 'tool_use' ? [asText(block.id)] : []));
}

function isCall({ type }: JsonObject): boolean {
  return type === 'tool_use' || type === 'server_tool_use' || type === 'mcp_tool_use';
}

function isServerResult({ type }: JsonObject): boolean {
  return typeof type === 'string' && type.endsWith('_tool_result');
}
