import type {
  AssistantPart,
  Finish,
  JsonObject,
  ModelEvent,
  ModelPart,
  ModelWarning,
  Origin,
  RawToolCall,
  ResponseInfo,
  ToolSpec,
  Usage,
} from '@pegboard/core';
import { readArguments } from '@pegboard/core/recovery';

/** A call that must not run, as LangChain lists it. */
export interface RefusedCall {
  readonly id: string;
  readonly name: string;
  readonly args: string;
  readonly error: string;
}

export interface Answer {
  readonly parts: readonly AssistantPart[];
  readonly refused: readonly RefusedCall[];
  readonly finish: Finish | undefined;
  readonly usage: Usage;
  readonly origin: Origin;
  readonly response: ResponseInfo;
  readonly warnings: readonly ModelWarning[];
}

export interface AnswerCollector {
  /** Takes in an event; gives the piece of text or reasoning that nobody has seen yet. */
  add(
    event: ModelEvent,
  ): { readonly kind: 'text' | 'reasoning'; readonly index: number; readonly text: string } | undefined;
  end(): Answer;
}

/** Puts the events of one model call together. Calls are read when all is there: one that was cut off must not look whole. */
export function collectAnswer(where: Origin, tools: readonly ToolSpec[]): AnswerCollector {
  const pieces = new Map<number, { readonly kind: 'text' | 'reasoning'; text: string }>();
  const parts = new Map<number, ModelPart>();
  const warnings: ModelWarning[] = [];
  let response: ResponseInfo = {};
  let finish: Finish | undefined;
  let usage: Usage = {};
  return {
    add(event) {
      if (event.type === 'start') response = event.response;
      else if (event.type === 'finish') ({ finish, usage } = event);
      else if (event.type === 'warning') warnings.push(event);
      else if (event.type === 'text' || event.type === 'reasoning') {
        const piece = pieces.get(event.index) ?? { kind: event.type, text: '' };
        piece.text += event.text;
        pieces.set(event.index, piece);
        return { kind: event.type, index: event.index, text: event.text };
      } else if (event.type === 'part') {
        parts.set(event.index, event.part);
        const { part, index } = event;
        const isText = part.type === 'text' || part.type === 'reasoning';
        if (isText && !pieces.has(index)) return { kind: part.type, index, text: part.text };
      }
      return undefined;
    },
    end() {
      const streamed = [...pieces].map(([index, { kind, text }]) => [index, { type: kind, text }] as const);
      const all = new Map<number, ModelPart>([...streamed, ...parts]);
      const ordered = [...all].toSorted(([a], [b]) => a - b).map(([, part]) => part);
      const cutOff = finish?.unified === 'length';
      const read = readParts(ordered, tools, cutOff);
      return { ...read, finish, usage, response, warnings, origin: response.target ?? where };
    },
  };
}

function readParts(
  parts: readonly ModelPart[],
  tools: readonly ToolSpec[],
  cutOff: boolean,
): Pick<Answer, 'parts' | 'refused'> {
  const kept: AssistantPart[] = [];
  const refused: RefusedCall[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.type !== 'tool-call') kept.push(part);
    else {
      const call = { ...part, callId: part.callId || `call_${index + 1}` };
      const read = readCall(call, tools, cutOff);
      if ('input' in read) kept.push(read);
      else refused.push(read);
    }
  }
  return { parts: kept, refused };
}

function readCall(
  { args, repairs: _repairs, refusal, ...call }: RawToolCall,
  tools: readonly ToolSpec[],
  cutOff: boolean,
): Extract<AssistantPart, { type: 'tool-call' }> | RefusedCall {
  const tool = tools.find(({ name }) => name === call.name) ?? { name: call.name, inputSchema: {} };
  const finish = cutOff && call.executor === 'client' ? 'length' : 'stop';
  const reading = readArguments(args, tool, { finish });
  if (reading.ok && !refusal) return { ...call, input: reading.input };
  // What is sound and does not fit is for the tool to refuse: a graph would stop at a call that is invalid here.
  const sound = refusal || finish === 'length' ? undefined : asObject(args);
  if (sound) return { ...call, input: sound };
  const text = typeof args === 'string' ? args : JSON.stringify(args);
  const error = refusal ?? (reading.ok ? undefined : reading.error);
  return { id: call.callId, name: call.name, args: text, error: error?.message ?? 'It cannot be read.' };
}

function asObject(args: string | JsonObject): JsonObject | undefined {
  if (typeof args !== 'string') return args;
  try {
    const value: unknown = JSON.parse(args);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}
