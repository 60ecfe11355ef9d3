import type { Dialect } from '../dialect.ts';
import { malformed, type PayloadReading } from '../text-call.ts';

/** FunctionGemma: `<start_function_call>call:get_weather{city:<escape>Paris<escape>}<end_function_call>`. */
export const gemma: Dialect = {
  name: 'gemma',
  open: ['<start_function_call>'],
  extent: { kind: 'rest', close: ['<end_function_call>'] },
  read(payload): PayloadReading {
    const match = /^\s*call:\s*([\w.-]+)\s*\{([^]*)\}\s*$/.exec(payload);
    if (!match) return malformed('it is not of the form call:name{…}');
    const pieces = (match[2] ?? '').split('<escape>');
    if (pieces.length % 2 === 0) return malformed('an <escape> has no partner', match[1] ?? '');
    // Every second piece is a string; the others hold keys and plain values as JSON without quotes.
    const json = pieces.map((piece, index) =>
      index % 2 === 1 ? JSON.stringify(piece) : piece.replace(/([{,]|^)\s*([A-Za-z_][\w-]*)\s*:/g, '$1"$2":'),
    );
    return {
      kind: 'calls',
      calls: [{ name: match[1] ?? '', args: { kind: 'json', value: `{${json.join('')}}` } }],
    };
  },
};
