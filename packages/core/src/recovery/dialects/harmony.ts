import type { Dialect } from '../dialect.ts';
import { malformed, noCall, type PayloadReading } from '../text-call.ts';

/** Harmony (gpt-oss): `<|channel|>commentary to=functions.x <|constrain|>json<|message|>{…}<|call|>`; a preamble without `to=` is text. */
export const harmony: Dialect = {
  name: 'harmony',
  open: ['<|channel|>commentary', '<|start|>assistant to=', '<|channel|>analysis to='],
  keepOpener: true,
  extent: { kind: 'tagged', close: ['<|call|>', '<|end|>'] },
  read(payload): PayloadReading {
    const name = /to=(?:functions\.)?([\w.-]+)/.exec(payload.split('<|message|>')[0] ?? '')?.[1];
    const args = payload.split('<|message|>').slice(1).join('<|message|>');
    if (name === undefined) return noCall;
    return args.trim() === '' && !payload.includes('<|message|>')
      ? malformed('it has no message', name)
      : { kind: 'calls', calls: [{ name, args: { kind: 'json', value: args.trim() } }] };
  },
};
