import type { BenchTool } from '../corpus.ts';

const string = { type: 'string' };
const strings = { type: 'array', items: string };

/** Every tool is strict, so that a damaged parameter name can never pass as one more parameter. */
export const fuzzTools: readonly BenchTool[] = [
  tool('get_weather', ['city'], {
    city: string,
    days: { type: 'integer', minimum: 1 },
    unit: { enum: ['celsius', 'fahrenheit'] },
  }),
  tool('say', ['text'], { text: string, note: string }),
  tool('search', ['query'], {
    query: string,
    tags: strings,
    exact: { type: 'boolean' },
    filters: {
      type: 'object',
      properties: { site: string, depth: { type: 'integer' } },
      additionalProperties: false,
    },
  }),
  tool('transfer', ['amount', 'currency', 'to_account'], {
    amount: { type: 'number' },
    currency: { type: 'string', enum: ['EUR', 'USD', 'JPY'] },
    to_account: string,
  }),
  tool('get_time', [], { timezone: string }),
  tool('ping', [], {}),
];

function tool(name: string, required: readonly string[], properties: Record<string, object>): BenchTool {
  const inputSchema = { type: 'object', properties, required, additionalProperties: false };
  return { name, description: name, inputSchema };
}
