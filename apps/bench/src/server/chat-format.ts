import { argumentsOf, piecesOf, type Plan, toolOf } from './plan.ts';
import { cut, type StreamedAnswer, type WireFormat } from './wire-format.ts';

/** OpenAI Chat Completions. */
export const chatFormat: WireFormat = {
  path: '/chat/completions',
  resultMark: '"tool_call_id"',
  json,
  events,
};

const common = {
  created: 1_790_000_000,
  model: 'gpt-bench',
  service_tier: 'default',
  system_fingerprint: 'fp_bench',
};
const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

function json(plan: Plan, step: number): string {
  const calls = step < plan.steps;
  const message = calls
    ? {
        role: 'assistant',
        content: null,
        tool_calls: callsOf(plan, step),
      }
    : { role: 'assistant', content: piecesOf(plan).join(''), refusal: null };
  const choice = { index: 0, message, logprobs: null, finish_reason: calls ? 'tool_calls' : 'stop' };
  return JSON.stringify({ id: idOf(step), object: 'chat.completion', ...common, choices: [choice], usage });
}

function events(plan: Plan, step: number): StreamedAnswer {
  const calls = step < plan.steps;
  const event = (delta: object, finish: string | null = null): string =>
    frame({
      id: idOf(step),
      object: 'chat.completion.chunk',
      ...common,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      usage: null,
    });
  const first = event({ role: 'assistant', content: calls ? null : '', refusal: null });
  const last = frame({ id: idOf(step), object: 'chat.completion.chunk', ...common, choices: [], usage });
  return {
    head: [first],
    deltas: calls
      ? callsOf(plan, step).flatMap((call, index) =>
          callDeltas(plan, call, index).map((delta) => event({ tool_calls: [delta] })),
        )
      : piecesOf(plan).map((content) => event({ content })),
    tail: [event({}, calls ? 'tool_calls' : 'stop'), last, 'data: [DONE]\n\n'],
  };
}

interface WireCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

function callsOf(plan: Plan, step: number): WireCall[] {
  return Array.from({ length: plan.calls }, (_, index) => ({
    id: `call_${step}_${index}`,
    type: 'function',
    function: { name: toolOf(plan, step), arguments: argumentsOf(plan, step, index) },
  }));
}

function callDeltas(
  plan: Plan,
  { function: { name, arguments: text }, ...call }: WireCall,
  index: number,
): object[] {
  const pieces = cut(text, plan.argumentDelta).map((piece) => ({ index, function: { arguments: piece } }));
  return [{ index, ...call, function: { name, arguments: '' } }, ...pieces];
}

const idOf = (step: number): string => `chatcmpl-bench${step}`;
const frame = (event: object): string => `data: ${JSON.stringify(event)}\n\n`;
