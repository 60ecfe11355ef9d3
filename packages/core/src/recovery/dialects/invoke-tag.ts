import { callsFromTagged } from '../calls-from-xml.ts';
import type { Dialect } from '../dialect.ts';

const openers = [
  '<function_calls>',
  '<function_calls>',
  '<minimax:tool_call>',
  '<seed:tool_call>',
  '<\uff5cDSML\uff5cfunction_calls>',
  '<\uff5cDSML\uff5ctool_calls>',
];

/** Blocks of `<invoke name="x"><parameter name="a">v</parameter></invoke>`: Anthropic as text, MiniMax M2, DeepSeek's DSML, Seed. */
export const invokeBlock: Dialect = {
  name: 'invoke-block',
  open: openers,
  extent: { kind: 'tagged', close: openers.map((open) => `</${open.slice(1)}`) },
  read: callsFromTagged,
};

/** The same without a block around it. */
export const invokeTag: Dialect = {
  name: 'invoke-tag',
  open: ['<invoke name=', '<invoke name='],
  keepOpener: true,
  extent: { kind: 'tagged', close: ['</invoke>', '</invoke>'] },
  read: callsFromTagged,
};
