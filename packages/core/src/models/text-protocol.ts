import type { ModelHook } from '../contracts/hooks.ts';
import type { AssistantPart, Message, TextPart, ToolMessage, UserPart } from '../contracts/message.ts';
import type { ModelBatch, ModelEvent, ModelRequest, RawToolCall } from '../contracts/provider.ts';
import type { RecoveryError } from '../contracts/repair.ts';
import {
  createToolCallReader,
  type ReaderOptions,
  type ToolCallReader,
  type ToolCallReading,
} from '../recovery/reader.ts';
import { isRetry } from './is-retry.ts';
import { toolPrompt } from '../recovery/tool-prompt.ts';

export type TextProtocolOptions = Omit<ReaderOptions, 'tools'>;

/**
 * Around-function that gives tools to a model which has none: they are described in the instructions, earlier calls and results are
 * written as text, and calls are read out of what the model writes.
 */
export function textProtocol(options: TextProtocolOptions = {}): ModelHook {
  return (request, next) =>
    request.tools.length === 0 && !request.messages.some(holdsCalls)
      ? next(request)
      : readAnswer(request, next, options);
}

function holdsCalls({ role, content }: Message): boolean {
  return role === 'tool' || content.some((part) => part.type === 'tool-call');
}

async function* readAnswer(
  request: ModelRequest,
  next: (request: ModelRequest) => AsyncIterable<ModelBatch>,
  options: TextProtocolOptions,
): AsyncGenerator<ModelBatch> {
  const mayCall = request.tools.length > 0 && request.toolChoice !== 'none';
  const begin = (): AnswerReader =>
    new AnswerReader(createToolCallReader({ ...options, tools: request.tools }), mayCall);
  let answer = begin();
  for await (const batch of next(asTextRequest(request))) {
    const events = batch.flatMap((event) => {
      if (isRetry(event)) answer = begin();
      return answer.read(event);
    });
    if (events.length > 0) yield events;
  }
}

/** Turns the events of a plain text answer into those of one with tool calls. */
class AnswerReader {
  readonly #reader: ToolCallReader;
  /** Without it calls are left out of the text, and that is all. */
  readonly #mayCall: boolean;
  /** Text parts whose text has come in deltas. */
  readonly #streamed = new Set<number>();
  #lastIndex = -1;
  #shown = '';

  constructor(reader: ToolCallReader, mayCall: boolean) {
    this.#reader = reader;
    this.#mayCall = mayCall;
  }

  read(event: ModelEvent): readonly ModelEvent[] {
    if ('index' in event) this.#lastIndex = Math.max(this.#lastIndex, event.index);
    if (event.type === 'text') {
      this.#streamed.add(event.index);
      return this.#show(event.index, event.text);
    }
    if (event.type === 'part' && event.part.type === 'text') {
      return this.#streamed.has(event.index) ? [] : this.#show(event.index, event.part.text);
    }
    return event.type === 'finish' ? this.#finish(event) : [event];
  }

  #show(index: number, written: string): readonly ModelEvent[] {
    const text = this.#reader.push(written);
    this.#shown += text;
    return text === '' ? [] : [{ type: 'text', index, text }];
  }

  #finish(event: Extract<ModelEvent, { type: 'finish' }>): readonly ModelEvent[] {
    const reading = this.#reader.end({ finish: event.finish.unified });
    const index = (): number => ++this.#lastIndex;
    const rest = reading.text.slice(this.#shown.length);
    const calls = this.#mayCall ? callsOf(reading) : [];
    const unified = calls.length > 0 && event.finish.unified === 'stop' ? 'tool-calls' : event.finish.unified;
    return [
      ...(rest === '' ? [] : [{ type: 'text', index: index(), text: rest } as const]),
      ...(reading.reasoning === ''
        ? []
        : [{ type: 'part', index: index(), part: { type: 'reasoning', text: reading.reasoning } } as const]),
      ...calls.map((part): ModelEvent => ({ type: 'part', index: index(), part })),
      { ...event, finish: { ...event.finish, unified } },
    ];
  }
}

function callsOf({ calls, refused }: ToolCallReading): readonly RawToolCall[] {
  return [
    ...calls.map(({ name, input, repairs }): RawToolCall => ({
      ...emptyCall,
      name,
      args: input,
      ...(repairs.length > 0 && { repairs }),
    })),
    ...refused.map((refusal: RecoveryError): RawToolCall => ({
      ...emptyCall,
      name: refusal.tool ?? 'unreadable_call',
      args: refusal.evidence ?? '',
      refusal,
    })),
  ];
}

const emptyCall = { type: 'tool-call', callId: '', executor: 'client' } as const;

/** The request as a model without tools takes it. */
function asTextRequest(request: ModelRequest): ModelRequest {
  const prompt: TextPart = { type: 'text', text: toolPrompt(request.tools, request.toolChoice) };
  const [first, ...rest] = request.messages;
  const system: Message =
    first?.role === 'system'
      ? { ...first, content: [...first.content, prompt] }
      : { id: 'tools', role: 'system', content: [prompt] };
  const conversation = (first?.role === 'system' ? rest : request.messages).map(asText);
  const { parallelToolCalls: _, ...settings } = request.settings;
  return { ...request, messages: [system, ...conversation], tools: [], toolChoice: 'auto', settings };
}

const rendered = new WeakMap<Message, Message>();

function asText(message: Message): Message {
  if (message.role !== 'tool' && message.role !== 'assistant') return message;
  const known = rendered.get(message);
  if (known) return known;
  const text = message.role === 'tool' ? resultsAsText(message) : callsAsText(message);
  rendered.set(message, text);
  return text;
}

function callsAsText(message: Extract<Message, { role: 'assistant' }>): Message {
  if (!message.content.some((part) => part.type === 'tool-call')) return message;
  const content = message.content.map((part): AssistantPart => {
    if (part.type !== 'tool-call') return part;
    const call = JSON.stringify({ name: part.name, arguments: part.input });
    return { type: 'text', text: `<tool_call>\n${call}\n</tool_call>\n` };
  });
  return { ...message, content };
}

function resultsAsText({ id, content }: ToolMessage): Message {
  const parts = content.flatMap(({ name, status, content: shown }): UserPart[] => {
    const texts = shown
      .filter((part) => part.type !== 'media')
      .map((part) => (part.type === 'text' ? part.text : JSON.stringify(part.value)));
    // A result must not be able to end its own tag.
    const text = texts.join('\n').replaceAll('</tool_result', '<\\/tool_result');
    const state = status === 'success' ? '' : ` status="${status}"`;
    return [
      { type: 'text', text: `<tool_result name="${name}"${state}>\n${text}\n</tool_result>\n` },
      ...shown.filter((part) => part.type === 'media'),
    ];
  });
  return { id, role: 'user', content: parts };
}
