import type { JsonObject } from '@pegboard/core';
import { isObject } from '../../wires/lib/shape.ts';

/** Where a wire format has what every conversation with tools has. */
export interface Anatomy {
  /** Key of the list of messages. */
  readonly list: string;
  readonly isCall: (object: JsonObject) => boolean;
  readonly isResult: (object: JsonObject) => boolean;
  /** Keys within a call. */
  readonly call: { readonly id: string; readonly name: string; readonly args: string };
  /** Keys within a result; `of` tells whose result it is. */
  readonly result: { readonly of: string; readonly words: string };
  /** Arguments that the API refuses. */
  readonly badArgs: string | JsonObject;
  /** A message without content. */
  readonly nothing: JsonObject;
}

/** By the codec's name. */
export const anatomies: Readonly<Record<string, Anatomy>> = {
  'openai.chat': {
    list: 'messages',
    isCall: (object) => isObject(object.function) && object.id !== undefined,
    isResult: ({ role }) => role === 'tool',
    call: { id: 'id', name: 'name', args: 'arguments' },
    result: { of: 'tool_call_id', words: 'content' },
    badArgs: {},
    nothing: { role: 'assistant', content: [] },
  },
  'openai.responses': {
    list: 'input',
    isCall: ({ type }) => type === 'function_call',
    isResult: ({ type }) => type === 'function_call_output',
    call: { id: 'call_id', name: 'name', args: 'arguments' },
    result: { of: 'call_id', words: 'output' },
    badArgs: {},
    nothing: { role: 'user', content: [] },
  },
  'anthropic.messages': {
    list: 'messages',
    isCall: ({ type }) => type === 'tool_use',
    isResult: ({ type }) => type === 'tool_result',
    call: { id: 'id', name: 'name', args: 'input' },
    result: { of: 'tool_use_id', words: 'content' },
    badArgs: '{}',
    nothing: { role: 'user', content: [] },
  },
  'google.generate-content': {
    list: 'contents',
    isCall: (object) => isObject(object.functionCall),
    isResult: (object) => isObject(object.functionResponse),
    call: { id: 'id', name: 'name', args: 'args' },
    result: { of: 'name', words: 'response' },
    badArgs: '{}',
    nothing: { role: 'user', parts: [] },
  },
  'ollama.chat': {
    list: 'messages',
    isCall: (object) => isObject(object.function) && isObject(object.function.arguments),
    isResult: ({ role }) => role === 'tool',
    call: { id: 'id', name: 'name', args: 'arguments' },
    result: { of: 'tool_name', words: 'content' },
    badArgs: '{}',
    nothing: { content: '' },
  },
};
