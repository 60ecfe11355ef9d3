import { callsFromTagged } from '../calls-from-xml.ts';
import type { Dialect } from '../dialect.ts';

/** The prefix that Anthropic's models put before their own tags. */
const prefix = 'antml';

const blocks = [
  'function_calls',
  `${prefix}:function_calls`,
  'minimax:tool_call',
  'seed:tool_call',
  '\uff5cDSML\uff5cfunction_calls',
  '\uff5cDSML\uff5ctool_calls',
];

/** Blocks of `<invoke name="x"><parameter name="a">v</parameter></invoke>`: Anthropic as text, MiniMax M2, DeepSeek's DSML, Seed. */
export const invokeBlock: Dialect = {
  name: 'invoke-block',
  open: blocks.map((tag) => `<${tag}>`),
  extent: { kind: 'tagged', close: blocks.map((tag) => `</${tag}>`) },
  read: callsFromTagged,
};

/** The same without a block around it. */
export const invokeTag: Dialect = {
  name: 'invoke-tag',
  open: ['<invoke name=', `<${prefix}:invoke name=`],
  keepOpener: true,
  extent: { kind: 'tagged', close: ['</invoke>', `</${prefix}:invoke>`] },
  read: callsFromTagged,
};
