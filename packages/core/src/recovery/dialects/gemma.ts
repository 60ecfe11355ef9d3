import type { Dialect } from '../dialect.ts';
import { malformed, type PayloadReading } from '../text-call.ts';

/** FunctionGemma: `<start_function_call>call:get_weather{city:<escape>Paris<escape>}<end_function_call>`. */
export const functionGemma = gemmaDialect(
  'functiongemma',
  '<start_function_call>',
  '<end_function_call>',
  '<escape>',
);

/** Gemma 4: the same with other tokens. */
export const gemma4 = gemmaDialect('gemma4', '<|tool_call>', '<tool_call|>', '<|"|>');

function gemmaDialect(name: string, open: string, close: string, quote: string): Dialect {
  return {
    name,
    open: [open],
    extent: { kind: 'tagged', close: [close] },
    read: (payload) => readCall(payload, quote),
  };
}

function readCall(payload: string, quote: string): PayloadReading {
  const match = /^\s*call:\s*([\w.-]+)\s*(\{[^]*\})\s*$/.exec(payload);
  if (!match) return malformed('it is not of the form call:name{…}');
  const [, name = '', body = ''] = match;
  const pieces = body.split(quote);
  if (pieces.length % 2 === 0) return malformed(`a ${quote} has no partner`, name);
  // Every second piece is a string; the others hold keys and plain values, as JSON without quotes.
  const json = pieces.map((piece, index) => (index % 2 === 1 ? JSON.stringify(piece) : quoteKeys(piece)));
  return { kind: 'calls', calls: [{ name, args: { kind: 'json', value: json.join('') } }] };
}

function quoteKeys(piece: string): string {
  return piece.replace(/([{,]|^)\s*([A-Za-z_][\w-]*)\s*:/g, '$1"$2":');
}
