import type { FinishReason, JsonValue } from '@pegboard/core';
import type { WireAnswer, WireBlock, WireCall, WireFormat } from '@pegboard/testing';

let count = 0;

/** An answer with an id of its own: signatures are bound to it. */
export function answer(...blocks: readonly WireBlock[]): WireAnswer {
  count += 1;
  return { id: `msg_${count}`, blocks };
}

/** A text in two pieces. */
export function say(text: string): WireBlock {
  const middle = Math.ceil(text.length / 2);
  return { type: 'text', pieces: [text.slice(0, middle), text.slice(middle)] };
}

export function think(text: string): WireBlock {
  return { type: 'reasoning', pieces: [text] };
}

export function call(id: string, name: string, input: JsonValue): WireCall {
  const text = JSON.stringify(input);
  return { type: 'call', id, name, pieces: [text.slice(0, 3), text.slice(3)] };
}

/** A call whose arguments are not what the tool asks for, or no JSON. */
export function rawCall(id: string, name: string, args: string): WireCall {
  return { type: 'call', id, name, pieces: [args] };
}

/** All that an API can put into an answer: signed thoughts, tools that it ran itself, citations, a call of the clock. */
export function everything({ opaque }: WireFormat): WireAnswer {
  return opaque?.answer ?? answer(think('No signature here.'), call('s1', 'clock', {}));
}

/** A thought, words, and calls of `shot` and `clock`, whose ids begin with `name`. */
export function twoCalls(name: string): WireAnswer {
  const calls = [call(`${name}1`, 'shot', {}), call(`${name}2`, 'clock', {})];
  return answer(think(`${name} thinks of two.`), say('Both.'), ...calls);
}

/** The API's own word for a reason to end; undefined where it has none. */
export function finishOf({ finishReasons }: WireFormat, reason: FinishReason): string | undefined {
  return finishReasons.find(({ unified }) => unified === reason)?.raw;
}
