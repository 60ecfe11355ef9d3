import { argumentsOf, piecesOf, type Plan, toolOf } from './plan.ts';
import { cut, type StreamedAnswer, type WireFormat } from './wire-format.ts';

/** Anthropic Messages. */
export const messagesFormat: WireFormat = {
  path: '/messages',
  resultMark: '"tool_use_id"',
  json,
  events,
};

const usage = {
  input_tokens: 100,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 20,
};

function json(plan: Plan, step: number): string {
  const calls = step < plan.steps;
  const content = calls
    ? callsOf(plan, step).map(({ text, ...call }) => ({ ...call, input: JSON.parse(text) as unknown }))
    : [{ type: 'text', text: piecesOf(plan).join('') }];
  return JSON.stringify({ ...messageOf(step), content, stop_reason: reasonOf(calls) });
}

function events(plan: Plan, step: number): StreamedAnswer {
  const calls = step < plan.steps;
  return {
    head: [frame({ type: 'message_start', message: messageOf(step) })],
    deltas: calls
      ? callsOf(plan, step).flatMap((call, index) => callEvents(plan, call, index))
      : textEvents(piecesOf(plan)),
    tail: [
      frame({ type: 'message_delta', delta: { stop_reason: reasonOf(calls), stop_sequence: null }, usage }),
      frame({ type: 'message_stop' }),
    ],
  };
}

interface WireCall {
  readonly type: 'tool_use';
  readonly id: string;
  readonly name: string;
  /** The input as JSON. */
  readonly text: string;
}

function callsOf(plan: Plan, step: number): WireCall[] {
  return Array.from({ length: plan.calls }, (_, index) => ({
    type: 'tool_use',
    id: `toolu_${step}_${index}`,
    name: toolOf(plan, step),
    text: argumentsOf(plan, step, index),
  }));
}

function callEvents(plan: Plan, { text, ...call }: WireCall, index: number): string[] {
  const deltas = cut(text, plan.argumentDelta).map((piece) => ({
    type: 'input_json_delta',
    partial_json: piece,
  }));
  return blockEvents(index, { ...call, input: {} }, deltas);
}

function textEvents(pieces: readonly string[]): string[] {
  return blockEvents(
    0,
    { type: 'text', text: '' },
    pieces.map((text) => ({ type: 'text_delta', text })),
  );
}

function blockEvents(index: number, block: object, deltas: readonly object[]): string[] {
  return [
    frame({ type: 'content_block_start', index, content_block: block }),
    ...deltas.map((delta) => frame({ type: 'content_block_delta', index, delta })),
    frame({ type: 'content_block_stop', index }),
  ];
}

function messageOf(step: number): object {
  const id = `msg_bench${step}`;
  const nothing = { content: [], stop_reason: null, stop_sequence: null };
  return { id, type: 'message', role: 'assistant', model: 'claude-bench', ...nothing, usage };
}

const reasonOf = (calls: boolean): string => (calls ? 'tool_use' : 'end_turn');
const frame = (event: { readonly type: string; readonly [key: string]: unknown }): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
